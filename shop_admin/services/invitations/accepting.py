"""Accepting an invitation: once, by whoever logs in with its email address or is new here."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from shop_admin import clock
from shop_admin.db import db
from shop_admin.errors import Conflict, NotFound
from shop_admin.language import _
from shop_admin.models.accounts import Invitation, StoreMember, User
from shop_admin.models.stores import Store
from shop_admin.permissions import Permission
from shop_admin.queries.publication import in_force
from shop_admin.services import audit, sessions
from shop_admin.services.invitations.inviting import may_invite
from shop_admin.services.owners import owner_of
from shop_admin.services.passwords import hash_password


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What an open invitation says to whoever holds its link."""

    email: str
    name: str
    role: str
    store: str
    inviter: str
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """Who is new here: the name and the password that they choose."""

    name: str
    password: str


def find_offer(token: str) -> Offer | None:
    """Return what this link offers, or None: unknown, expired, revoked, used are all the same."""
    invitation = db.session.scalars(_open(token)).one_or_none()
    if invitation is None or not _stands(invitation):
        return None
    return Offer(
        email=invitation.email,
        name=invitation.name,
        role=invitation.role,
        store=_store_name(invitation),
        inviter=_inviter_name(invitation),
        expires_at=invitation.expires_at,
    )


def accept(token: str, user_id: UUID) -> None:
    """Grant the offered role to a person who has just logged in with its email address.

    Raises NotFound where the offer is not open (any more), and Conflict where the login may not
    enter the console: only an admin opens it again.
    """
    invitation = _take(token)
    statement = sa.select(User).where(User.id == user_id, *sessions.may_log_in())
    user = db.session.scalars(statement.with_for_update(key_share=True)).one_or_none()
    if user is None or user.email != invitation.email:
        raise NotFound
    if not user.is_staff and not _is_an_admins(invitation):
        raise Conflict(_("Your login is closed to the console. Ask an admin to open it."))
    _grant(invitation, user)


def accept_as_newcomer(token: str, given: Newcomer) -> UUID:
    """Make the person that was invited, with the password they chose; return their id.

    Raises NotFound where the offer is not open (any more), Invalid for a bad password, and
    Conflict where the email address has a login: an invitation never changes a password.
    """
    invitation = _take(token)
    with_login = sa.select(User.id).where(
        User.email == invitation.email,
        User.password_hash.is_not(None),
        User.is_deleted.is_(False),
    )
    if db.session.scalar(with_login) is not None:
        raise Conflict(_("This email address has a login already: use it below."), field="name")
    user = _prepared(invitation) or User(email=invitation.email)
    user.name = given.name
    about = (given.name, invitation.email.partition("@")[0], _store_name(invitation))
    user.password_hash = hash_password(given.password, about=about)
    db.session.add(user)
    db.session.flush()
    _grant(invitation, user)
    return user.id


def _open(token: str) -> sa.Select[Invitation]:
    return sa.select(Invitation).where(
        Invitation.token_hash == sessions.token_hash(token),
        Invitation.accepted_at.is_(None),
        Invitation.expires_at > clock.now(db.session()),
        *in_force(Invitation),
    )


def _take(token: str) -> Invitation:
    """Return the open invitation, locked: of two clicks at once the second finds none."""
    locked = _open(token).with_for_update(of=Invitation).execution_options(populate_existing=True)
    invitation = db.session.scalars(locked).one_or_none()
    if invitation is None or not _stands(invitation):
        raise NotFound
    return invitation


def _stands(invitation: Invitation) -> bool:
    """Tell whether the offer still stands: its store is open, and its inviter could make it today.

    So nobody who was shown the door leaves another one open behind them.
    """
    if invitation.store_id is not None:
        store = db.session.get_one(Store, invitation.store_id)
        if store.is_deleted or store.is_suspended:
            return False
    if invitation.invited_by is None:
        return True
    inviter = owner_of(invitation.invited_by)
    return inviter is not None and may_invite(inviter, invitation.role, invitation.store_id)


def _is_an_admins(invitation: Invitation) -> bool:
    """Tell whether the offer was made by an admin, or by whoever runs the installation."""
    if invitation.invited_by is None:
        return True
    inviter = owner_of(invitation.invited_by)
    return inviter is not None and inviter.may(Permission.PEOPLE_EDIT)


def _prepared(invitation: Invitation) -> User | None:
    """Return the person without a login whom admins made before they invited them.

    For admins' invitations only: a manager's link must not open what admins prepared. Never a
    customer: their account is opened by their mobile number.
    """
    if not _is_an_admins(invitation):
        return None
    statement = sa.select(User).where(
        User.email == invitation.email,
        User.password_hash.is_(None),
        User.is_customer.is_(False),
        *sessions.may_log_in(),
    )
    found = db.session.scalars(statement.limit(2).with_for_update(key_share=True)).all()
    return found[0] if len(found) == 1 else None


def _grant(invitation: Invitation, user: User) -> None:
    user.is_staff = True
    if invitation.store_id is not None:
        _make_member(invitation, invitation.store_id, user)
    elif invitation.role == "ADMIN":
        user.is_admin = True
    else:
        user.is_accountant = True
    invitation.accepted_at = clock.now(db.session())
    invitation.user_id = user.id
    db.session.flush()
    audit.record_event(
        "accept",
        "invitations",
        store_id=invitation.store_id,
        record_id=invitation.id,
        user_id=str(user.id),
        role=invitation.role,
    )


def _make_member(invitation: Invitation, store_id: UUID, user: User) -> None:
    """Make the person a member; one whose time in this role had ended is a member again."""
    held = sa.select(StoreMember).where(
        StoreMember.store_id == store_id,
        StoreMember.user_id == user.id,
        StoreMember.role == invitation.role,
        StoreMember.is_deleted.is_(False),
    )
    member = db.session.scalars(held.with_for_update(of=StoreMember)).one_or_none()
    if member is None:
        granted = StoreMember(store_id=store_id, user_id=user.id, role=invitation.role)
        granted.cuser_id = invitation.invited_by
        db.session.add(granted)
    elif member.active_to is not None and member.active_to <= clock.now(db.session()):
        member.active_to = None


def _store_name(invitation: Invitation) -> str:
    if invitation.store_id is None:
        return ""
    return db.session.get_one(Store, invitation.store_id).name


def _inviter_name(invitation: Invitation) -> str:
    user = db.session.get(User, invitation.invited_by) if invitation.invited_by else None
    return str(user) if user is not None else ""
