"""Background work in people's hands: try failed jobs again, cancel waiting ones, say why."""

from uuid import UUID

import sqlalchemy as sa

from shop_admin.db import db
from shop_admin.errors import Conflict, NotFound, ShopError
from shop_admin.language import N_, _
from shop_admin.models.inbox import ProviderEvent
from shop_admin.permissions import Actor, Permission
from shop_admin.queries.visibility import get
from shop_admin.queue import enqueue
from shop_admin.services import audit
from shop_admin.services.inbox import HANDLE

LONGEST = 500
UNEXPECTED = N_("Something unexpected went wrong (%(kind)s). The log says more.")

_FIND = sa.text(
    "SELECT id, task_name AS task, status::text AS status, queueing_lock"
    " FROM procrastinate_jobs WHERE id = :id FOR UPDATE"
)
_TWIN = sa.text(
    "SELECT EXISTS (SELECT 1 FROM procrastinate_jobs"
    " WHERE status = 'todo' AND queueing_lock = :lock)"
)
_RETRY = sa.text("SELECT procrastinate_retry_job_v2(:id, now(), NULL, NULL, NULL)")
# A job that was tried as often as it may be gets its tries back: a person asks for all of them.
_AFRESH = sa.text("UPDATE procrastinate_jobs SET attempts = 0 WHERE id = :id")
_CANCEL = sa.text("SELECT procrastinate_cancel_job_v1(:id, false, false)")
_FAILED = sa.text(
    "INSERT INTO job_failures (job_id, sentence) VALUES (:id, :sentence)"
    " ON CONFLICT (job_id) DO UPDATE SET sentence = excluded.sentence, failed_at = shop_now()"
)


def retry_job(actor: Actor, job_id: int) -> None:
    """Let a failed job be tried again. Its effect happens once: handlers are idempotent.

    Raises NotFound, or Conflict where it did not fail or its twin waits already.
    """
    actor.require(Permission.SETTINGS)
    found = _locked(job_id)
    if found.status != "failed":
        raise Conflict(_("This job has not failed: there is nothing to try again."))
    if found.queueing_lock and db.session.scalar(_TWIN, {"lock": found.queueing_lock}):
        raise Conflict(_("The same job is waiting already."))
    db.session.execute(_RETRY, {"id": job_id})
    db.session.execute(_AFRESH, {"id": job_id})
    audit.record_event("retry", "jobs", job=job_id, task=found.task)


def cancel_job(actor: Actor, job_id: int) -> None:
    """Cancel a job that no worker has begun. Raises NotFound, or Conflict where it is too late."""
    actor.require(Permission.SETTINGS)
    found = _locked(job_id)
    if found.status != "todo":
        raise Conflict(_("This job has begun or is over: it can no longer be cancelled."))
    db.session.execute(_CANCEL, {"id": job_id})
    audit.record_event("cancel", "jobs", job=job_id, task=found.task)


def handle_message_again(actor: Actor, event_id: UUID) -> None:
    """Ask for a provider's message to be handled again; what it did already is not done twice."""
    actor.require(Permission.SETTINGS)
    event: ProviderEvent = get(ProviderEvent, actor, event_id)
    enqueue(HANDLE, queue="payments", event_id=str(event.id))
    audit.record_event("retry", "provider_events", record_id=event.id)


def record_failure(job_id: int, error: Exception) -> None:
    """Keep why a job failed, in a sentence: a refusal in its words, a crash by its kind only."""
    if isinstance(error, ShopError):
        sentence = error.message
    else:
        sentence = UNEXPECTED % {"kind": type(error).__name__}
    db.session.execute(_FAILED, {"id": job_id, "sentence": sentence[:LONGEST]})


def _locked(job_id: int) -> sa.Row[tuple[int, str, str, str | None]]:
    found = db.session.execute(_FIND, {"id": job_id}).one_or_none()
    if found is None:
        raise NotFound
    return found
