"""Mails by SMTP, over verified TLS, with a login where the server wants one."""

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage

from shop_admin.errors import ProviderDown
from shop_admin.language import N_, _
from shop_admin.providers.mail.base import MailRefused, Message, envelope

TIMEOUT_SECONDS = 10
LOGIN_REFUSED = N_("The mail server refused the login (%(status)s).")
RECIPIENT_REFUSED = N_("The mail server refused the recipient (%(status)s).")
MAIL_REFUSED = N_("The mail server refused the mail (%(status)s).")


@dataclass(frozen=True, kw_only=True)
class SmtpServer:
    """Where a mail server is and how it is spoken to; `security` is starttls, tls or none."""

    host: str
    port: int
    security: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)


class SmtpMailer:
    """Hands each mail to a server over a connection of its own."""

    def __init__(
        self, server: SmtpServer, sender: str, *, trust: ssl.SSLContext | None = None
    ) -> None:
        self._server = server
        self._sender = sender
        self._trust = trust or ssl.create_default_context()

    def send(self, message: Message) -> None:
        """Send the mail. Raises MailRefused for what the server refuses for good."""
        mail = envelope(message, self._sender)
        try:
            with self._connect() as connection:
                self._greet(connection)
                connection.send_message(mail, self._sender, [_recipient(mail)])
        except smtplib.SMTPAuthenticationError as error:
            raise ProviderDown(LOGIN_REFUSED % {"status": error.smtp_code}) from None
        except smtplib.SMTPRecipientsRefused as refused:
            status = max(code for code, _ in refused.recipients.values())
            raise _refusal(status, RECIPIENT_REFUSED) from None
        except smtplib.SMTPNotSupportedError:
            raise MailRefused(_("The mail server cannot do what this mail needs.")) from None
        except smtplib.SMTPResponseException as error:
            raise _refusal(error.smtp_code, MAIL_REFUSED) from None
        except ssl.SSLError:
            raise ProviderDown(_("The mail server's certificate or TLS is not sound.")) from None
        except (smtplib.SMTPException, OSError):
            raise ProviderDown(_("The mail server does not answer.")) from None

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        if server.security == "tls":
            return smtplib.SMTP_SSL(
                server.host, server.port, timeout=TIMEOUT_SECONDS, context=self._trust
            )
        return smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)

    def _greet(self, connection: smtplib.SMTP) -> None:
        if self._server.security == "starttls":
            connection.starttls(context=self._trust)
        if self._server.user:
            connection.login(self._server.user, self._server.password)


def _recipient(mail: EmailMessage) -> str:
    return str(mail["To"].addresses[0].addr_spec)


def _refusal(status: int, sentence: str) -> ProviderDown:
    # 4yz: try again; 5yz: do not (RFC 5321, section 4.2.1). What the server wrote besides may
    # quote the login or the recipient, so only its number is kept.
    kind = MailRefused if status >= 500 else ProviderDown
    return kind(sentence % {"status": status})
