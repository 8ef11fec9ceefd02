"""Bulk jobs as people look at them: whose they are, what was refused, what undid them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from shop_admin.db import db
from shop_admin.errors import NotFound
from shop_admin.models.bulk import BulkItem, BulkJob
from shop_admin.permissions import Actor, Permission
from shop_admin.queries.visibility import visible


def jobs_of(actor: Actor) -> sa.Select[Any]:
    """Return the bulk jobs that a person finds: their own; all of them, for an admin."""
    own = () if actor.may(Permission.SETTINGS) else (BulkJob.user_id == actor.user_id,)
    return sa.select(BulkJob).where(*visible(BulkJob, actor), *own)


def list_jobs(actor: Actor, *, offset: int, limit: int) -> Sequence[BulkJob]:
    """Return a page of the bulk jobs that a person finds, the newest first."""
    statement = jobs_of(actor).order_by(BulkJob.id.desc()).offset(offset).limit(limit)
    return db.session.scalars(statement).all()


def get_job(actor: Actor, job_id: UUID, *, locked: bool = False) -> BulkJob:
    """Return a bulk job that a person finds, locked to change it. Raises NotFound."""
    statement = jobs_of(actor).where(BulkJob.id == job_id)
    return _one(_locked(statement) if locked else statement)


def get_own(actor: Actor, job_id: UUID) -> BulkJob:
    """Return one's own bulk job, locked: nobody acts with another's rights. Raises NotFound."""
    own = (*visible(BulkJob, actor), BulkJob.id == job_id, BulkJob.user_id == actor.user_id)
    return _one(_locked(sa.select(BulkJob).where(*own)))


def find_undo(actor: Actor, job: BulkJob) -> BulkJob | None:
    """Return the job that puts back what this one changed, or None."""
    statement = sa.select(BulkJob).where(*visible(BulkJob, actor), BulkJob.undoes_id == job.id)
    return db.session.scalars(statement).one_or_none()


def list_refused(job: BulkJob, *, offset: int, limit: int) -> Sequence[BulkItem]:
    """Return a page of the records that a job was refused on, with the reasons."""
    statement = (
        sa.select(BulkItem)
        .where(BulkItem.job_id == job.id, BulkItem.state == "FAILED")
        .order_by(BulkItem.record_id)
        .offset(offset)
        .limit(limit)
    )
    return db.session.scalars(statement).all()


def _locked(statement: sa.Select[Any]) -> sa.Select[Any]:
    return statement.with_for_update(key_share=True).execution_options(populate_existing=True)


def _one(statement: sa.Select[Any]) -> BulkJob:
    job: BulkJob | None = db.session.scalars(statement).one_or_none()
    if job is None:
        raise NotFound
    return job
