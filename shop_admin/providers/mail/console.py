"""Mails into the log of a developer: who gets what, and its text; nothing leaves the machine."""

import logging

from shop_admin.providers.mail.base import Message, envelope, masked

log = logging.getLogger("shop_admin.mail")


class ConsoleMailer:
    """Writes each mail into the log; the recipient is masked there as everywhere."""

    def __init__(self, sender: str) -> None:
        self._sender = sender

    def send(self, message: Message) -> None:
        """Log the mail. Raises MailRefused as a server would."""
        envelope(message, self._sender)
        fields = {
            "to": masked(message.recipient),
            "subject": message.subject,
            "text": message.text,
            "files": [file.name for file in message.enclosed],
        }
        log.info("mail", extra={"fields": fields})
