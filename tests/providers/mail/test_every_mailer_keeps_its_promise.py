"""The contract of a mailer, held against every implementation that delivers."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from uuid import UUID

import pytest
from mailbox_server import smtp_server

from shop_admin.errors import ProviderDown
from shop_admin.providers.mail import SmtpServer, open_mailer
from shop_admin.providers.mail.base import (
    Enclosed,
    Mailer,
    MailRefused,
    MailsAreOff,
    Message,
)
from shop_admin.providers.mail.console import ConsoleMailer
from shop_admin.providers.mail.file import FileMailer
from shop_admin.providers.mail.smtp import SmtpMailer

SENDER = "shop@example.com"
MESSAGE = Message(
    id=UUID("01890000-0000-7000-8000-000000000001"),
    recipient="ada@example.com",
    subject="Your order BER-10001 · grüß dich",
    text="Hello Ada — 12,50 €\n",
    html="<p>Hello <b>Ada</b> — 12,50 €</p>",
    sender_name="Fenster & Flur, Berlin",
    reply_to="hallo@fenster.example.com",
    date=datetime(2026, 5, 1, 12, 30, tzinfo=UTC),
    enclosed=(
        Enclosed(
            name="BER-26-000042.pdf", data=b"%PDF-1.7\x00\xff", content_type="application/pdf"
        ),
    ),
)


@dataclass
class Delivering:
    """A mailer and how to read what it delivered."""

    mailer: Mailer
    arrived: Callable[[], list[EmailMessage]]


def _read(data: bytes) -> EmailMessage:
    return message_from_bytes(data, policy=default)  # type: ignore[return-value]


@pytest.fixture(params=["file", "smtp"])
def delivering(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Delivering]:
    if request.param == "file":
        folder = tmp_path / "mail"
        files = lambda: [_read(one.read_bytes()) for one in sorted(folder.glob("*.eml"))]  # noqa: E731
        yield Delivering(FileMailer(folder, SENDER), files)
        return
    with smtp_server(tmp_path) as server:
        there = SmtpServer(host="localhost", port=server.port, security="none")
        mails = lambda: [_read(one.content) for one in server.mailbox.arrived]  # noqa: E731
        yield Delivering(SmtpMailer(there, SENDER), mails)


def test_all_of_it_arrives(delivering: Delivering) -> None:
    delivering.mailer.send(MESSAGE)
    (mail,) = delivering.arrived()
    assert mail["Subject"] == MESSAGE.subject
    assert (mail["To"].addresses[0].addr_spec, mail["Reply-To"]) == (
        MESSAGE.recipient,
        MESSAGE.reply_to,
    )
    sender = mail["From"].addresses[0]
    assert (sender.display_name, sender.addr_spec) == (MESSAGE.sender_name, SENDER)
    assert mail["Message-ID"] == f"<{MESSAGE.id}@example.com>"
    assert mail["Date"].datetime == MESSAGE.date
    assert mail["Auto-Submitted"] == "auto-generated"


def test_it_has_two_forms_and_its_files(delivering: Delivering) -> None:
    delivering.mailer.send(MESSAGE)
    (mail,) = delivering.arrived()
    plain, rich = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert rich is not None
    assert plain.get_content().replace("\r\n", "\n") == MESSAGE.text
    assert MESSAGE.html in rich.get_content()
    (file,) = mail.iter_attachments()
    assert file.get_filename() == "BER-26-000042.pdf"
    assert file.get_content_type() == "application/pdf"
    assert file.get_content() == MESSAGE.enclosed[0].data


def test_a_second_try_is_recognised(delivering: Delivering) -> None:
    delivering.mailer.send(MESSAGE)
    delivering.mailer.send(MESSAGE)
    assert {mail["Message-ID"] for mail in delivering.arrived()} == {f"<{MESSAGE.id}@example.com>"}


@pytest.mark.parametrize("poison", ["\r\nBcc: all@example.net", "\nX: y", "\x00", "\u2028X: y"])
def test_nothing_becomes_a_header(delivering: Delivering, poison: str) -> None:
    delivering.mailer.send(
        replace(
            MESSAGE,
            subject=f"Hi{poison}",
            sender_name=f"Shop{poison}",
            reply_to=f"a@example.com{poison}",
            enclosed=(replace(MESSAGE.enclosed[0], name=f"a{poison}.pdf"),),
        )
    )
    (mail,) = delivering.arrived()
    assert set(mail.keys()) <= {
        *("Message-ID", "Date", "From", "To", "Subject", "Auto-Submitted", "MIME-Version"),
        *("Content-Type", "Reply-To", "X-Peer", "X-MailFrom", "X-RcptTo"),
    }
    assert mail["Reply-To"] is None
    assert len(mail["To"].addresses) == 1


@pytest.mark.parametrize(
    ("given", "arrives"),
    [
        ("ada@münchen.example.com", "ada@xn--mnchen-3ya.example.com"),
        ("adä@example.com", "adä@example.com"),
        ("Ada.B+x@Example.COM", "Ada.B+x@example.com"),
    ],
)
def test_letters_of_all_lands(delivering: Delivering, given: str, arrives: str) -> None:
    delivering.mailer.send(replace(MESSAGE, recipient=given))
    address = delivering.arrived()[0]["To"].addresses[0].addr_spec
    # The parser keeps the raw UTF-8 of RFC 6532 as it stands.
    assert address.encode(errors="surrogateescape").decode() == arrives


@pytest.mark.parametrize(
    "wrong",
    ["", "nobody", "a@b\r\nBcc: c@example.com", "a@example.com, b@example.com", "a@@example.com"],
)
def test_a_wrong_address_is_refused_for_good(delivering: Delivering, wrong: str) -> None:
    with pytest.raises(MailRefused):
        delivering.mailer.send(replace(MESSAGE, recipient=wrong))
    assert delivering.arrived() == []


def test_the_console_shows_all_but_the_address(caplog: pytest.LogCaptureFixture) -> None:
    # journal.configure keeps this log from the root, which caplog listens at.
    log = logging.getLogger("shop_admin.mail")
    log.addHandler(caplog.handler)
    try:
        with caplog.at_level(logging.INFO, "shop_admin.mail"):
            ConsoleMailer(SENDER).send(MESSAGE)
    finally:
        log.removeHandler(caplog.handler)
    fields = caplog.records[0].fields  # type: ignore[attr-defined]
    assert fields["to"] == "a•••@example.com"
    assert (fields["subject"], fields["text"]) == (MESSAGE.subject, MESSAGE.text)
    assert MESSAGE.recipient not in str(fields)


def test_off_says_so(tmp_path: Path) -> None:
    server = SmtpServer(host="", port=25)
    with pytest.raises(MailsAreOff, match="SHOP_MAIL=off"):
        open_mailer("off", sender=SENDER, folder=tmp_path, server=server).send(MESSAGE)
    with pytest.raises(ValueError, match="pigeon"):
        open_mailer("pigeon", sender=SENDER, folder=tmp_path, server=server)


def test_a_folder_that_cannot_be_written_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ProviderDown, match="could not be written"):
        FileMailer(tmp_path / "file" / "mail", SENDER).send(MESSAGE)


def test_files_are_whole_and_for_their_owner_only(tmp_path: Path) -> None:
    FileMailer(tmp_path / "mail", SENDER).send(MESSAGE)
    (only,) = (tmp_path / "mail").iterdir()
    assert only.name == f"20260501T123000Z-{MESSAGE.id}.eml"
    assert only.stat().st_mode & 0o077 == 0
    assert _read(only.read_bytes())["To"] == MESSAGE.recipient
