"""A letter: what a mail says and who signs it, before it has an envelope."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Who signs: a store with its colour and where answers go, or the installation itself."""

    name: str
    reply_to: str = ""
    accent: str = "#2f6f5e"
    locale: str = "en"
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Attached:
    """A stored file that goes with a letter."""

    name: str
    key: str
    content_type: str = "application/pdf"


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A finished text in both forms, with the files that go along."""

    sender: Sender
    subject: str
    text: str
    html: str
    attached: tuple[Attached, ...] = ()
