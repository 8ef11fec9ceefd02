"""Who calls: a bearer token and nothing else. Cookies are not read here, nor is the session."""

from flask import request

from shop_admin import wiring
from shop_admin.errors import NotLoggedIn
from shop_admin.permissions import Actor

# The kinds of session whose tokens open the API; a console's cookie is none of them.
KINDS = ("api_staff", "api_customer")


def bearer_token() -> str | None:
    """Return the token of the Authorization header, None without one. Raises NotLoggedIn."""
    header = request.headers.get("Authorization")
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise _bad_token()
    return token.strip()


def find_caller() -> Actor | None:
    """Return who calls, None for nobody in particular. Raises NotLoggedIn for a bad token."""
    token = bearer_token()
    if token is None:
        return None
    actor = wiring.identify(token, *KINDS)
    if actor is None:
        raise _bad_token()
    return actor


def _bad_token() -> NotLoggedIn:
    return NotLoggedIn("This token is not valid, or no longer.", code="invalid_token")
