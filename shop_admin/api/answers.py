"""What goes out: JSON bytes, moments and addresses in one form, cached or never cached."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from flask import Response, request

from shop_admin import wiring

PUBLIC = "public, max-age=30"
PERSONAL = "private, no-store"


def to_bytes(data: Any) -> bytes:
    """Return the JSON of plain data, as short as it gets, in UTF-8."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def answer(data: Any, status: int = 200, **headers: str) -> Response:
    """Return a personal answer: no cache keeps it."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return personal(Response(to_bytes(data), status, named, content_type="application/json"))


def personal(response: Response) -> Response:
    """Mark an answer as meant for one party only."""
    response.headers["Cache-Control"] = PERSONAL
    response.vary.add("Authorization")
    return response


def public(data: Any) -> Response:
    """Return an answer that is the same for everybody, with a strong ETag."""
    body = to_bytes(data)
    return shared(body, f'"{hashlib.sha256(body).hexdigest()[:32]}"')


def shared(body: bytes, etag: str) -> Response:
    """Return an answer for everybody out of its bytes and their ETag."""
    headers = [
        ("Content-Type", "application/json"),
        ("Cache-Control", PUBLIC),
        # One address answers managers otherwise: a cache must not give them this body.
        ("Vary", "Authorization"),
        ("ETag", etag),
    ]
    return Response(body, headers=headers)


def conditional(response: Response) -> Response:
    """Turn an answer that the caller has already into 304, by its ETag."""
    response.make_conditional(request)
    return response


def empty() -> Response:
    """Return 204: done, and nothing to say."""
    response = Response(status=204)
    del response.headers["Content-Type"]
    return personal(response)


def moment(at: datetime | None) -> str | None:
    """Write a moment as RFC 3339 in UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def address(path: str) -> str:
    """Return the absolute address of a path of ours."""
    return wiring.parts().settings.base_url + path
