"""The people themselves: what an admin says of them, and what they say of themselves."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from shop_admin.db import db
from shop_admin.errors import Invalid
from shop_admin.language import _
from shop_admin.models.accounts import User
from shop_admin.permissions import Actor, Permission
from shop_admin.queries.visibility import get_locked
from shop_admin.services import sessions
from shop_admin.services.accounts.contacts import email_address, mobile_number
from shop_admin.services.passwords import hash_password
from shop_admin.services.records import check_version


@dataclass(frozen=True, kw_only=True)
class PersonInput:
    """What an admin says of a person."""

    name: str
    email: str = ""
    mobile_number: str = ""
    is_admin: bool = False
    is_staff: bool = True
    is_accountant: bool = False
    is_active: bool = True
    language: str = "en"
    status_flag: str = "ACTIVE"
    comments: str = ""


@dataclass(frozen=True, kw_only=True)
class ProfileInput:
    """What people say of themselves."""

    name: str
    language: str = "en"


def create_person(actor: Actor, given: PersonInput, *, password: str | None = None) -> User:
    """Make a person; without a password nobody can log in as them yet."""
    actor.require(Permission.PEOPLE_EDIT)
    user = User()
    _write(user, given)
    if password is not None:
        about = (given.name, given.email.partition("@")[0])
        user.password_hash = hash_password(password, about=about)
    db.session.add(user)
    db.session.flush()
    return user


def update_person(actor: Actor, user_id: UUID, given: PersonInput, *, version: int | None) -> User:
    """Edit a person; one who may no longer log in is logged out everywhere at once."""
    user: User = get_locked(User, actor, user_id)
    actor.require(Permission.PEOPLE_EDIT)
    check_version(user, version)
    if user.id == actor.user_id and not (given.is_admin and given.is_active):
        raise Invalid(_("You cannot take your own admin rights away."), field="is_admin")
    _write(user, given)
    db.session.flush()
    if not user.is_active or user.status_flag != "ACTIVE":
        sessions.close_sessions_of(user.id)
    return user


def update_profile(actor: Actor, given: ProfileInput, *, version: int | None) -> User:
    """Let people change their own name and language; the rest of them is an admin's to say."""
    actor.require_somewhere(Permission.PROFILE)
    statement = sa.select(User).where(User.id == actor.user_id).with_for_update(key_share=True)
    user = db.session.scalars(statement.execution_options(populate_existing=True)).one()
    check_version(user, version)
    user.name, user.language = given.name, given.language
    db.session.flush()
    return user


def _write(user: User, given: PersonInput) -> None:
    for name in given.__dataclass_fields__:
        setattr(user, name, getattr(given, name))
    user.email = email_address(given.email) if given.email else None
    user.mobile_number = mobile_number(given.mobile_number) if given.mobile_number else None
