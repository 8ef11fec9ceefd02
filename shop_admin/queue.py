"""Jobs are asked for in the running transaction: they exist if and only if it commits."""

import json
from datetime import timedelta
from typing import Any

from procrastinate import App
from procrastinate.contrib.sqlalchemy import SQLAlchemyPsycopg2Connector
from procrastinate.exceptions import ConnectorException

from shop_admin.db import Statement, db

TRIES = 8
"""How often a job is tried before it has failed."""

# One job, by the very function that Procrastinate's own connectors call.
_DEFER = """
    SELECT procrastinate_defer_jobs_v1(ARRAY[ROW(
        %(queue)s, %(task)s, 0, %(lock)s, NULL, %(arguments)s::jsonb, NULL
    )::procrastinate_job_to_defer_v1])
"""

_app = App(connector=SQLAlchemyPsycopg2Connector())


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
    delay = {"seconds": int(after.total_seconds())} if after is not None else None
    deferrer = _app.configure_task(
        task,
        allow_unknown=True,
        queue=queue,
        lock=lock,
        schedule_in=delay,
        connection=_connection(),
    )
    try:
        deferrer.defer(**arguments)
    except ConnectorException as wrapped:
        # The database speaks for itself, as it does to every other statement of the transaction.
        raise wrapped.__cause__ or wrapped from None


def job(task: str, *, queue: str, lock: str | None = None, **arguments: str) -> Statement:
    """Return the write that asks for a job as `enqueue` does, to be sent together with others."""
    values = {"queue": queue, "task": task, "lock": lock, "arguments": json.dumps(arguments)}
    return Statement(sql=_DEFER, values=values)


def _connection() -> Any:
    db.session.flush()
    return db.session.connection()
