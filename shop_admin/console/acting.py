"""Who is at the console: the person of this request's login, and the actor with today's rights."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import request
from flask_login import UserMixin, current_user

from shop_admin.errors import Forbidden, NotLoggedIn
from shop_admin.language import _
from shop_admin.permissions import Actor


@dataclass(frozen=True, kw_only=True)
class Person(UserMixin):
    """Who Flask-Login knows: the secret of the session and its actor, never a database row."""

    token: str
    actor: Actor

    def get_id(self) -> str:
        """Return what the signed cookie keeps: the session's secret, nothing of the person."""
        return self.token


def find_actor() -> Actor | None:
    """Return who is logged in at the console, or None."""
    actor: Actor | None = getattr(current_user, "actor", None)
    return actor


def current_actor() -> Actor:
    """Return who is logged in at the console. Raises NotLoggedIn."""
    actor = find_actor()
    if actor is None:
        raise NotLoggedIn(_("Log in to go on."))
    return actor


def refuse_foreign_pages() -> None:
    """Refuse a change that another site's page asked for, token or not. Raises Forbidden."""
    if request.method in ("GET", "HEAD", "OPTIONS") or not request.path.startswith("/admin/"):
        return
    origin = request.headers.get("Origin")
    foreign = origin is not None and urlsplit(origin).netloc != request.host
    if foreign or request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise Forbidden(_("This was sent from another site. Open the console and do it there."))
