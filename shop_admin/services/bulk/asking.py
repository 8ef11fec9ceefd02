"""Asking for a bulk job: which records it means is found out now, and never looked up again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.dialects.postgresql import ARRAY

from shop_admin import clock
from shop_admin.db import db
from shop_admin.errors import Conflict, Forbidden, NotFound
from shop_admin.language import _, number
from shop_admin.models.bulk import BulkItem, BulkJob
from shop_admin.models.mixins import Scope
from shop_admin.permissions import Actor, Permission
from shop_admin.queries import bulk as queries
from shop_admin.queries.visibility import visible
from shop_admin.queue import enqueue
from shop_admin.services import audit
from shop_admin.services.bulk.acts import ACTS, MODELS, UNDO
from shop_admin.services.records import CHANGES, Right

RUN = "bulk.run"
MOST = 100_000
"""So many records are one job's at most."""


@dataclass(frozen=True, kw_only=True)
class BulkInput:
    """An act, the list that it was asked for on, the records' table, what the act's form said."""

    act: str
    list_name: str
    noun: str
    values: Mapping[str, Any]


def ask(actor: Actor, given: BulkInput, ids: Sequence[UUID]) -> BulkJob:
    """Freeze the records, write the job down and ask for it. Return it with its count.

    What is gone meanwhile is left out. Raises Conflict past MOST, Invalid for values that make no
    sense, NotFound where none of the records is there, Forbidden where none may be changed.
    """
    act = ACTS[given.act]
    _require(actor, given.noun, act.permission)
    if given.noun not in act.nouns or given.act == UNDO:
        raise NotFound
    act.check(given.values)
    if len(ids) > MOST:
        raise too_many()
    job = _written(actor, given)
    job.total_count = _freeze(job, *_reachable(actor, given.act, given.noun, ids))
    if not job.total_count:
        raise _refusal(actor, given, ids)
    return _asked(actor, job)


def count_reachable(actor: Actor, act: str, noun: str, ids: Sequence[UUID]) -> int:
    """Return how many of these records the act would be done to."""
    model, clauses = _reachable(actor, act, noun, ids)
    statement = sa.select(sa.func.count()).select_from(model).where(*clauses)
    return db.session.scalar(statement) or 0


def cancel(actor: Actor, job_id: UUID) -> BulkJob:
    """Stop a job: what is done stays done. Raises NotFound, Conflict where it is over."""
    job = queries.get_job(actor, job_id, locked=True)
    if not job.is_open:
        raise Conflict(_("This is over already: there is nothing to cancel."))
    _end(job)
    audit.record_event("cancel", "bulk_jobs", record_id=job.id, act=job.act)
    return job


def try_again(actor: Actor, job_id: UUID) -> BulkJob:
    """Do what was refused or left once more. Raises NotFound, Conflict where there is nothing."""
    job = queries.get_own(actor, job_id)
    if not may_try_again(actor, job):
        raise Conflict(_("There is nothing left to try again."))
    _require(actor, job.noun, ACTS[job.act].permission)
    db.session.execute(
        sa.update(BulkItem)
        .where(BulkItem.job_id == job.id, BulkItem.state == "FAILED")
        .values(state="WAITING", sentence="")
    )
    job.failed_count, job.problem = 0, ""
    job.status, job.finished_at = "QUEUED", None
    return _asked(actor, job, deed="retry")


def undo(actor: Actor, job_id: UUID) -> BulkJob:
    """Ask for a job that puts back what this one changed; one that still runs is stopped first.

    Raises NotFound, and Conflict where there is nothing to put back or somebody did so already.
    """
    job = queries.get_own(actor, job_id)
    if job.undoes_id or not ACTS[job.act].is_undoable or queries.find_undo(actor, job):
        raise Conflict(_("This cannot be undone."))
    _require(actor, job.noun, ACTS[job.act].permission)
    if job.is_open:
        _end(job)
    given = BulkInput(act=UNDO, list_name=job.list_name, noun=job.noun, values={"act": job.act})
    undoing = _written(actor, given, undoes=job)
    undoing.total_count = _mirror(job, undoing)
    if not undoing.total_count:
        raise Conflict(_("Nothing was changed: there is nothing to undo."))
    return _asked(actor, undoing)


def may_try_again(actor: Actor, job: BulkJob) -> bool:
    """Tell whether something was refused or left that can be tried once more."""
    return (
        not job.is_open
        and job.failed_count + job.left_count > 0
        and queries.find_undo(actor, job) is None
    )


def may_undo(actor: Actor, job: BulkJob) -> bool:
    """Tell whether the job changed something that can be put back."""
    return (
        ACTS[job.act].is_undoable and job.done_count > 0 and queries.find_undo(actor, job) is None
    )


def too_many() -> Conflict:
    """Return the refusal of more records than one job takes."""
    return Conflict(
        _(
            "One job takes %(most)s records at most. Narrow the list with filters.",
            most=number(MOST),
        ),
        code="too_many",
    )


def _require(actor: Actor, noun: str, permission: Permission | None) -> None:
    right = _right(noun, permission)
    if not actor.may_somewhere(right.own) or actor.user_id is None:
        raise Forbidden


def _right(noun: str, permission: Permission | None) -> Right:
    return Right(own=permission) if permission else CHANGES[MODELS[noun]]


def _written(actor: Actor, given: BulkInput, *, undoes: BulkJob | None = None) -> BulkJob:
    job = BulkJob(
        user_id=actor.user_id,
        list_name=given.list_name,
        noun=given.noun,
        act=given.act,
        parameters=dict(given.values),
        undoes_id=undoes.id if undoes else None,
    )
    db.session.add(job)
    db.session.flush()
    return job


def _asked(actor: Actor, job: BulkJob, *, deed: str = "ask") -> BulkJob:
    db.session.flush()
    audit.record_event(
        deed, "bulk_jobs", record_id=job.id, act=job.act, records=job.noun, count=job.total_count
    )
    # The queue takes jobs of stores in scope only; any store of the person will do.
    store = min(actor.stores, default=None, key=str)
    lock, job_id = f"bulk:{job.id}", str(job.id)
    if store is None:
        enqueue(RUN, queue="bulk", lock=lock, job_id=job_id)
    else:
        enqueue(RUN, queue="bulk", lock=lock, job_id=job_id, store_id=str(store))
    return job


def _freeze(job: BulkJob, model: Any, clauses: Sequence[ColumnElement[bool]]) -> int:
    chosen = sa.select(sa.literal(job.id), model.id, sa.literal(job.user_id)).where(*clauses)
    return _inserted(["job_id", "record_id", "user_id"], chosen)


def _mirror(job: BulkJob, undoing: BulkJob) -> int:
    """Write down for the undo what each record holds now, and what it is to get back."""
    changed = sa.select(
        sa.literal(undoing.id),
        BulkItem.record_id,
        sa.literal(undoing.user_id),
        BulkItem.is_now,
        BulkItem.was,
    ).where(BulkItem.job_id == job.id, BulkItem.state == "DONE", BulkItem.was.is_not(None))
    return _inserted(["job_id", "record_id", "user_id", "was", "is_now"], changed)


def _inserted(names: Sequence[str], rows: sa.Select[Any]) -> int:
    written = db.session.execute(sa.insert(BulkItem).from_select(names, rows))
    return int(getattr(written, "rowcount", 0))


def _reachable(
    actor: Actor, act: str, noun: str, ids: Sequence[UUID]
) -> tuple[Any, tuple[ColumnElement[bool], ...]]:
    """Return the model, and the clauses of those records that the actor may do this with."""
    model: Any = MODELS[noun]
    right = _right(noun, ACTS[act].permission)
    among = sa.select(sa.func.unnest(sa.cast(list(ids), ARRAY(sa.Uuid))))
    return model, (
        *visible(model, actor, removed=ACTS[act].is_removed),
        model.id.in_(among),
        *_allowed(model, actor, right),
    )


def _allowed(model: Any, actor: Actor, right: Right) -> tuple[ColumnElement[bool], ...]:
    if actor.may(right.own):
        return ()
    stores = list(actor.stores_with(right.own))
    match model.scope:
        case Scope.STORE:
            return (model.store_id.in_(stores),)
        case Scope.SHARED:
            shared = actor.may(right.shared or right.own)
            own = model.store_id.in_(stores)
            return (sa.or_(own, model.store_id.is_(None)) if shared else own,)
        case _:
            return (sa.false(),)


def _refusal(actor: Actor, given: BulkInput, ids: Sequence[UUID]) -> Forbidden | NotFound:
    """Return why none of the records is taken: they are seen but not to be changed, or unknown."""
    model: Any = MODELS[given.noun]
    gate = visible(model, actor, removed=ACTS[given.act].is_removed)
    seen = sa.select(model.id).where(*gate, model.id.in_(list(ids[:MOST]))).limit(1)
    return Forbidden() if db.session.scalar(seen) else NotFound()


def _end(job: BulkJob) -> None:
    now = clock.now(db.session())
    job.status, job.finished_at = "CANCELLED", now
    db.session.flush()
