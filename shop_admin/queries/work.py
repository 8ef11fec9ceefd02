"""The queue as people look at it: what waits, runs, failed, is planned and was done lately."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from shop_admin.db import db
from shop_admin.permissions import Actor, Permission

STATES: Mapping[str, str] = {
    "waiting": "status = 'todo' AND coalesce(scheduled_at, now()) <= now()",
    "planned": "status = 'todo' AND scheduled_at > now()",
    "running": "status = 'doing'",
    "failed": "status = 'failed'",
    "done": "status = 'succeeded'",
    "cancelled": "status IN ('cancelled', 'aborted', 'aborting')",
}
"""What people call the states of a job, as conditions."""
OPEN_STATES = ("waiting", "planned", "running", "failed")
PAGE = 50
MOST_PAGES = 200

_WORD = "CASE " + " ".join(f"WHEN {rule} THEN '{name}'" for name, rule in STATES.items()) + " END"
_COUNTS = sa.text(f"SELECT {_WORD} AS state, count(*) AS number FROM procrastinate_jobs GROUP BY 1")  # noqa: S608
_TASKS = sa.text("SELECT DISTINCT task_name FROM procrastinate_jobs ORDER BY 1")
_JOBS = """
    SELECT jobs.id, task_name AS task, queue_name AS queue, {word} AS state, attempts,
        scheduled_at, args, failures.sentence,
        (SELECT max(at) FROM procrastinate_events WHERE job_id = jobs.id) AS changed_at,
        (SELECT min(at) FROM procrastinate_events WHERE job_id = jobs.id) AS asked_at
    FROM procrastinate_jobs AS jobs LEFT JOIN job_failures AS failures ON failures.job_id = jobs.id
    WHERE {rule} AND (:task = '' OR task_name = :task)
    ORDER BY jobs.id DESC LIMIT :limit OFFSET :offset
"""


@dataclass(frozen=True, kw_only=True)
class Job:
    """One job. `subject` names what it is about by ids; nothing else of it is shown."""

    id: int
    task: str
    queue: str
    state: str
    attempts: int
    asked_at: datetime | None
    changed_at: datetime | None
    scheduled_at: datetime | None
    sentence: str
    subject: Mapping[str, str]

    @property
    def may_retry(self) -> bool:
        """Tell whether it failed for good and can be tried again."""
        return self.state == "failed"

    @property
    def may_cancel(self) -> bool:
        """Tell whether no worker has begun it."""
        return self.state in ("waiting", "planned")


def count_jobs(actor: Actor) -> Mapping[str, int]:
    """Return how many jobs are in each state."""
    actor.require(Permission.SETTINGS)
    found = {row.state: row.number for row in db.session.execute(_COUNTS)}
    return {state: found.get(state, 0) for state in STATES}


def list_tasks(actor: Actor) -> Sequence[str]:
    """Return the names of the tasks that the queue has seen lately."""
    actor.require(Permission.SETTINGS)
    return db.session.scalars(_TASKS).all()


def list_jobs(actor: Actor, *, state: str = "", task: str = "", page: int = 1) -> Sequence[Job]:
    """Return a page of jobs, newest first, and one more where there is a next page.

    Without a state: what is open, failures included.
    """
    actor.require(Permission.SETTINGS)
    rules = [STATES[state]] if state else [STATES[one] for one in OPEN_STATES]
    rule = "(" + " OR ".join(f"({one})" for one in rules) + ")"
    statement = sa.text(_JOBS.format(word=_WORD, rule=rule))
    values = {"task": task, "limit": PAGE + 1, "offset": (page - 1) * PAGE}
    return [_job(row) for row in db.session.execute(statement, values)]


def _job(row: Any) -> Job:
    subject = {
        name.removesuffix("_id"): str(value)
        for name, value in row.args.items()
        if name.endswith("_id") and isinstance(value, str) and len(value) <= 40
    }
    return Job(
        id=row.id,
        task=row.task,
        queue=row.queue,
        state=row.state,
        attempts=row.attempts,
        asked_at=row.asked_at,
        changed_at=row.changed_at,
        scheduled_at=row.scheduled_at,
        sentence=row.sentence or "",
        subject=subject,
    )
