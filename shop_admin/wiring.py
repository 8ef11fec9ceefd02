"""Which parts an installation is made of: settings become providers, a login becomes an actor."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from flask import current_app, g, request

from shop_admin.config import DEMO_PASSWORD, Settings
from shop_admin.db import acting_as, transaction
from shop_admin.errors import NotLoggedIn, TooMany
from shop_admin.language import _, ngettext
from shop_admin.models.accounts import User
from shop_admin.permissions import IDENTITY, Actor
from shop_admin.providers.mail import Mailer, SmtpServer, open_mailer
from shop_admin.providers.payment import open_providers
from shop_admin.providers.payment.base import PaymentProvider
from shop_admin.providers.sms import open_sms
from shop_admin.providers.sms.base import Service, Sms
from shop_admin.providers.storage import ObjectServer, open_storage
from shop_admin.providers.storage.base import Storage
from shop_admin.services import accounts, audit, open_sessions, passwords, sessions, throttle

EXTENSION = "shop_admin"


@dataclass(frozen=True, kw_only=True)
class Parts:
    """The parts of one running installation."""

    settings: Settings
    storage: Storage
    mail: Mailer
    sms: Sms | None
    payment_providers: Mapping[str, PaymentProvider] = field(default_factory=dict)


def assemble(settings: Settings) -> Parts:
    """Choose the providers that the settings name."""
    return Parts(
        settings=settings,
        storage=storage(settings),
        mail=_mailer(settings),
        sms=_sms(settings),
        payment_providers=open_providers(
            has_sandbox=settings.has_sandbox, secret=settings.secret(), base_url=settings.base_url
        ),
    )


def storage(settings: Settings) -> Storage:
    """Return where files are kept: in the bucket that the settings name, else the data folder."""
    server = ObjectServer(
        endpoint=settings.s3_endpoint,
        region=settings.s3_region,
        key=settings.s3_key,
        secret=settings.s3_secret,
    )
    return open_storage(settings.storage_url or settings.files_dir, server)


def _mailer(settings: Settings) -> Mailer:
    server = SmtpServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        security=settings.smtp_security,
        user=settings.smtp_user,
        password=settings.smtp_password,
    )
    return open_mailer(
        settings.mail_provider, sender=settings.mail_from, folder=settings.mail_dir, server=server
    )


def _sms(settings: Settings) -> Sms | None:
    service = Service(url=settings.sms_url, token=settings.sms_token, sender=settings.sms_sender)
    shows_text = not settings.is_production
    return open_sms(settings.sms_provider, service=service, shows_text=shows_text)


def parts() -> Parts:
    """Return the parts of the running application."""
    found: Parts = current_app.extensions[EXTENSION]
    return found


def request_id() -> str:
    """Return the id that follows this request through logs, audit and errors."""
    return str(g.get("request_id", ""))


def identify(token: str, *kinds: str) -> Actor | None:
    """Return who holds the secret of a session of these kinds, None when it is no longer good."""
    with transaction(IDENTITY.db_context()):
        return sessions.find_actor(token, *kinds, request_id=request_id())


def client_address() -> str:
    """Return the address of the client, past the proxies that the settings trust."""
    return request.remote_addr or ""


def log_in(email: str, password: str, kind: str, device: str) -> sessions.OpenSession:
    """Check a login and open its session.

    Raises TooMany (the try has been counted) and NotLoggedIn, the same for every reason; the
    hash is worked on with no transaction open.
    """
    email = email.strip().lower()
    with transaction(IDENTITY.db_context()):
        wait = _count_login(email)
    if wait:
        raise _too_many(wait)
    with acting_as(IDENTITY.db_context()):
        candidate = accounts.find_candidate(email)
    right = passwords.is_right(candidate.password_hash, password)
    published = password == DEMO_PASSWORD and not parts().settings.allows_demo_logins
    newer = _newer_hash(candidate, password) if right else None
    with transaction(IDENTITY.db_context()):
        if right and not published and candidate.user_id is not None:
            audit.record_event("log_in", "users", record_id=candidate.user_id, kind=kind)
            if newer is not None:
                accounts.keep_hash(candidate.user_id, old=str(candidate.password_hash), new=newer)
            return sessions.open_session(
                candidate.user_id, kind, device=device, address=client_address()
            )
        audit.record_event("log_in_failed", "users", record_id=candidate.user_id, kind=kind)
    raise NotLoggedIn(_("Email address or password is wrong."), code="invalid_credentials")


def log_out(token: str) -> None:
    """End a session, whoever holds its secret."""
    with transaction(IDENTITY.db_context()):
        sessions.close_session(token)


def email_of(user_id: UUID) -> str:
    """Return the email address that a person logs in by."""
    with acting_as(IDENTITY.db_context()):
        return accounts.get_candidate(user_id).email or ""


def is_fresh(token: str) -> bool:
    """Tell whether the password was given in this session a short while ago."""
    with acting_as(IDENTITY.db_context()):
        return open_sessions.is_fresh(token)


def confirm(actor: Actor, token: str, password: str) -> None:
    """Let a session count as just logged in. Raises TooMany, NotLoggedIn for a wrong password."""
    check_password(actor, password)
    with transaction(IDENTITY.db_context()):
        open_sessions.freshen(token)


def check_password(actor: Actor, password: str) -> None:
    """Make sure that it is the person: counted like logins, worked on with no transaction open.

    Raises TooMany, and NotLoggedIn for a wrong password.
    """
    with acting_as(IDENTITY.db_context()):
        candidate = accounts.get_candidate(UUID(str(actor.user_id)))
    with transaction(IDENTITY.db_context()):
        wait = _count_login(candidate.email or str(actor.user_id))
    if wait:
        raise _too_many(wait)
    if passwords.is_right(candidate.password_hash, password):
        return
    with transaction(IDENTITY.db_context()):
        audit.record_event("log_in_failed", "users", record_id=actor.user_id, kind="confirm")
    raise NotLoggedIn(_("This is not your password."), code="invalid_credentials")


def change_password(actor: Actor, password: str, new: str, device: str) -> sessions.OpenSession:
    """Change one's own password; all sessions end, and a new one of this browser opens.

    Raises TooMany, NotLoggedIn for a wrong present password, Invalid for a bad new one.
    """
    check_password(actor, password)
    # Hashes are out of the reach of the role that works in some stores.
    context = replace(actor.db_context(), role="shop_all")
    with transaction(context) as session:
        user = session.get_one(User, actor.user_id, with_for_update={"key_share": True})
        accounts.change_password(user, new)
        return sessions.open_session(user.id, "console", device=device, address=client_address())


def _newer_hash(candidate: accounts.Candidate, password: str) -> str | None:
    """Return a hash by today's parameters, where the stored one was made by older ones."""
    stored = candidate.password_hash
    outdated = stored is not None and passwords.is_outdated(stored)
    return passwords.hash_again(password) if outdated else None


def _too_many(seconds: int) -> TooMany:
    sentence = ngettext(
        "Too many tries. Try again in %(number)s second.",
        "Too many tries. Try again in %(number)s seconds.",
        seconds,
    )
    return TooMany(sentence, retry_after=seconds)


def _count_login(email: str) -> int:
    if not parts().settings.rate_limits:
        return 0
    return throttle.count(throttle.login_limits(email, client_address()))
