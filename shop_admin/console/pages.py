"""The frame around every page: menu, safe headers, and one calm page for whatever goes wrong."""

import gzip
import logging
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from shop_admin.assets import takes_gzip
from shop_admin.console import languages
from shop_admin.console.acting import find_actor
from shop_admin.console.menu import menu_for
from shop_admin.console.vocabulary import ROLES
from shop_admin.db import transaction
from shop_admin.errors import NotFound, ShopError, TooMany, Unavailable, from_database
from shop_admin.language import N_, _
from shop_admin.permissions import Actor
from shop_admin.services import audit
from shop_admin.wiring import request_id

log = logging.getLogger("shop_admin.console")

WORTH_PACKING = 1_000
"""Bytes from which on packing a page saves a packet."""
QUICKLY = 4
"""The level of gzip that packs a list in a millisecond."""

SENTENCES = {
    400: N_("This request could not be understood."),
    403: N_("You are not allowed to do this."),
    404: N_("There is no such page or record, or it is not yours to see."),
    405: N_("This page does not do that."),
    413: N_("This is larger than the shop takes: 12 MB for pictures, 1 MB for forms."),
    500: N_("Something went wrong on our side. Nothing was changed."),
    503: N_("The shop is busy at the moment. Try again in a few seconds."),
}
LOST_TOKEN = N_(
    "This page was open too long, or the login changed in the meantime. Nothing was lost: go"
    " back, reload the page in a second tab to log in, then send the form again."
)


def dress(blueprint: Blueprint) -> None:
    """Give a blueprint's answers the console's error pages and its cache rule."""
    for error, answer in ANSWERS:
        blueprint.register_error_handler(error, _said(answer))
    blueprint.after_request(_private)
    blueprint.after_request(_packed)


def _said(answer: Callable[[Any], ResponseReturnValue]) -> Callable[[Any], ResponseReturnValue]:
    """Return an answer that speaks the reader's language, however early the request failed.

    A lost token and a body that is too large are found before anything else has begun.
    """

    def said(error: Any) -> ResponseReturnValue:
        languages.begin()
        return answer(error)

    return said


def frame() -> dict[str, Any]:
    """Return what the frame of a page shows: who is here and where they may go."""
    actor = find_actor()
    return {
        "actor": actor,
        "menu": menu_for(current_app) if actor else [],
        "role": role_of(actor) if actor else "",
    }


def role_of(actor: Actor) -> str:
    """Return in a word or two what the person is."""
    held = {role.value for role in actor.global_roles}
    held |= {role.value for roles in actor.roles.values() for role in roles}
    said = ", ".join(_(ROLES.get(role, role)) for role in sorted(held))
    return said[:1].upper() + said[1:]


def error_page(status: int, sentence: str, **headers: str) -> ResponseReturnValue:
    """Return the page that says what went wrong (a sentence as it is to be read), with its id."""
    page = render_template(
        "admin/error.html",
        status=status,
        sentence=sentence,
        request_id=request_id(),
        **_frame_of_an_error(),
    )
    return page, status, headers


def _frame_of_an_error() -> dict[str, Any]:
    """Return the frame, bare where the database is not there to say who is logged in."""
    try:
        return frame()
    except (DBAPIError, PoolTimeout, Unavailable):
        return {"actor": None, "menu": [], "role": ""}


def _lost_token(_error: CSRFError) -> ResponseReturnValue:
    return error_page(400, _(LOST_TOKEN))


def _refused(error: ShopError) -> ResponseReturnValue:
    if error.status == 403:
        _note_denial()
    headers = {}
    if isinstance(error, TooMany | Unavailable):
        headers["Retry-After"] = str(error.retry_after)
    sentence = _(SENTENCES[404]) if isinstance(error, NotFound) else error.message
    return error_page(error.status, sentence, **headers)


def _note_denial() -> None:
    actor = find_actor()
    if actor is not None:
        with transaction(actor.db_context()):
            audit.record_denial(request.endpoint or request.path, request.method)


def _database(error: DBAPIError) -> ResponseReturnValue:
    """Answer for a read that PostgreSQL refused; what is unknown is a crash like any other."""
    try:
        return _refused(from_database(error))
    except DBAPIError:
        return _crash(error)


def _overloaded(_error: PoolTimeout) -> ResponseReturnValue:
    """Answer that every connection is in use."""
    return _refused(Unavailable(_(SENTENCES[503])))


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error.get_response()
    own = status == 400 and error.description != type(error).description
    if isinstance(error, RequestEntityTooLarge):
        # The body was not read: closing is the only way not to take it for the next request.
        return error_page(413, _(SENTENCES[413]), Connection="close")
    sentence = str(error.description) if own else _(SENTENCES.get(status, error.name))
    return error_page(status, sentence)


def _crash(error: Exception) -> ResponseReturnValue:
    if current_app.testing and current_app.config["PROPAGATE_EXCEPTIONS"]:
        raise error
    log.error("request failed", exc_info=error, extra={"fields": {"request_id": request_id()}})
    return error_page(500, _(SENTENCES[500]))


ANSWERS: tuple[tuple[type[Exception], Callable[[Any], ResponseReturnValue]], ...] = (
    (CSRFError, _lost_token),
    (ShopError, _refused),
    (DBAPIError, _database),
    (PoolTimeout, _overloaded),
    (HTTPException, _http),
    (Exception, _crash),
)


def _private(response: Response) -> Response:
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _packed(response: Response) -> Response:
    """Compress a page for those whom its length tells nothing.

    BREACH reads secrets out of the length of compressed pages: another site makes a victim's
    browser load them again and again, each time with another guess inside. So a page is packed
    only if the browser says that our own page or the person asked for it, never for another site.
    """
    asked_by_us = request.headers.get("Sec-Fetch-Site") in ("same-origin", "none")
    if not asked_by_us or response.mimetype != "text/html" or response.is_streamed:
        return response
    if response.content_encoding or not takes_gzip(request):
        return response
    page = response.get_data()
    if len(page) >= WORTH_PACKING:
        response.set_data(gzip.compress(page, QUICKLY))
        response.content_encoding = "gzip"
        response.vary.update(("Accept-Encoding", "Sec-Fetch-Site"))
    return response
