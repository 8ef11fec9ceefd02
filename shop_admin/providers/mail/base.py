"""What any mail provider offers, and the one envelope that all of them send."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from typing import Protocol
from uuid import UUID

from email_validator import EmailNotValidError, validate_email

from shop_admin.errors import ProviderDown
from shop_admin.language import _

NAME_LENGTH = 100


class MailRefused(ProviderDown):
    """A mail that will never go out as it is: a wrong address, a refusal for good."""

    code = "mail_refused"


class MailsAreOff(ProviderDown):
    """The installation sends no mails."""

    code = "mails_off"

    def __init__(self) -> None:
        super().__init__(_("This installation sends no mails (SHOP_MAIL=off)."))


@dataclass(frozen=True, kw_only=True)
class Enclosed:
    """A file in a message."""

    name: str
    data: bytes
    content_type: str


@dataclass(frozen=True, kw_only=True)
class Message:
    """One mail to one recipient; `id` is its record's, the same however often it is tried."""

    id: UUID
    recipient: str
    subject: str
    text: str
    html: str
    sender_name: str
    reply_to: str = ""
    date: datetime
    enclosed: tuple[Enclosed, ...] = ()


class Mailer(Protocol):
    """Sends mails. Raises ProviderDown to try again later, MailRefused for never."""

    def send(self, message: Message) -> None:
        """Hand the message over; a second time it bears the same Message-ID."""


def masked(address: str) -> str:
    """Return an address as logs may have it: a•••@example.com."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}•••@{one_line(domain)}"


def one_line(words: str) -> str:
    """Return words without line breaks and other control characters, which headers must not have.

    A line break would begin another header (RFC 5322, section 2.2).
    """
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", words).split())


def envelope(message: Message, sender: str) -> EmailMessage:
    """Return the message as it travels, from the installation's own address.

    Raises MailRefused where the recipient is no address. Auto-Submitted keeps absence notices
    away (RFC 3834, section 5).
    """
    recipient = _address(message.recipient)
    is_plain = (recipient.username + sender + message.reply_to).isascii()
    mail = EmailMessage(policy=SMTP if is_plain else SMTPUTF8)
    own = _address(sender)
    mail["Message-ID"] = f"<{message.id}@{own.domain}>"
    mail["Date"] = message.date
    mail["From"] = Address(one_line(message.sender_name)[:NAME_LENGTH], own.username, own.domain)
    mail["To"] = recipient
    if is_address(message.reply_to):
        mail["Reply-To"] = _address(message.reply_to)
    mail["Subject"] = one_line(message.subject)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text)
    mail.add_alternative(message.html, subtype="html")
    for file in message.enclosed:
        kind, _, subtype = file.content_type.partition("/")
        name = one_line(file.name)
        mail.add_attachment(file.data, maintype=kind, subtype=subtype, filename=name)
    return mail


def is_address(given: str) -> bool:
    """Tell whether a mail can be sent there."""
    try:
        _address(given)
    except MailRefused:
        return False
    return True


def _address(given: str) -> Address:
    """Return an address whose domain every server can read; the local part stays as it is."""
    try:
        found = validate_email(given, check_deliverability=False)
    except EmailNotValidError:
        raise MailRefused(_("The recipient's address is not an email address.")) from None
    return Address(username=found.local_part, domain=found.ascii_domain)
