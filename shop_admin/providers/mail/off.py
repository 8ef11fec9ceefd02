"""No mails: an installation that sends none says so on each one that was asked for."""

from shop_admin.providers.mail.base import MailsAreOff, Message


class OffMailer:
    """Sends nothing."""

    def send(self, message: Message) -> None:
        """Raise MailsAreOff."""
        raise MailsAreOff
