"""Mails: read and build in one transaction, send with none open, write down what became of it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from uuid import UUID

from shop_admin.db import acting_as, transaction
from shop_admin.documents.mails import Letter
from shop_admin.errors import ShopError
from shop_admin.jobs import invitations
from shop_admin.models.mails import Mail
from shop_admin.permissions import IDENTITY, Actor, job
from shop_admin.providers.mail.base import Enclosed, MailRefused, MailsAreOff, Message
from shop_admin.services import letters, mails
from shop_admin.wiring import parts

Builder = Callable[[Actor, Mail], Letter]

BUILDERS: Mapping[str, Builder] = MappingProxyType(
    {
        "order_confirmation": letters.order_confirmation,
        "invoice": letters.invoice,
        "order_cancelled": letters.order_cancelled,
        "shipped": letters.shipped,
        "invitation": invitations.letter,
    }
)
"""Which function writes the letter of which kind of mail; it reads, as the job's own party."""


def send(*, mail_id: str, store_id: str = "") -> None:
    """Send a mail; a second time finds it sent. What fails is tried again by the worker."""
    actor, key = job(UUID(store_id)) if store_id else IDENTITY, UUID(mail_id)
    with transaction(actor.db_context()) as session:
        mail = mails.begin_try(actor, key)
        session.expunge_all()
    if mail is None:
        return
    try:
        message = _message(actor, mail)
        parts().mail.send(message)
    except MailsAreOff:
        with transaction(actor.db_context()):
            mails.note_off(actor, key)
    except MailRefused as refused:
        _note(actor, key, refused.message, is_final=True)
    except Exception as error:
        # Only our own sentences are known to hold no secret.
        sentence = error.message if isinstance(error, ShopError) else type(error).__name__
        _note(actor, key, sentence, is_final=False)
        raise
    else:
        with transaction(actor.db_context()):
            mails.note_sent(actor, key, message.subject)


def _message(actor: Actor, mail: Mail) -> Message:
    with acting_as(actor.db_context()):
        letter = BUILDERS[mail.kind](actor, mail)
    storage = parts().storage
    return Message(
        id=mail.id,
        recipient=mail.recipient,
        date=mail.cdate,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        sender_name=letter.sender.name,
        reply_to=letter.sender.reply_to,
        enclosed=tuple(
            Enclosed(name=file.name, data=storage.get(file.key), content_type=file.content_type)
            for file in letter.attached
        ),
    )


def _note(actor: Actor, mail_id: UUID, error: str, *, is_final: bool) -> None:
    with transaction(actor.db_context()):
        mails.note_failure(actor, mail_id, error, is_final=is_final)
