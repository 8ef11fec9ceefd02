"""Jobs are asked for in the running transaction: they exist if and only if it commits."""

from typing import Any

from procrastinate import App
from procrastinate.contrib.sqlalchemy import SQLAlchemyPsycopg2Connector

from shop_admin.db import db

_app = App(connector=SQLAlchemyPsycopg2Connector())


def enqueue(
    task: str, *, queue: str = "default", lock: str | None = None, **arguments: str
) -> None:
    """Ask for a job by its task's name; arguments are ids, so that the job reads what is true then.

    Two jobs with the same `lock` never run at once.
    """
    deferrer = _app.configure_task(
        task, allow_unknown=True, queue=queue, lock=lock, connection=_connection()
    )
    deferrer.defer(**arguments)


def _connection() -> Any:
    db.session.flush()
    return db.session.connection()
