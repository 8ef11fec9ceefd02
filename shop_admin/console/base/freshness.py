"""“Confirm it is you”: a change that needs it asks for the password again, and loses no typed form.

A view names such endpoints in `fresh`. Where the password was given a short while ago, nothing
happens. Else the form comes back with all that was sent, unseen, and a field for the password;
sent again, the right one lets the change go on as if nothing had been asked.
"""

from collections.abc import Iterator

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from shop_admin import wiring
from shop_admin.console import pages
from shop_admin.errors import NotLoggedIn, TooMany

FIELD = "confirm_password"
LEFT_OUT = frozenset({FIELD, "csrf_token"})


def ask() -> ResponseReturnValue | None:
    """Return the page that asks for the password, or None where the change may go on."""
    if request.method in ("GET", "HEAD"):
        return None
    problem, status = "", 401
    if FIELD in request.form:
        try:
            wiring.confirm(current_user.actor, current_user.token, request.form[FIELD])
        except NotLoggedIn as refusal:
            problem = refusal.message
        except TooMany as refusal:
            problem, status = refusal.message, 429
        else:
            return None
    elif wiring.is_fresh(current_user.token):
        return None
    page = render_template(
        "admin/confirm.html",
        sent=list(_sent()),
        has_files=bool(request.files),
        problem=problem,
        field=FIELD,
        **pages.frame(),
    )
    return page, status


def _sent() -> Iterator[tuple[str, str]]:
    """Yield what was sent, but for passwords: they are never written into a page."""
    for name, values in request.form.lists():
        if name not in LEFT_OUT and "password" not in name:
            yield from ((name, value) for value in values)
