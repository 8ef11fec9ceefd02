"""Every refusal under /api/ as problem+json (RFC 9457): one sentence, one stable code."""

import logging
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, request
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import RequestRedirect

from shop_admin import wiring
from shop_admin.api.answers import personal, to_bytes
from shop_admin.api.schemas import pointer
from shop_admin.errors import (
    NotFound,
    NotLoggedIn,
    Problem,
    ShopError,
    Unavailable,
    from_database,
)

log = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"
BUSY = "The shop is busy at the moment. Try again in a few seconds."
HTTP_CODES = {
    400: ("malformed", "The request is not readable."),
    404: ("not_found", NotFound().message),
    405: ("method_not_allowed", "This address does not answer this method."),
    413: ("too_large", "The body is larger than this address takes."),
    415: ("unsupported_media_type", "The body is of a type that this address does not read."),
}


def attach(blueprint: Blueprint) -> None:
    """Answer for whatever a blueprint's views raise."""
    blueprint.register_error_handler(ShopError, refused)
    blueprint.register_error_handler(HTTPException, refused_by_http)
    blueprint.register_error_handler(DBAPIError, refused_by_database)
    blueprint.register_error_handler(PoolTimeout, overloaded)
    blueprint.register_error_handler(Exception, failed)


def answer_unrouted(app: Flask, prefixes: tuple[str, ...]) -> None:
    """Answer for the paths below these prefixes that no route, or no such method, answers."""

    @app.before_request
    def _no_route() -> Response | None:
        error = request.routing_exception
        if error is None or not f"{request.path}/".startswith(prefixes):
            return None
        return refused_by_http(error)


def problem(
    status: int, code: str, detail: str, entries: list[dict[str, Any]] | None = None
) -> Response:
    """Return the answer of a refusal."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        "request_id": wiring.request_id(),
    }
    if entries is not None:
        body["errors"] = entries
    return personal(Response(to_bytes(body), status, content_type=CONTENT_TYPE))


def refused(error: ShopError) -> Response:
    """Answer a refusal of the shop's own."""
    answer = problem(error.status, error.code, error.message, _entries(error))
    wait = getattr(error, "retry_after", None)
    if wait is not None:
        answer.headers["Retry-After"] = str(wait)
    if isinstance(error, NotLoggedIn):
        bad = error.code == "invalid_token"
        answer.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"' if bad else "Bearer"
    return answer


def refused_by_http(error: HTTPException) -> Response:
    """Answer what Flask refused or sends elsewhere."""
    if isinstance(error, RequestRedirect):
        goal = urlsplit(error.new_url)
        # The path only: a foreign Host header must not choose where people are sent.
        location = goal.path + (f"?{goal.query}" if goal.query else "")
        return Response(status=308, headers={"Location": location}, content_type="text/plain")
    status = error.code or 500
    code, detail = HTTP_CODES.get(status, ("refused", "The request cannot be answered."))
    answer = problem(status, code, detail)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        answer.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return answer


def refused_by_database(error: DBAPIError) -> Response:
    """Answer what PostgreSQL refused outside a transaction of ours."""
    try:
        return refused(from_database(error))
    except DBAPIError:
        return failed(error)


def overloaded(_error: PoolTimeout) -> Response:
    """Answer that every connection is in use."""
    return refused(Unavailable(BUSY))


def failed(error: Exception) -> Response:
    """Answer a fault of ours: the log has the trace, the client the id to ask by."""
    log.error("request failed: %s", wiring.request_id(), exc_info=error)
    return problem(500, "internal_error", "Something went wrong on our side.")


def _entries(error: ShopError) -> list[dict[str, Any]] | None:
    problems: tuple[Problem, ...] = getattr(error, "problems", ())
    if not problems and error.field:
        problems = (Problem(error.field, error.message),)
    if problems:
        return [_entry(one) for one in problems]
    # The whole request is at fault: the empty pointer (RFC 6901) says so.
    return [{"pointer": "", "detail": error.message}] if error.status == 422 else None


def _entry(one: Problem) -> dict[str, Any]:
    place = pointer(one.field.split(".")) if one.field else ""
    return {"pointer": place, "detail": one.detail, **one.extra}
