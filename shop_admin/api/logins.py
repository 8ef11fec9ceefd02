"""Logging in for a token, and giving it back."""

from typing import Any

import sqlalchemy as sa
from flask import Response, request
from pydantic import Field

from shop_admin import wiring
from shop_admin.api.answers import answer, empty, moment
from shop_admin.api.auth import bearer_token
from shop_admin.api.gate import Who
from shop_admin.api.rates import BROWSING
from shop_admin.api.routes import endpoint
from shop_admin.api.schemas import Schema
from shop_admin.api.values import Code
from shop_admin.db import acting_as, db
from shop_admin.errors import NotLoggedIn
from shop_admin.models.accounts import User
from shop_admin.models.stores import Store
from shop_admin.permissions import Actor
from shop_admin.queries.visibility import get, visible

STAFF = "api_staff"


class AdminLogin(Schema):
    """A staff login; `totp` is the second factor of those who have one."""

    email: str = Field(min_length=1, max_length=254)
    password: str = Field(min_length=1, max_length=1000)
    totp: Code | None = None


@endpoint("POST", "/auth/admin/login/", who=Who.ANYONE, rate=BROWSING)
def log_in_admin(body: AdminLogin) -> Response:
    """Open a session for an admin, store staff or an accountant."""
    device = request.headers.get("User-Agent", "")
    opened = wiring.log_in(body.email, body.password, STAFF, device)
    actor = wiring.identify(opened.token, STAFF)
    if actor is None:
        # The password is right, but there is nothing that this door opens for: say no more.
        wiring.log_out(opened.token)
        raise NotLoggedIn("Email address or password is wrong.", code="invalid_credentials")
    return answer(
        {
            "token": opened.token,
            "token_type": "Bearer",
            "expires_at": moment(opened.expires_at),
            "user": _user(actor),
        }
    )


@endpoint("POST", "/auth/logout/", who=Who.LOGGED_IN, rate=BROWSING)
def log_out() -> Response:
    """End the session of the token."""
    wiring.log_out(bearer_token() or "")
    return empty()


def _user(actor: Actor) -> dict[str, Any]:
    with acting_as(actor.db_context()):
        user: User = get(User, actor, actor.user_id)  # type: ignore[arg-type]
        person = {"id": str(user.id), "name": user.name, "email": user.email}
        slugs = sa.select(Store.id, Store.slug).where(
            Store.id.in_(actor.stores), *visible(Store, actor)
        )
        stores = [
            {"id": str(row.id), "slug": row.slug, "role": role.lower()}
            for row in db.session.execute(slugs.order_by(Store.slug))
            for role in sorted(actor.roles[row.id])
        ]
    roles = sorted(role.lower() for role in actor.global_roles)
    return {**person, "roles": roles, "stores": stores}
