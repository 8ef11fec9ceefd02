"""The database seam: one metadata, one session, one commit, and who is acting."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, LargeBinary, MetaData, Text, event, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Session, SessionTransaction, registry
from sqlalchemy.orm.exc import StaleDataError

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

_context: ContextVar[DbContext | None] = ContextVar("db_context", default=None)
_writing: ContextVar[bool] = ContextVar("db_writing", default=False)

_TAKE_ROLE = text(
    "SELECT set_config('role', :role, true), set_config('app.stores', :stores, true),"
    " set_config('app.user_id', :user_id, true), set_config('app.party', :party, true),"
    " set_config('app.request_id', :request_id, true)"
)


@event.listens_for(Session, "after_begin")
def _take_role(_session: Session, _transaction: SessionTransaction, connection: Connection) -> None:
    """Take the acting party's role for this transaction, in one round trip.

    Without a party the login keeps its own role, which has no privilege on anything: what
    forgets to say who it is gets an error, not data.
    """
    context = _context.get() or DbContext(role="none")
    connection.execute(
        _TAKE_ROLE,
        {
            "role": context.role,
            "stores": "{" + ",".join(sorted(map(str, context.stores))) + "}",
            "user_id": str(context.user_id or ""),
            "party": context.party,
            "request_id": context.request_id,
        },
    )


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
        "pool_pre_ping": True,
        "hide_parameters": True,
        "connect_args": {
            "application_name": application,
            "connect_timeout": 3,
            "tcp_user_timeout": 10_000,
            "options": " ".join(f"-c {name}={value}" for name, value in timeouts.items()),
        },
    }
