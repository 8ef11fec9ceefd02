"""Invitations: a role offered to an email address by a link that is good once, for a week."""

from shop_admin.services.invitations.accepting import (
    Newcomer,
    Offer,
    accept,
    accept_as_newcomer,
    find_offer,
)
from shop_admin.services.invitations.inviting import (
    InvitationInput,
    Sent,
    invite,
    link_token,
    may_invite,
    resend,
    revoke,
)
from shop_admin.services.invitations.letter import letter, path_of

__all__ = [
    "InvitationInput",
    "Newcomer",
    "Offer",
    "Sent",
    "accept",
    "accept_as_newcomer",
    "find_offer",
    "invite",
    "letter",
    "link_token",
    "may_invite",
    "path_of",
    "resend",
    "revoke",
]
