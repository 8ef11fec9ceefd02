"""What any SMS provider offers, and how logs call a number."""

from dataclasses import dataclass, field
from typing import Protocol

SHOWN_DIGITS = 3
SECONDS = 5


@dataclass(frozen=True, kw_only=True)
class Service:
    """Where the SMS service is, what opens it, and who the messages are from."""

    url: str = ""
    token: str = field(default="", repr=False)
    sender: str = ""
    seconds: float = SECONDS


class Sms(Protocol):
    """Sends text messages. Raises ProviderDown where one was not taken, in words without secrets.

    A message that was not taken may still have gone out: whoever waited too long cannot know.
    """

    def send(self, number: str, text: str) -> None:
        """Hand a message for a number in E.164 over, once: it is never tried again here."""


def masked(number: str) -> str:
    """Return a number as logs may have it: its first and its last three characters."""
    if len(number) <= 2 * SHOWN_DIGITS:
        return "…"
    return f"{number[:SHOWN_DIGITS]}…{number[-SHOWN_DIGITS:]}"
