"""A periodic job that failed is no finding any more once the next one has done it."""

import sqlalchemy as sa
from checks.conftest import World
from sqlalchemy.orm import Session

from shop_admin.queries.invariants import look
from shop_admin.queries.invariants.papers import JOBS

SWEEP = """
    WITH made AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, args, status)
        VALUES ('default', 'orders.sweep', :lock, '{}', CAST(:status AS procrastinate_job_status))
        RETURNING id)
    INSERT INTO procrastinate_events (job_id, type, at)
    SELECT id, CAST(:status AS procrastinate_job_event_type), now() FROM made
"""


def _swept(vandal: Session, status: str, lock: str | None = "orders.sweep") -> int:
    vandal.execute(sa.text(SWEEP), {"status": status, "lock": lock})
    return look(vandal, JOBS).count


def test_the_next_one_has_done_it(world: World, vandal: Session) -> None:
    assert _swept(vandal, "failed") == 1
    assert _swept(vandal, "succeeded") == 0


def test_what_is_asked_for_once_is_not_forgiven(world: World, vandal: Session) -> None:
    assert _swept(vandal, "failed", None) == 1
    assert _swept(vandal, "succeeded", None) == 1
