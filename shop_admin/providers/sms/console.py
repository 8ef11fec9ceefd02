"""Text messages into the log of a developer; nothing leaves the machine."""

import logging

from shop_admin.providers.sms.base import masked

log = logging.getLogger("shop_admin.sms")


class ConsoleSms:
    """Writes into the log to whom a message would go, and its text where that may be shown."""

    def __init__(self, *, shows_text: bool) -> None:
        self._shows_text = shows_text

    def send(self, number: str, text: str) -> None:
        """Log the message."""
        log.info("to %s: %s", masked(number), text if self._shows_text else "•••")
