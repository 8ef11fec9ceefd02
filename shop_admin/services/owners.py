"""Who asked for background work, or invited: the person of then, with the rights of today."""

from uuid import UUID

import sqlalchemy as sa

from shop_admin.db import db
from shop_admin.models.accounts import User
from shop_admin.permissions import Actor
from shop_admin.services import sessions


def owner_of(user_id: UUID, *, request_id: str = "") -> Actor | None:
    """Return the person as an actor at the console; None where they may not log in any more.

    Call it as the party that knows all people. `request_id` is what the audit trail calls the
    work by.
    """
    statement = sa.select(User).where(User.id == user_id, *sessions.may_log_in())
    user = db.session.scalars(statement).one_or_none()
    return sessions.actor_of(user, "console", request_id=request_id) if user is not None else None
