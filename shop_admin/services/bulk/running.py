"""A worker's part of a bulk job: a few records at a time, each done and marked together, once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError

from shop_admin import clock
from shop_admin.db import db
from shop_admin.errors import EditConflict, ShopError, Unavailable, from_database
from shop_admin.language import N_, _
from shop_admin.models.bulk import BulkItem, BulkJob
from shop_admin.permissions import IDENTITY, Actor
from shop_admin.queries.visibility import find, get_locked
from shop_admin.services.bulk.acts import ACTS, MODELS
from shop_admin.services.bulk.task import Task
from shop_admin.services.owners import owner_of
from shop_admin.services.records import CHANGES

PIECE = 20
"""So many records are one transaction's: their locks are held for a moment only."""
LONGEST = 500


@dataclass(frozen=True, kw_only=True)
class Batch:
    """A few records of a job, and who asked for it, with the rights of this moment."""

    job_id: UUID
    actor: Actor
    ids: Sequence[UUID]

    def singly(self) -> list["Batch"]:
        """Return the same records one by one."""
        return [replace(self, ids=[one]) for one in self.ids]


def begin(job_id: UUID) -> bool:
    """Begin, or go on where a worker was killed; False where there is nothing to do."""
    if find(BulkJob, IDENTITY, job_id) is None:
        return False
    job: BulkJob = get_locked(BulkJob, IDENTITY, job_id)
    if not job.is_open:
        return False
    job.status = "RUNNING"
    return True


def next_batch(job_id: UUID) -> Batch | None:
    """Return what is to be done next, as whom; None once the job is over, which is written down.

    Rights are asked anew each time: a person who was disabled, or may do this nowhere any more,
    ends the job.
    """
    job: BulkJob = get_locked(BulkJob, IDENTITY, job_id)
    if job.status != "RUNNING":
        return None
    actor = owner_of(job.user_id, request_id=f"bulk-{job.id}")
    if actor is None or not _may_still(actor, job):
        _end(job, "FAILED", N_("Whoever asked for this may no longer do it."))
        return None
    waiting = sa.select(BulkItem.record_id).where(
        BulkItem.job_id == job.id, BulkItem.state == "WAITING"
    )
    ids = db.session.scalars(waiting.order_by(BulkItem.record_id).limit(PIECE)).all()
    if not ids:
        _end(job, "DONE", "")
        return None
    return Batch(job_id=job.id, actor=actor, ids=ids)


def do(batch: Batch) -> None:
    """Do a batch as the person: each record within a savepoint, and its mark beside it.

    What is refused is marked with the reason. A job that was cancelled meanwhile, and a record
    that somebody did meanwhile, are left alone. Raises Unavailable where the database is busy.
    """
    job: BulkJob = get_locked(BulkJob, batch.actor, batch.job_id)
    if job.status != "RUNNING":
        return
    seen = Counter(_done(batch.actor, job, item) for item in _items(batch))
    job.done_count += seen["DONE"]
    job.same_count += seen["SAME"]
    job.failed_count += seen["FAILED"]
    db.session.flush()


def note_failure(batch: Batch, error: Exception) -> None:
    """Mark a batch of one record as failed, by a refusal's words or by a crash's kind."""
    job: BulkJob = get_locked(BulkJob, batch.actor, batch.job_id)
    for item in _items(batch):
        item.state, item.sentence = "FAILED", _sentence(error)
        job.failed_count += 1
    db.session.flush()


def _items(batch: Batch) -> Sequence[BulkItem]:
    statement = (
        sa.select(BulkItem)
        .where(
            BulkItem.job_id == batch.job_id,
            BulkItem.record_id.in_(batch.ids),
            BulkItem.state == "WAITING",
        )
        .order_by(BulkItem.record_id)
        .with_for_update()
    )
    return db.session.scalars(statement).all()


def _done(actor: Actor, job: BulkJob, item: BulkItem) -> str:
    """Do one record and mark it; return its state."""
    task = Task(
        model=MODELS[job.noun],
        record_id=item.record_id,
        values=job.parameters,
        was=item.was,
        is_now=item.is_now,
    )
    try:
        with db.session.begin_nested():
            outcome = ACTS[job.act].run(actor, task)
            db.session.flush()
    except Unavailable:
        raise
    except (ShopError, StaleDataError, DBAPIError) as error:
        item.state, item.sentence = "FAILED", _sentence(_in_words(error))
        return "FAILED"
    item.state = "SAME" if outcome.is_same else "DONE"
    if outcome.was is not None and job.undoes_id is None:
        item.was, item.is_now = dict(outcome.was), dict(outcome.is_now or {})
    return item.state


def _in_words(error: ShopError | StaleDataError | DBAPIError) -> ShopError:
    """Return the refusal that an error is. Raises Unavailable where the database is busy."""
    if isinstance(error, StaleDataError):
        return EditConflict(
            _("Somebody else changed this in the meantime. Look at it again before you save.")
        )
    refusal = from_database(error) if isinstance(error, DBAPIError) else error
    if isinstance(refusal, Unavailable):
        raise refusal from error
    return refusal


def _sentence(error: Exception) -> str:
    if not isinstance(error, ShopError):
        kind = type(error).__name__
        return _("Something unexpected went wrong (%(kind)s). The log says more.", kind=kind)
    problems = getattr(error, "problems", ())
    details = [one.detail for one in problems if one.detail != error.message]
    return " ".join((error.message, *details))[:LONGEST]


def _may_still(actor: Actor, job: BulkJob) -> bool:
    right = ACTS[job.act].permission or CHANGES[MODELS[job.noun]].own
    return actor.may_somewhere(right)


def _end(job: BulkJob, status: str, problem: str) -> None:
    now = clock.now(db.session())
    job.status, job.problem, job.finished_at = status, problem, now
