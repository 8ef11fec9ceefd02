"""The answers of an operation: those it declares, and the refusals that follow from the rest."""

from typing import Any

from shop_admin.api.errors import CONTENT_TYPE
from shop_admin.api.gate import Endpoint, Who
from shop_admin.api.openapi import headers
from shop_admin.api.openapi.components import reference
from shop_admin.api.shapes.declared import JSON, Answer
from shop_admin.api.shapes.problems import Problem

SENTENCES = {
    200: "Done.",
    201: "Made.",
    202: "Taken on.",
    204: "Done; there is nothing to say.",
    304: "You have it already.",
}
# What the database refuses of two writers at one moment, whatever they write.
ANY_CONFLICTS = ("conflict", "edit_conflict")


def _refusal(description: str, *names: str) -> dict[str, Any]:
    return {
        "description": description,
        "headers": headers.answered(*names),
        "content": {CONTENT_TYPE: {"schema": reference(Problem)}},
    }


_NAMED = {
    400: ("Malformed", _refusal("The request is not readable.")),
    401: ("NotLoggedIn", _refusal("The token or login is missing or bad.", "WWW-Authenticate")),
    403: ("Forbidden", _refusal("You are not allowed to do this.")),
    404: ("NotFound", _refusal("There is no such record, or none that you may know of.")),
    413: ("TooLarge", _refusal("The body is larger than this address takes.")),
    415: ("UnsupportedMediaType", _refusal("The body is of a type that is not read here.")),
    422: ("Invalid", _refusal("The request is readable, but not acceptable; `errors` says where.")),
    429: ("RateLimited", _refusal("Too many requests.", "Retry-After", *headers.RATES)),
    502: ("ProviderFailed", _refusal("The provider did not answer as it should.")),
    503: ("Unavailable", _refusal("Busy: send the same again after a moment.", "Retry-After")),
}
RESPONSES: dict[str, Any] = dict(_NAMED.values())


def responses(endpoint: Endpoint) -> dict[str, Any]:
    """Return all answers of an operation, by status."""
    rates = headers.RATES if endpoint.rate is not None else ()
    made = {
        str(status): _answer(status, answer, rates) for status, answer in endpoint.answers.items()
    }
    for status in _refusals(endpoint):
        made[str(status)] = {"$ref": f"#/components/responses/{_NAMED[status][0]}"}
    if endpoint.conflicts:
        made["409"] = _conflict(endpoint.conflicts)
    return dict(sorted(made.items()))


def _refusals(endpoint: Endpoint) -> set[int]:
    """Return the statuses that follow from who may call, what is opened and what is read."""
    statuses = {401, 422, 503, *endpoint.refuses}
    if endpoint.rate is not None:
        statuses.add(429)
    if endpoint.who in (Who.BUYER, Who.STAFF) or endpoint.opens is not None:
        statuses.add(403)
    if "<" in endpoint.path:
        statuses.add(404)
    if endpoint.body is not None:
        statuses |= {400, 413, 415}
    return statuses


def _answer(status: int, answer: Answer, rates: tuple[str, ...]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "description": SENTENCES[status],
        "headers": headers.answered(*answer.headers, *answer.may_have, *rates),
    }
    if answer.media_type is not None:
        made["content"] = {answer.media_type: _content(answer)}
    return made


def _content(answer: Answer) -> dict[str, Any]:
    shapes = [reference(shape) for shape in answer.shapes]
    if len(shapes) == 1:
        return {"schema": shapes[0]}
    if shapes:
        return {"schema": {"anyOf": shapes}}
    return {"schema": {"type": "object"}} if answer.media_type == JSON else {}


def _conflict(codes: tuple[str, ...]) -> dict[str, Any]:
    known = list(dict.fromkeys((*codes, *ANY_CONFLICTS)))
    code = {"properties": {"code": {"enum": known}}}
    return {
        "description": f"The state of things does not allow it: {', '.join(codes)}.",
        "headers": headers.answered(),
        "content": {CONTENT_TYPE: {"schema": {"allOf": [reference(Problem), code]}}},
    }
