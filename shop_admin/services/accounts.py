"""People: made and edited by admins, members of stores by managers too, disabled at once."""

from dataclasses import dataclass
from uuid import UUID

import phonenumbers
import sqlalchemy as sa
from email_validator import EmailNotValidError, validate_email

from shop_admin.db import db
from shop_admin.errors import Forbidden, Invalid
from shop_admin.models.accounts import MEMBER_ROLES, StoreMember, User
from shop_admin.models.stores import Store
from shop_admin.permissions import Actor, Permission
from shop_admin.queries.visibility import find, get, get_locked
from shop_admin.services import sessions
from shop_admin.services.passwords import hash_password
from shop_admin.services.records import check_version

MANAGER_GRANTS = frozenset({"STAFF", "ACCOUNTANT"})


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
class Candidate:
    """Who a login may be: the person's id and password hash, both None for nobody."""

    user_id: UUID | None = None
    password_hash: str | None = None


def find_candidate(email: str) -> Candidate:
    """Return who may log in with this email address at this moment, or nobody."""
    row = db.session.execute(
        sa.select(User.id, User.password_hash).where(
            User.email == email.strip().lower(),
            User.password_hash.is_not(None),
            *sessions.may_log_in(),
        )
    ).one_or_none()
    return Candidate(user_id=row.id, password_hash=row.password_hash) if row else Candidate()


def create_person(actor: Actor, given: PersonInput, *, password: str | None = None) -> User:
    """Make a person; without a password nobody can log in as them yet."""
    actor.require(Permission.PEOPLE_EDIT)
    user = User()
    _write(user, given)
    if password is not None:
        user.password_hash = hash_password(password)
    db.session.add(user)
    db.session.flush()
    return user


def update_person(actor: Actor, user_id: UUID, given: PersonInput, *, version: int | None) -> User:
    """Edit a person; one who may no longer log in is logged out everywhere at once."""
    user: User = get_locked(User, actor, user_id)
    actor.require(Permission.PEOPLE_EDIT)
    check_version(user, version)
    if user.id == actor.user_id and not (given.is_admin and given.is_active):
        raise Invalid("You cannot take your own admin rights away.", field="is_admin")
    _write(user, given)
    db.session.flush()
    if not user.is_active or user.status_flag != "ACTIVE":
        sessions.close_sessions_of(user.id)
    return user


def set_password(actor: Actor, user_id: UUID, password: str) -> None:
    """Give a person a new password, oneself or as an admin; all their sessions end."""
    if user_id != actor.user_id:
        actor.require(Permission.PEOPLE_EDIT)
    user: User = get_locked(User, actor, user_id)
    user.password_hash = hash_password(password)
    db.session.flush()
    sessions.close_sessions_of(user.id)


def grant_membership(actor: Actor, store_id: UUID, user_id: UUID, role: str) -> StoreMember:
    """Give a person a role in a store. Managers grant STAFF and ACCOUNTANT, admins every role."""
    actor.require(Permission.MEMBER_EDIT, store_id)
    store: Store = get(Store, actor, store_id)
    user: User | None = find(User, actor, user_id)
    if user is None:
        raise Invalid("There is no such person.", field="user")
    _check_role(actor, role)
    member = StoreMember(store_id=store.id, user_id=user.id, role=role)
    db.session.add(member)
    db.session.flush()
    return member


def end_membership(actor: Actor, member_id: UUID) -> StoreMember:
    """End a person's role in a store: it counts no more from the next request on."""
    member: StoreMember = get_locked(StoreMember, actor, member_id)
    actor.require(Permission.MEMBER_EDIT, member.store_id)
    _check_role(actor, member.role)
    member.is_deleted = True
    db.session.flush()
    return member


def _check_role(actor: Actor, role: str) -> None:
    if role not in MEMBER_ROLES:
        raise Invalid("Choose a role from the list.", field="role")
    if role not in MANAGER_GRANTS and not actor.may(Permission.PEOPLE_EDIT):
        raise Forbidden("Only an admin grants or ends this role.")


def _write(user: User, given: PersonInput) -> None:
    for name in given.__dataclass_fields__:
        setattr(user, name, getattr(given, name))
    user.email = email_address(given.email) if given.email else None
    user.mobile_number = mobile_number(given.mobile_number) if given.mobile_number else None


def email_address(given: str, *, field: str = "email") -> str:
    """Return an email address in its one lower-case form. Raises Invalid on the field."""
    try:
        return validate_email(given, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise Invalid("This is not an email address.", field=field) from None


def mobile_number(given: str) -> str:
    """Return a phone number as E.164, such as +4915112345678. Raises Invalid."""
    try:
        number = phonenumbers.parse(given, None)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise Invalid(
            "Give the number with its country code, such as +49 151 23456789.",
            field="mobile_number",
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
