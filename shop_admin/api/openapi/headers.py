"""The headers that requests may have and answers have."""

from typing import Any


def _answered(description: str, **schema: Any) -> dict[str, Any]:
    return {"description": description, "required": True, "schema": {"type": "string", **schema}}


def _sometimes(description: str, **schema: Any) -> dict[str, Any]:
    return {"description": description, "schema": {"type": "string", **schema}}


def _asked(name: str, description: str, **schema: Any) -> dict[str, Any]:
    return {
        "name": name,
        "in": "header",
        "description": description,
        "schema": {"type": "string", **schema},
    }


ANSWERED: dict[str, Any] = {
    "X-Request-Id": _answered("The id of this request in our log."),
    "ETag": _answered("The version of what is answered.", pattern='^"[^"]+"$'),
    "Cache-Control": _answered("How long this may be kept."),
    "Location": _answered("The address of what was made.", format="uri"),
    "WWW-Authenticate": _answered("That a bearer token is wanted.", pattern="^Bearer"),
    "Retry-After": _answered("After so many seconds, try again.", pattern="^[0-9]+$"),
    "Idempotent-Replayed": _sometimes("`true`: an answer that was kept.", const="true"),
    "RateLimit-Limit": _sometimes("Calls a minute.", pattern="^[0-9]+$"),
    "RateLimit-Remaining": _sometimes("Calls left in this minute.", pattern="^[0-9]+$"),
    "RateLimit-Reset": _sometimes("Seconds until the next minute.", pattern="^[0-9]+$"),
}
RATES = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")

ASKED: dict[str, Any] = {
    "Idempotency-Key": _asked(
        "Idempotency-Key",
        "A word of yours for this request: sent again with it, the request is done once.",
        pattern="^[!-~]([ -~]{0,253}[!-~])?$",
        examples=["4d6f1c1e-order-1"],
    ),
    "If-Match": _asked(
        "If-Match",
        "The ETag that was seen; a record of another version is not changed.",
        pattern='^"?v?[0-9]{1,9}"?$',
        examples=['"v3"'],
    ),
    "If-None-Match": _asked("If-None-Match", "The ETag that you have: 304 if it is still so."),
}


def answered(*names: str) -> dict[str, Any]:
    """Return the headers of an answer, X-Request-Id among them."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in ("X-Request-Id", *names)}


def asked(name: str) -> dict[str, str]:
    """Return what refers to a header of requests."""
    return {"$ref": f"#/components/parameters/{name}"}
