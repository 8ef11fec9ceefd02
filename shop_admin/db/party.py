"""Who acts, in the database's terms, and how its connections learn of it."""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import Connection, event
from sqlalchemy.orm import Session, SessionTransaction


@dataclass(frozen=True, kw_only=True)
class DbContext:
    """Who acts: one of three roles, the stores in scope, the person.

    `needs_no_transaction` is for the public's reads of one statement each: their connections are
    nobody else's, and have taken the public's role once and for all.
    """

    role: str
    stores: frozenset[UUID] = frozenset()
    user_id: UUID | None = None
    party: str = ""
    request_id: str = ""
    needs_no_transaction: bool = False


READER = DbContext(role="shop_reader", party="public")
"""The public, within a transaction: for reads of several statements that belong together."""
BROWSER = DbContext(role="shop_reader", party="public", needs_no_transaction=True)
"""The public, a statement at a time: three round trips less."""

BROWSING = "browsing"
"""The name of the engine whose connections are the public's."""

context: ContextVar[DbContext | None] = ContextVar("db_context", default=None)


class PartySession(FlaskSession):
    """The session, on the engine that is meant for whoever acts."""

    def get_bind(self, *args: Any, **options: Any) -> Any:
        """Return the public's engine for the public's single statements, else the usual one."""
        acting = context.get()
        if acting is not None and acting.needs_no_transaction:
            return self._db.engines[BROWSING]
        return super().get_bind(*args, **options)


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
    if connection.get_execution_options().get(BROWSING):
        return
    acting = context.get() or DbContext(role="none")
    connection.exec_driver_sql(
        _TAKE_ROLE,
        {
            "role": acting.role,
            "stores": "{" + ",".join(sorted(map(str, acting.stores))) + "}",
            "user_id": str(acting.user_id or ""),
            "party": acting.party,
            "request_id": acting.request_id,
        },
    )
