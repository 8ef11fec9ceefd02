"""The letter that brings an invitation's link; the link is made anew when the letter is written."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import undefer

from shop_admin.db import db
from shop_admin.documents.mails import Letter, Sender, write_letter
from shop_admin.errors import Conflict
from shop_admin.language import _
from shop_admin.models.accounts import Invitation, User
from shop_admin.models.mails import Mail
from shop_admin.models.stores import Store
from shop_admin.permissions import Actor
from shop_admin.queries.visibility import find, visible
from shop_admin.services.invitations.inviting import link_token
from shop_admin.services.letters import sender_of

ROLES = {
    "MANAGER": "manager",
    "STAFF": "a member of the staff",
    "ACCOUNTANT": "accountant",
    "ADMIN": "admin",
}


def path_of(token: str) -> str:
    """Return the path of the page that a token opens."""
    return f"/admin/invitation/{token}/"


def letter(actor: Actor, mail: Mail, *, secret: str, address: str) -> Letter:
    """Return the letter of an invitation; `address` is the installation's, without a path.

    Raises Conflict where the offer was taken back or accepted in the meantime.
    """
    invitation = _get_open(actor, mail.record_id)
    store: Store | None = (
        find(Store, actor, invitation.store_id) if invitation.store_id is not None else None
    )
    place = store.name if store is not None else "all stores"
    inviter: User | None = (
        find(User, actor, invitation.invited_by) if invitation.invited_by is not None else None
    )
    return write_letter(
        "invitation",
        sender=sender_of(store) if store is not None else Sender(name=address.partition("//")[2]),
        subject=f"You are invited to work at {place}",
        name=invitation.name,
        inviter=str(inviter) if inviter is not None else "",
        place=place,
        role=ROLES[invitation.role],
        link=address + path_of(link_token(secret, invitation)),
        expires_at=invitation.expires_at,
        zone=store.time_zone if store is not None else "UTC",
    )


def _get_open(actor: Actor, invitation_id: UUID | None) -> Invitation:
    statement = sa.select(Invitation).where(
        Invitation.id == invitation_id,
        *visible(Invitation, actor),
        Invitation.accepted_at.is_(None),
        Invitation.expires_at > sa.func.shop_now(),
    )
    found = db.session.scalars(statement.options(undefer(Invitation.nonce))).one_or_none()
    if found is None:
        raise Conflict(_("This invitation is no longer open."), code="not_open")
    return found
