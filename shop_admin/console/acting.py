"""Who is at the console: the person of this request's login, and the actor with today's rights."""

from dataclasses import dataclass

from flask_login import UserMixin, current_user

from shop_admin.errors import NotLoggedIn
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
        raise NotLoggedIn("Log in to go on.")
    return actor
