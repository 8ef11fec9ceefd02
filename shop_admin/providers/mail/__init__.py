"""Mails: `open_mailer` picks the provider that the settings name."""

from pathlib import Path

from shop_admin.providers.mail.base import Mailer
from shop_admin.providers.mail.console import ConsoleMailer
from shop_admin.providers.mail.file import FileMailer
from shop_admin.providers.mail.off import OffMailer
from shop_admin.providers.mail.smtp import SmtpMailer, SmtpServer

__all__ = ["Mailer", "SmtpServer", "open_mailer"]


def open_mailer(provider: str, *, sender: str, folder: Path, server: SmtpServer) -> Mailer:
    """Return the mailer called console, file, smtp or off; `sender` is the address it writes from.

    Raises ValueError for another name.
    """
    match provider:
        case "console":
            return ConsoleMailer(sender)
        case "file":
            return FileMailer(folder, sender)
        case "smtp":
            return SmtpMailer(server, sender)
        case "off":
            return OffMailer()
    raise ValueError(f"there is no mail provider {provider!r}")
