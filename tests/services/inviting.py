"""How tests invite and accept, each step in a transaction of its party."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from factories import PASSWORD

from shop_admin.db import acting_as, db, transaction
from shop_admin.models.accounts import Invitation, StoreMember, User
from shop_admin.permissions import IDENTITY, Actor, command
from shop_admin.services import invitations
from shop_admin.services.invitations import InvitationInput, Newcomer, Sent

SECRET = "a secret of these tests"


def invite(
    actor: Actor, store_id: UUID | None, role: str = "STAFF", email: str = "new@example.com"
) -> Sent:
    """Invite somebody."""
    given = InvitationInput(email=email, role=role, store_id=store_id)
    with transaction(actor.db_context()):
        return invitations.invite(actor, given, secret=SECRET)


def is_open(token: str) -> bool:
    """Tell whether the link of this token offers something."""
    with acting_as(IDENTITY.db_context()):
        return invitations.find_offer(token) is not None


def come(token: str, password: str = PASSWORD) -> UUID:
    """Accept as somebody new."""
    with transaction(IDENTITY.db_context()):
        return invitations.accept_as_newcomer(token, Newcomer(name="New One", password=password))


def accept(token: str, user_id: UUID) -> None:
    """Accept as somebody who has just logged in."""
    with transaction(IDENTITY.db_context()):
        invitations.accept(token, user_id)


def roles_of(user_id: UUID) -> list[str]:
    """Return the roles that a person has in stores."""
    statement = sa.select(StoreMember.role).where(
        StoreMember.user_id == user_id, StoreMember.is_deleted.is_(False)
    )
    with acting_as(command().db_context()):
        return list(db.session.scalars(statement.order_by(StoreMember.role)))


def user(user_id: UUID) -> User:
    """Return a person as stored now."""
    with acting_as(command().db_context()):
        found = db.session.get_one(User, user_id)
        db.session.refresh(found)
        db.session.expunge(found)
        return found


def change(model: type, record_id: UUID, **values: object) -> None:
    """Change a record behind everybody's back."""
    with transaction(command().db_context()) as session:
        session.execute(sa.update(model).where(model.id == record_id).values(**values))  # type: ignore[attr-defined]


def wait_days(days: int) -> None:
    """Let the database's clock go on."""
    statement = sa.text(
        "SELECT set_config('app.now', (shop_now() + make_interval(days => :days))::text, false)"
    )
    # On the connection itself: what a session sets, its next rollback takes back.
    db.session.rollback()
    connection: Any = db.engines[None]
    connection.execute(statement, {"days": days})


def stored(invitation_id: UUID) -> dict[str, object]:
    """Return an invitation's row, secrets and all."""
    table = sa.inspect(Invitation).local_table
    with acting_as(command().db_context()) as session:
        row = session.execute(sa.select(table).where(table.c.id == invitation_id)).mappings().one()
        return dict(row)
