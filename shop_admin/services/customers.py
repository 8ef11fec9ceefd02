"""Customers: made by their first login, known by their mobile number, edited by themselves."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Row
from sqlalchemy.dialects.postgresql import insert

from shop_admin.db import db
from shop_admin.errors import Forbidden
from shop_admin.models.accounts import User
from shop_admin.models.mixins import new_id
from shop_admin.permissions import Actor, ActorKind
from shop_admin.queries.visibility import get_locked, visible
from shop_admin.services.accounts import email_address
from shop_admin.services.sessions import may_log_in


@dataclass(frozen=True, kw_only=True)
class ProfileEdit:
    """What people may change of themselves; None leaves it, an empty email takes it away."""

    name: str | None = None
    email: str | None = None


def welcome(number: str) -> UUID | None:
    """Return who has this mobile number as a customer, made if need be; None where blocked.

    The number has been proved by a code. A live person comes before those in the bin; where only
    the bin knows the number, an admin decides about it, and no second account slips past them.
    """
    person = _person(number)
    if person is None:
        made: UUID | None = db.session.scalar(
            insert(User)
            .values(id=new_id(), mobile_number=number, is_customer=True)
            .on_conflict_do_nothing(index_elements=["mobile_number"], index_where=_LIVE)
            .returning(User.id)
        )
        if made is not None:
            return made
        # Somebody made them at this very moment: by now they can be read.
        person = _person(number)
    if person is None or not person.is_welcome:
        return None
    user_id, is_customer, _ = person
    if not is_customer:
        db.session.execute(sa.update(User).where(User.id == user_id).values(is_customer=True))
    return user_id


def contact_of(actor: Actor) -> dict[str, str]:
    """Return a customer's own name, email and phone, empty where unknown; call it as they act."""
    row = db.session.execute(
        sa.select(User.name, User.email, User.mobile_number).where(
            User.id == actor.user_id, *visible(User, actor)
        )
    ).one()
    return {"name": row.name, "email": row.email or "", "phone": row.mobile_number or ""}


def edit_own_profile(actor: Actor, edit: ProfileEdit) -> User:
    """Change the actor's own name and email. Raises Forbidden for an email that logs somebody in.

    Customers' addresses are not unique: whether somebody else has one is not told.
    """
    assert actor.user_id is not None
    user: User = get_locked(User, actor, actor.user_id)
    if edit.name is not None:
        user.name = edit.name
    if edit.email is not None:
        email = email_address(edit.email) if edit.email else None
        if email != user.email:
            _require_free_email(actor, user)
            user.email = email
    db.session.flush()
    return user


def _require_free_email(actor: Actor, user: User) -> None:
    # The database looks at the password itself, which nobody here may read.
    works_here = user.is_staff or user.is_admin or user.is_accountant
    if actor.kind != ActorKind.API_CUSTOMER or works_here:
        raise Forbidden("You log in with this email address: ask an admin to change it.")


_LIVE = sa.text("NOT is_deleted")


def _person(number: str) -> Row[UUID, bool, bool] | None:
    return db.session.execute(
        sa.select(User.id, User.is_customer, sa.and_(*may_log_in()).label("is_welcome"))
        .where(User.mobile_number == number)
        .order_by(User.is_deleted, User.id.desc())
        .limit(1)
    ).one_or_none()
