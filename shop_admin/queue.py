"""Jobs are asked for in the running transaction: they exist if and only if it commits."""

from datetime import timedelta
from typing import Any

from procrastinate import App
from procrastinate.contrib.sqlalchemy import SQLAlchemyPsycopg2Connector

from shop_admin.db import db

TRIES = 8
"""How often a job is tried before it has failed."""

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
    deferrer.defer(**arguments)


def _connection() -> Any:
    db.session.flush()
    return db.session.connection()
