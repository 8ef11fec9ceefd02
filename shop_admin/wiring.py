"""Which parts an installation is made of: settings become providers, a login becomes an actor."""

from dataclasses import dataclass

from flask import current_app, g, request

from shop_admin.config import DEMO_PASSWORD, Settings
from shop_admin.db import acting_as, transaction
from shop_admin.errors import NotLoggedIn, TooMany
from shop_admin.permissions import IDENTITY, Actor
from shop_admin.providers.storage import open_storage
from shop_admin.providers.storage.base import Storage
from shop_admin.services import accounts, audit, passwords, sessions, throttle

EXTENSION = "shop_admin"


@dataclass(frozen=True, kw_only=True)
class Parts:
    """The parts of one running installation."""

    settings: Settings
    storage: Storage


def assemble(settings: Settings) -> Parts:
    """Choose the providers that the settings name."""
    return Parts(settings=settings, storage=open_storage(str(settings.files_dir)))


def parts() -> Parts:
    """Return the parts of the running application."""
    found: Parts = current_app.extensions[EXTENSION]
    return found


def request_id() -> str:
    """Return the id that follows this request through logs, audit and errors."""
    return str(g.get("request_id", ""))


def identify(token: str, kind: str) -> Actor | None:
    """Return who holds this session's secret, or None when it is no longer good."""
    with transaction(IDENTITY.db_context()):
        return sessions.find_actor(token, kind, request_id=request_id())


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
        raise TooMany(f"Too many tries. Try again in {wait} seconds.", retry_after=wait)
    with acting_as(IDENTITY.db_context()):
        candidate = accounts.find_candidate(email)
    right = passwords.is_right(candidate.password_hash, password)
    published = password == DEMO_PASSWORD and not parts().settings.allows_demo_logins
    with transaction(IDENTITY.db_context()):
        if right and not published and candidate.user_id is not None:
            audit.record_event("log_in", "users", record_id=candidate.user_id, kind=kind)
            return sessions.open_session(
                candidate.user_id, kind, device=device, address=client_address()
            )
        audit.record_event("log_in_failed", "users", record_id=candidate.user_id, kind=kind)
    raise NotLoggedIn("Email address or password is wrong.", code="invalid_credentials")


def log_out(token: str) -> None:
    """End a session, whoever holds its secret."""
    with transaction(IDENTITY.db_context()):
        sessions.close_session(token)


def _count_login(email: str) -> int:
    if not parts().settings.rate_limits:
        return 0
    return throttle.count(throttle.login_limits(email, client_address()))
