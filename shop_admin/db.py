"""The database seam: one metadata, one session, one commit, and who is acting."""

import select
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import psycopg2
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, LargeBinary, MetaData, Row, Text, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError, InvalidatePoolError
from sqlalchemy.orm import DeclarativeBase, Session, SessionTransaction, registry
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import ConnectionPoolEntry, Pool

from shop_admin import errors

NAMING = {
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
}


class Base(DeclarativeBase):
    """The declarative base of every table."""

    # Flask-SQLAlchemy copies this class: a registry survives that, a type_annotation_map does not.
    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={
            str: Text,
            bytes: LargeBinary,
            datetime: DateTime(timezone=True),
            dict[str, str]: JSONB,
            dict[str, Any]: JSONB,
            list[dict[str, str]]: JSONB,
            list[dict[str, Any]]: JSONB,
        },
    )


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})

if TYPE_CHECKING:

    class Model(Base):
        """What the type checker sees of `db.Model`."""

        __abstract__ = True
else:
    Model = db.Model


@dataclass(frozen=True, kw_only=True)
class DbContext:
    """Who acts, in the database's terms: one of three roles, the stores in scope, the person."""

    role: str
    stores: frozenset[UUID] = frozenset()
    user_id: UUID | None = None
    party: str = ""
    request_id: str = ""


READER = DbContext(role="shop_reader", party="public")

LONG_IDLE_SECONDS = 30.0

_context: ContextVar[DbContext | None] = ContextVar("db_context", default=None)
_writing: ContextVar[bool] = ContextVar("db_writing", default=False)

_TAKE_ROLE = (
    "SELECT set_config('role', %(role)s, true), set_config('app.stores', %(stores)s, true),"
    " set_config('app.user_id', %(user_id)s, true), set_config('app.party', %(party)s, true),"
    " set_config('app.request_id', %(request_id)s, true)"
)


@event.listens_for(Session, "after_begin")
def _take_role(_session: Session, _transaction: SessionTransaction, connection: Connection) -> None:
    """Take the acting party's role for this transaction, in one round trip.

    Without a party the login keeps its own role, which has no privilege on anything: what
    forgets to say who it is gets an error, not data.
    """
    context = _context.get() or DbContext(role="none")
    connection.exec_driver_sql(
        _TAKE_ROLE,
        {
            "role": context.role,
            "stores": "{" + ",".join(sorted(map(str, context.stores))) + "}",
            "user_id": str(context.user_id or ""),
            "party": context.party,
            "request_id": context.request_id,
        },
    )


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


@contextmanager
def acting_as(context: DbContext) -> Iterator[Session]:
    """Read as this party: what the session loads inside is what the party may see.

    A transaction begun as somebody else ends first, so that no read mixes two scopes.
    """
    if _writing.get():
        raise RuntimeError("a transaction is open already: only entry points change who acts")
    db.session.rollback()
    token = _context.set(context)
    try:
        yield db.session()
    finally:
        db.session.rollback()
        _context.reset(token)


@contextmanager
def transaction(context: DbContext | None = None) -> Iterator[Session]:
    """Write as this party (or as the one acting already): the only commit there is.

    Raises ShopError where the database refuses, in words; nothing is kept then.
    """
    if _writing.get():
        raise RuntimeError("a transaction is open already: only entry points open one")
    party = context or _context.get()
    if party is None:
        raise RuntimeError("nobody is acting: open the transaction with a DbContext")
    with acting_as(party) as session:
        token = _writing.set(True)
        try:
            yield session
            session.commit()
        except StaleDataError as stale:
            raise errors.EditConflict(
                "Somebody else changed this in the meantime. Look at it again before you save."
            ) from stale
        except DBAPIError as refused:
            raise errors.from_database(refused) from refused
        finally:
            _writing.reset(token)


@dataclass(frozen=True, kw_only=True)
class Write:
    """A statement and its values, %(name)s in it, that can travel together with others."""

    sql: str
    values: Mapping[str, Any]


def write_together(writes: Sequence[Write]) -> Sequence[Row[*tuple[Any, ...]]]:
    """Run statements in their order in one round trip; return the rows of the last one."""
    values = {
        f"w{number}_{name}": value
        for number, one in enumerate(writes)
        for name, value in one.values.items()
    }
    texts = (one.sql.replace("%(", f"%(w{number}_") for number, one in enumerate(writes))
    db.session.flush()
    found = db.session.connection().exec_driver_sql(";\n".join(texts), values)
    return found.all() if found.returns_rows else ()


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
