"""Those who work here log in with their password; whoever has a token gives it back."""

from flask import Response, request
from pydantic import Field

from shop_admin import wiring
from shop_admin.api.answers import answer, empty, moment
from shop_admin.api.auth import bearer_token
from shop_admin.api.gate import Who
from shop_admin.api.person_json import find_person, staff_of
from shop_admin.api.rates import BROWSING
from shop_admin.api.routes import endpoint
from shop_admin.api.schemas import Schema
from shop_admin.api.shapes.declared import done, shown
from shop_admin.api.shapes.people import StaffLogin
from shop_admin.api.values import Code
from shop_admin.errors import NotLoggedIn

STAFF = "api_staff"


class AdminLogin(Schema):
    """A staff login; `totp` is the second factor of those who have one."""

    email: str = Field(min_length=1, max_length=254)
    password: str = Field(min_length=1, max_length=1000)
    totp: Code | None = None


@endpoint(
    "POST",
    "/auth/admin/login/",
    who=Who.ANYONE,
    rate=BROWSING,
    answers=shown(StaffLogin),
)
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
            "user": staff_of(find_person(actor), actor),
        }
    )


@endpoint(
    "POST",
    "/auth/logout/",
    who=Who.LOGGED_IN,
    rate=BROWSING,
    answers=done(),
)
def log_out() -> Response:
    """End the session of the token."""
    wiring.log_out(bearer_token() or "")
    return empty()
