"""Mails into a folder, one .eml file each, for a mail program to open."""

import contextlib
import os
import secrets
from pathlib import Path

from shop_admin.errors import ProviderDown
from shop_admin.language import N_
from shop_admin.providers.mail.base import Message, envelope

NOT_WRITTEN = N_("The mail could not be written: %(reason)s.")
NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL


class FileMailer:
    """Writes each mail as a whole file or not at all; a second try replaces the first."""

    def __init__(self, folder: Path, sender: str) -> None:
        self._folder = folder
        self._sender = sender

    def send(self, message: Message) -> None:
        """Write the mail. Raises ProviderDown where the folder cannot be written."""
        data = bytes(envelope(message, self._sender))
        goal = self._folder / f"{message.date:%Y%m%dT%H%M%SZ}-{message.id}.eml"
        draft = goal.with_name(f".{goal.name}.{secrets.token_hex(4)}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with os.fdopen(os.open(draft, NEW_FILE, 0o600), "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(goal)
        except OSError as error:
            raise ProviderDown(NOT_WRITTEN % {"reason": error.strerror}) from error
        finally:
            with contextlib.suppress(OSError):
                draft.unlink()
