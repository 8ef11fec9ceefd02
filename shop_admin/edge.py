"""What every request gets, whatever answers it: an id, safe headers, a line in the log."""

import logging
import re
import secrets
import time
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

from shop_admin.config import Settings
from shop_admin.db import db

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

access_log = logging.getLogger("shop_admin.access")

LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")
LONGEST_AGENT = 200
REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
SECRET_PART = re.compile(r"(?<=^/admin/invitation/)[^/]+")
"""What of a path is a secret: the log says that it was there."""

CONSOLE_POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}';"
    " img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; form-action 'self';"
    " frame-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"
SEALED_POLICY = f"{DATA_POLICY}; sandbox"
HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
    ("Cross-Origin-Resource-Policy", "same-site"),
    ("X-Frame-Options", "DENY"),
)
"""What an answer gets, unless its view said otherwise."""


def install(app: Flask, settings: Settings) -> None:
    """Give every request of the application its id, its headers and its line in the log."""
    app.config["TRUSTED_HOSTS"] = trusted_hosts(settings)
    app.before_request(_begin)
    app.after_request(_finish)
    app.jinja_env.globals["csp_nonce"] = nonce


def trust_proxies(app: Flask, settings: Settings) -> None:
    """Let the proxies in front say who calls: outermost, so that all within it sees the caller."""
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )


def trusted_hosts(settings: Settings) -> list[str] | None:
    """Return the host names that requests may name; None where any may, in development only."""
    if settings.allowed_hosts:
        return list(settings.allowed_hosts)
    return list(LOOPBACK_NAMES) if settings.is_loopback else None


def nonce() -> str:
    """Return this request's nonce for inline script and style."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def seal(response: Response) -> Response:
    """Mark an answer as data: no script, no frame, nothing is loaded from it."""
    response.headers["Content-Security-Policy"] = SEALED_POLICY
    return response


def request_id(given: str) -> str:
    """Return the id of a request: the one that it came with where it can be one, else a new one."""
    return given if REQUEST_ID.fullmatch(given) else secrets.token_hex(8)


def note(
    environ: "WSGIEnvironment", request_id: str, path: str, status: int, started: float
) -> None:
    """Write an answer's line into the log; `started` is by the process's performance counter."""
    if not access_log.isEnabledFor(logging.INFO):
        return
    fields: dict[str, Any] = {
        "request_id": request_id,
        "method": environ["REQUEST_METHOD"],
        # The path only: secrets travel in the query of a guest's links.
        "path": SECRET_PART.sub("…", path),
        "status": status,
        "address": environ.get("REMOTE_ADDR", ""),
        "agent": environ.get("HTTP_USER_AGENT", "")[:LONGEST_AGENT],
        "ms": round((time.perf_counter() - started) * 1000, 1),
    }
    access_log.info("request", extra={"fields": fields})


def _begin() -> None:
    g.started = time.perf_counter()
    g.request_id = request_id(request.headers.get("X-Request-Id", ""))


def _finish(response: Response) -> Response:
    headers = response.headers
    given = {name.lower() for name, _ in headers}
    added = [(name, value) for name, value in HEADERS if name.lower() not in given]
    if "content-security-policy" not in given:
        added.append(("Content-Security-Policy", _policy()))
    if request.is_secure:
        added.append(("Strict-Transport-Security", "max-age=63072000; includeSubDomains"))
    added.append(("X-Request-Id", g.get("request_id", "")))
    headers.extend(added)
    now = time.perf_counter()
    note(
        request.environ,
        g.get("request_id", ""),
        request.path,
        response.status_code,
        g.get("started", now),
    )
    # No transaction outlives its request, whichever way the request ended.
    if db.session.registry.has():
        db.session.rollback()
    return response


def _policy() -> str:
    if request.path.startswith("/admin"):
        return CONSOLE_POLICY.format(nonce=nonce())
    return DATA_POLICY
