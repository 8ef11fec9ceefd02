"""A real SMTP server in a thread: with or without TLS and a login, refusing what it is told to."""

import contextlib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from servers import free_port

LOGIN = LoginPassword(b"shop", b"right password")


@dataclass
class Mailbox:
    """What arrived, and what the server says to the next recipients."""

    arrived: list[Envelope] = field(default_factory=list)
    answer: str = ""

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.answer:
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.arrived.append(envelope)
        return "250 Taken"


@dataclass(frozen=True, kw_only=True)
class Running:
    """A running server: where it is, what arrived, and whom to trust for its certificate."""

    port: int
    mailbox: Mailbox
    trust: ssl.SSLContext


def _check(
    server: SMTP, session: Session, envelope: Envelope, way: str, data: object
) -> AuthResult:
    return AuthResult(success=data == LOGIN, handled=data == LOGIN)


@contextlib.contextmanager
def smtp_server(folder: Path, *, security: str = "none", login: bool = False) -> Iterator[Running]:
    """Yield a server on a free port of this machine; it is gone afterwards."""
    certificate, key = make_certificate(folder)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    mailbox = Mailbox()
    given: dict[str, object] = {"enable_SMTPUTF8": True}
    if security == "starttls":
        given |= {"tls_context": context, "require_starttls": True}
    if login:
        given |= {"authenticator": _check, "auth_required": True}
        given |= {"auth_require_tls": security == "starttls"}
    direct = context if security == "tls" else None
    trust = ssl.create_default_context(cafile=str(certificate))
    with free_port("smtp") as port:
        controller = Controller(mailbox, "localhost", port, ssl_context=direct, **given)
        controller.start()
        try:
            yield Running(port=port, mailbox=mailbox, trust=trust)
        finally:
            controller.stop()


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate for localhost that signs itself; return its file and its key's."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths
