"""Bulk jobs in tests: asked for by a person, worked off by the job itself, looked at afterwards."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from shop_admin.db import acting_as, transaction
from shop_admin.jobs import bulk as jobs
from shop_admin.models.bulk import BulkItem, BulkJob
from shop_admin.permissions import Actor, command
from shop_admin.services import bulk
from shop_admin.services.bulk import BulkInput


def ask(
    actor: Actor,
    act: str,
    ids: Sequence[UUID],
    values: Mapping[str, Any] | None = None,
    *,
    noun: str = "products",
) -> UUID:
    """Ask for a job; return its id."""
    given = BulkInput(act=act, list_name=noun, noun=noun, values=values or {})
    with transaction(actor.db_context()):
        return bulk.ask(actor, given, ids).id


def work_off(job_id: UUID) -> BulkJob:
    """Do what the worker does; return the job afterwards."""
    jobs.run(job_id=str(job_id))
    return job_of(job_id)


def work_off_all(app: Flask) -> None:
    """Do what a worker does with all that waits."""
    with app.test_request_context():
        with acting_as(command().db_context()) as session:
            ids = session.scalars(sa.select(BulkJob.id).where(BulkJob.status == "QUEUED")).all()
        for job_id in ids:
            jobs.run(job_id=str(job_id))


def job_of(job_id: UUID) -> BulkJob:
    """Return a job as it is stored."""
    with acting_as(command().db_context()) as session:
        job = session.get_one(BulkJob, job_id)
        session.expunge(job)
        return job


def sentences(job_id: UUID) -> dict[UUID, str]:
    """Return why which records were refused."""
    statement = sa.select(BulkItem).where(BulkItem.job_id == job_id, BulkItem.state == "FAILED")
    with acting_as(command().db_context()) as session:
        return {item.record_id: item.sentence for item in session.scalars(statement)}
