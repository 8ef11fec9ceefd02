"""Who is acting, and the one commit."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from shop_admin import errors
from shop_admin.db.base import db
from shop_admin.db.party import DbContext, context
from shop_admin.language import _

_writing: ContextVar[bool] = ContextVar("db_writing", default=False)


@contextmanager
def acting_as(party: DbContext) -> Iterator[Session]:
    """Read as this party: what the session loads inside is what the party may see.

    A transaction begun as somebody else ends first, so that no read mixes two scopes.
    """
    if _writing.get():
        raise RuntimeError("a transaction is open already: only entry points change who acts")
    db.session.rollback()
    token = context.set(party)
    try:
        yield db.session()
    finally:
        db.session.rollback()
        context.reset(token)


@contextmanager
def transaction(party: DbContext | None = None) -> Iterator[Session]:
    """Write as this party (or as the one acting already): the only commit there is.

    Raises ShopError where the database refuses, in words; nothing is kept then.
    """
    if _writing.get():
        raise RuntimeError("a transaction is open already: only entry points open one")
    acting = party or context.get()
    if acting is None:
        raise RuntimeError("nobody is acting: open the transaction with a DbContext")
    with acting_as(acting) as session:
        token = _writing.set(True)
        try:
            yield session
            session.commit()
        except StaleDataError as stale:
            raise errors.EditConflict(
                _("Somebody else changed this in the meantime. Look at it again before you save.")
            ) from stale
        except DBAPIError as refused:
            raise errors.from_database(refused) from refused
        finally:
            _writing.reset(token)
