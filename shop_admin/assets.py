"""The files under /static/: named by their content, kept for a year, sent compressed."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Request, Response, abort, request

FOLDER = Path(__file__).parent / "static"
FOR_EVER = "public, max-age=31536000, immutable"
ASKING_EACH_TIME = "public, no-cache"
TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".md": "text/plain",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".woff2": "font/woff2",
}
PACKED_ALREADY = frozenset({".woff2"})


@dataclass(frozen=True, kw_only=True)
class Asset:
    """A file as it is sent; `zipped` is None where packing it once more would gain nothing."""

    content: bytes
    zipped: bytes | None
    digest: str
    mimetype: str


def install(app: Flask) -> None:
    """Answer for the static files; url_for names their content in each address."""
    app.add_url_rule("/static/<path:filename>", endpoint="static", view_func=_answer)
    app.url_defaults(_name_the_content)


@cache
def find_asset(filename: str) -> Asset | None:
    """Return a file of the folder, read and packed once a process; None where there is none."""
    if filename not in _listed():
        return None
    path = FOLDER / filename
    content = path.read_bytes()
    packs = path.suffix not in PACKED_ALREADY
    return Asset(
        content=content,
        zipped=gzip.compress(content, 9, mtime=0) if packs else None,
        digest=hashlib.sha256(content).hexdigest()[:16],
        mimetype=TYPES.get(path.suffix, "application/octet-stream"),
    )


def takes_gzip(asked: Request) -> bool:
    """Tell whether who asks can unpack."""
    return bool(asked.accept_encodings.quality("gzip"))


@cache
def _listed() -> frozenset[str]:
    """Return every name there is: what is not among them is not looked for on the disk."""
    found = (path for path in FOLDER.rglob("*") if path.is_file())
    return frozenset(path.relative_to(FOLDER).as_posix() for path in found)


def _name_the_content(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint == "static" and (asset := find_asset(values["filename"])):
        values.setdefault("v", asset.digest)


def _answer(filename: str) -> Response:
    asset = find_asset(filename)
    if asset is None:
        abort(404)
    zipped = asset.zipped if takes_gzip(request) else None
    response = Response(asset.content if zipped is None else zipped, mimetype=asset.mimetype)
    response.set_etag(asset.digest if zipped is None else f"{asset.digest}-gzip")
    if zipped is not None:
        response.content_encoding = "gzip"
    if asset.zipped is not None:
        response.vary.add("Accept-Encoding")
    # An address of other content, left over from before an update, is answered but not kept.
    is_this_content = request.args.get("v") == asset.digest
    response.headers["Cache-Control"] = FOR_EVER if is_this_content else ASKING_EACH_TIME
    response.make_conditional(request)
    return response
