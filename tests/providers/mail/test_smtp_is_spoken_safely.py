"""SMTP with a real server: TLS is verified, logins are checked, refusals are told apart."""

from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from mailbox_server import Running, smtp_server
from servers import free_port

from shop_admin.errors import ProviderDown
from shop_admin.providers.mail.base import MailRefused, Message
from shop_admin.providers.mail.smtp import SmtpMailer, SmtpServer

MESSAGE = Message(
    id=UUID("01890000-0000-7000-8000-000000000001"),
    recipient="ada@example.com",
    subject="Hello",
    text="Hello\n",
    html="<p>Hello</p>",
    sender_name="Shop",
    date=datetime(2026, 5, 1, tzinfo=UTC),
)


def _mailer(server: Running, *, trusting: bool = True, **more: str) -> SmtpMailer:
    there = SmtpServer(host="localhost", port=server.port, **more)  # type: ignore[arg-type]
    return SmtpMailer(there, "shop@example.com", trust=server.trust if trusting else None)


def _serving(folder: Path, security: str, **more: bool) -> AbstractContextManager[Running]:
    return smtp_server(folder, security=security, **more)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_over_a_certificate_that_is_trusted(tmp_path: Path, security: str) -> None:
    with _serving(tmp_path, security) as server:
        _mailer(server, security=security).send(MESSAGE)
        assert server.mailbox.arrived[0].rcpt_tos == ["ada@example.com"]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_never_over_one_that_is_not(tmp_path: Path, security: str) -> None:
    with _serving(tmp_path, security) as server:
        with pytest.raises(ProviderDown, match="certificate"):
            _mailer(server, trusting=False, security=security).send(MESSAGE)
        assert server.mailbox.arrived == []


def test_never_in_clear_where_tls_is_asked_for(tmp_path: Path) -> None:
    with _serving(tmp_path, "none") as server:
        with pytest.raises(ProviderDown):
            _mailer(server, security="starttls").send(MESSAGE)
        assert server.mailbox.arrived == []


def test_with_a_login(tmp_path: Path) -> None:
    with _serving(tmp_path, "starttls", login=True) as server:
        _mailer(server, user="shop", password="right password").send(MESSAGE)
        assert len(server.mailbox.arrived) == 1
        with pytest.raises(ProviderDown) as refused:
            _mailer(server, user="shop", password="wrong password").send(MESSAGE)
    assert "login" in str(refused.value)
    assert "wrong password" not in str(refused.value)
    assert not isinstance(refused.value, MailRefused)


def test_a_refusal_for_good_and_one_for_now(tmp_path: Path) -> None:
    with _serving(tmp_path, "none") as server:
        server.mailbox.answer = "550 no ada@example.com here"
        with pytest.raises(MailRefused, match="550") as for_good:
            _mailer(server, security="none").send(MESSAGE)
        server.mailbox.answer = "451 later"
        with pytest.raises(ProviderDown, match="451") as for_now:
            _mailer(server, security="none").send(MESSAGE)
    assert not isinstance(for_now.value, MailRefused)
    assert "ada" not in str(for_good.value)


def test_nobody_answers() -> None:
    with free_port("nobody") as port:
        there = SmtpServer(host="localhost", port=port, security="none")
        with pytest.raises(ProviderDown, match="does not answer"):
            SmtpMailer(there, "shop@example.com").send(MESSAGE)


def test_the_password_is_in_no_text() -> None:
    there = SmtpServer(host="localhost", port=25, user="shop", password="hidden words")
    assert "hidden words" not in repr(there)
