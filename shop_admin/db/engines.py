"""The engines: how connections are made, and that none is used which the server has ended."""

import select
import time
from typing import Any

import psycopg2
from sqlalchemy import event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry, Pool

from shop_admin.db.party import BROWSER, BROWSING

LONG_IDLE_SECONDS = 30.0


@event.listens_for(Pool, "checkout")
def _refuse_dead(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
    """Take no connection out of the pool that the server has ended meanwhile.

    A server says goodbye, and a closed socket can be read: looking costs no round trip. Only what
    said something, or was idle for long (a network may forget a connection without a word), is
    asked whether it is still there.
    """
    now = time.monotonic()
    idle = now - record.info.get("taken_at", now)
    record.info["taken_at"] = now
    if idle < LONG_IDLE_SECONDS and not _has_spoken(connection):
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        connection.rollback()
    except psycopg2.Error as gone:
        raise InvalidatePoolError from gone


def _has_spoken(connection: Any) -> bool:
    poll = select.poll()
    poll.register(connection, select.POLLIN)
    return bool(poll.poll(0))


def engine_options(*, pool_size: int = 5, application: str = "shop_admin") -> dict[str, Any]:
    """Return create_engine options: short timeouts, a checked pool, no parameters in messages."""
    timeouts = {
        "statement_timeout": "5s",
        "lock_timeout": "3s",
        "idle_in_transaction_session_timeout": "10s",
        "timezone": "UTC",
        # How unlike a word may be to what was typed: with 0.5 one slip in it is forgiven.
        "pg_trgm.word_similarity_threshold": "0.5",
    }
    return {
        "pool_size": pool_size,
        "max_overflow": 2,
        "pool_timeout": 5,
        "hide_parameters": True,
        "connect_args": {
            "application_name": application,
            "connect_timeout": 3,
            "tcp_user_timeout": 10_000,
            "options": " ".join(f"-c {name}={value}" for name, value in timeouts.items()),
        },
    }


def browsing_options(options: dict[str, Any]) -> dict[str, Any]:
    """Return the options of the public's engine: its role from the start, no transactions."""
    given = options["connect_args"]
    ours = f"{given['options']} -c role={BROWSER.role} -c app.party={BROWSER.party}"
    return {
        **options,
        "isolation_level": "AUTOCOMMIT",
        "execution_options": {BROWSING: True},
        "connect_args": {**given, "options": ours},
    }
