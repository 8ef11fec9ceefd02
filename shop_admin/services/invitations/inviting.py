"""Inviting: an offer is made, sent anew with another link, taken back."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from shop_admin import clock
from shop_admin.db import db
from shop_admin.errors import Conflict, Forbidden, Invalid
from shop_admin.language import _
from shop_admin.models.accounts import INVITED_ROLES, Invitation
from shop_admin.models.mixins import new_id
from shop_admin.models.stores import Store
from shop_admin.permissions import Actor, Permission
from shop_admin.queries.visibility import get, get_locked
from shop_admin.services import mails
from shop_admin.services.accounts import MANAGER_GRANTS, email_address
from shop_admin.services.records import check_version
from shop_admin.services.sessions import token_hash

GOOD_FOR = timedelta(days=7)
MAIL = "invitation"


@dataclass(frozen=True, kw_only=True)
class InvitationInput:
    """Who is invited, and as what: in a store, or in all of them where store_id is None."""

    email: str
    role: str
    store_id: UUID | None = None
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Sent:
    """An invitation just sent; the token is kept nowhere."""

    invitation_id: UUID
    token: str


def link_token(secret: str, invitation: Invitation) -> str:
    """Return the token of an invitation's link: it can be made again while the secret is the same.

    The reader of a stolen database cannot make it: that needs the application's secret too.
    """
    return _token(secret, invitation.id, invitation.nonce)


def may_invite(actor: Actor, role: str, store_id: UUID | None) -> bool:
    """Tell whether the actor may offer this role: managers STAFF and ACCOUNTANT in their store."""
    if store_id is None or role not in MANAGER_GRANTS:
        return actor.may(Permission.PEOPLE_EDIT)
    return actor.may(Permission.MEMBER_EDIT, store_id)


def invite(actor: Actor, given: InvitationInput, *, secret: str) -> Sent:
    """Offer a role; the answer is the same whether or not the address has a login here.

    Raises Invalid, Forbidden, and Conflict where the same offer is open already.
    """
    if given.store_id is not None:
        actor.require(Permission.MEMBER_EDIT, given.store_id)
        get(Store, actor, given.store_id)
    _check_role(actor, given.role, given.store_id)
    email = email_address(given.email)
    _put_away_expired(email, given)
    invitation = Invitation(
        id=new_id(), store_id=given.store_id, email=email, name=given.name, role=given.role
    )
    token = _renew(actor, invitation, secret)
    db.session.add(invitation)
    db.session.flush()
    mails.enqueue_mail(MAIL, given.store_id, email, invitation.id)
    return Sent(invitation_id=invitation.id, token=token)


def resend(actor: Actor, invitation_id: UUID, *, secret: str) -> Sent:
    """Send an open or expired invitation anew: a new link for a week, and the old one is dead."""
    invitation = _get_own(actor, invitation_id)
    token = _renew(actor, invitation, secret)
    db.session.flush()
    mails.enqueue_mail(MAIL, invitation.store_id, invitation.email, invitation.id)
    return Sent(invitation_id=invitation.id, token=token)


def revoke(actor: Actor, invitation_id: UUID, *, version: int | None = None) -> Invitation:
    """Take an offer back: its link opens nothing any more."""
    invitation = _get_own(actor, invitation_id)
    check_version(invitation, version)
    invitation.is_deleted = True
    db.session.flush()
    return invitation


def _get_own(actor: Actor, invitation_id: UUID) -> Invitation:
    invitation: Invitation = get_locked(Invitation, actor, invitation_id)
    if not may_invite(actor, invitation.role, invitation.store_id):
        raise Forbidden(_("Only an admin offers this role, or takes it back."))
    if invitation.accepted_at is not None:
        raise Conflict(_("It was accepted already: end the membership instead."), code="accepted")
    return invitation


def _check_role(actor: Actor, role: str, store_id: UUID | None) -> None:
    offered = ("ADMIN", "ACCOUNTANT") if store_id is None else INVITED_ROLES[:3]
    if role not in offered:
        of_all, of_one = (
            _("There is no such role of all stores."),
            _("There is no such role of one store."),
        )
        raise Invalid(of_all if store_id is None else of_one, field="role")
    if not may_invite(actor, role, store_id):
        raise Forbidden(_("Only an admin offers this role."))


def _renew(actor: Actor, invitation: Invitation, secret: str) -> str:
    invitation.nonce = secrets.token_bytes(32)
    token = _token(secret, invitation.id, invitation.nonce)
    invitation.token_hash = token_hash(token)
    invitation.expires_at = clock.now(db.session()) + GOOD_FOR
    # Whose rights the offer stands on: they are asked again when it is accepted.
    invitation.invited_by = actor.user_id
    return token


def _put_away_expired(email: str, given: InvitationInput) -> None:
    """Make room for a new offer where the same one has expired."""
    db.session.execute(
        sa.update(Invitation)
        .where(
            Invitation.store_id.is_not_distinct_from(given.store_id),
            Invitation.email == email,
            Invitation.role == given.role,
            Invitation.accepted_at.is_(None),
            Invitation.is_deleted.is_(False),
            Invitation.expires_at <= clock.now(db.session()),
        )
        .values(is_deleted=True, version=Invitation.version + 1)
    )


def _token(secret: str, invitation_id: UUID, nonce: bytes) -> str:
    digest = hmac.digest(
        secret.encode(), b"invitation " + invitation_id.bytes + nonce, hashlib.sha256
    )
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
