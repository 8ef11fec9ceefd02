"""Jobs are asked for in the running transaction: they exist if and only if it commits.

Procrastinate itself is the worker's: whoever only asks need not load it.
"""

import json
from datetime import timedelta

from shop_admin.db import Statement, run_together

TRIES = 8
"""How often a job is tried before it has failed."""

# One job, by the very function that Procrastinate's own connectors call.
_DEFER = """
    SELECT procrastinate_defer_jobs_v1(ARRAY[ROW(
        %(queue)s, %(task)s, 0, %(lock)s, NULL, %(arguments)s::jsonb,
        now() + make_interval(secs => %(seconds)s)
    )::procrastinate_job_to_defer_v1])
"""


def enqueue(
    task: str,
    *,
    queue: str = "default",
    lock: str | None = None,
    after: timedelta | None = None,
    **arguments: str,
) -> None:
    """Ask for a job by its task's name; arguments are ids, so that the job reads what is true then.

    Two jobs with the same `lock` never run at once; `after` is how long it waits at least.
    """
    run_together([job(task, queue=queue, lock=lock, after=after, **arguments)])


def job(
    task: str,
    *,
    queue: str,
    lock: str | None = None,
    after: timedelta | None = None,
    **arguments: str,
) -> Statement:
    """Return the write that asks for a job as `enqueue` does, to be sent together with others."""
    values = {
        "queue": queue,
        "task": task,
        "lock": lock,
        "arguments": json.dumps(arguments),
        "seconds": after.total_seconds() if after is not None else None,
    }
    return Statement(sql=_DEFER, values=values)
