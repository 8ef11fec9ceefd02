"""The letter of an invitation, with this installation's secret and address."""

from shop_admin.documents.mails import Letter
from shop_admin.models.mails import Mail
from shop_admin.permissions import Actor
from shop_admin.services import invitations
from shop_admin.wiring import parts


def letter(actor: Actor, mail: Mail) -> Letter:
    """Return the letter that brings the link of an invitation."""
    settings = parts().settings
    return invitations.letter(actor, mail, secret=settings.secret(), address=settings.base_url)
