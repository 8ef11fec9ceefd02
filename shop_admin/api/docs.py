"""The OpenAPI document, and the page that shows it with files of our own."""

import hashlib
from typing import Any

from flask import Response, current_app, render_template

from shop_admin import wiring
from shop_admin.api.answers import PUBLIC, conditional, to_bytes
from shop_admin.api.gate import Who
from shop_admin.api.openapi import describe
from shop_admin.api.rates import BROWSING
from shop_admin.api.routes import endpoint, gate
from shop_admin.api.shapes.declared import JSON, file

EXTENSION = "shop_admin.api.document"
HTML = "text/html"
# The page's own scripts ask this site only. Swagger UI draws signs of its own as data: images.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@endpoint("GET", "/openapi.json", who=Who.ANYONE, rate=BROWSING, answers=file(JSON))
def show_document() -> Response:
    """Answer this document."""
    return _public(_kept_document(), JSON)


@endpoint("GET", "/docs/", who=Who.ANYONE, rate=BROWSING, answers=file(HTML))
def show_page() -> Response:
    """Answer the page that shows this document, to read and to try."""
    response = _public(render_template("api/docs.html").encode(), f"{HTML}; charset=utf-8")
    response.headers["Content-Security-Policy"] = POLICY
    return response


def make_document() -> dict[str, Any]:
    """Return the document of the running application."""
    base_url = wiring.parts().settings.base_url
    return describe(gate.endpoints.values(), base_url=base_url)


def _kept_document() -> bytes:
    """Return the document's bytes, made at the first request."""
    kept: bytes | None = current_app.extensions.get(EXTENSION)
    if kept is None:
        kept = current_app.extensions[EXTENSION] = to_bytes(make_document())
    return kept


def _public(body: bytes, content_type: str) -> Response:
    """Return what is the same for everybody, with a strong ETag; 304 where it fits."""
    response = Response(body, content_type=content_type)
    response.headers["Cache-Control"] = PUBLIC
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    return conditional(response)
