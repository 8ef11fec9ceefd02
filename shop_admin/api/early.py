"""Whole answers of the public catalogue, given in front of Flask while they are still true.

What Flask answered is remembered as it went out, under everything that it could depend on: where
it was asked for, and the headers that are read. So what goes out again is the same to the letter,
but for the request's id, the limits and the date. Whatever is not plain goes on to Flask: another
method, a token, an address that called too often, a database that does not answer.
"""

import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.http import http_date

from shop_admin import edge, wiring
from shop_admin.api import hot, metrics, rates
from shop_admin.api.hot import EDITION, Ready, Shelf
from shop_admin.queries.publication import Edition

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# Where the caller came in, and each header that an answer of the public catalogue can depend on.
_ASKED = (
    "wsgi.url_scheme",
    "HTTP_HOST",
    "PATH_INFO",
    "QUERY_STRING",
    "HTTP_ORIGIN",
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MATCH",
)
_METHOD = "GET"
Key = tuple[str, ...]


class Early:
    """The layer in front of an application; it keeps nothing itself, the shelf does."""

    def __init__(self, app: Flask, inner: "WSGIApplication") -> None:
        self._app = app
        self._inner = inner

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer out of memory, or let Flask answer and remember it where that is allowed."""
        started = time.perf_counter()
        if environ["REQUEST_METHOD"] != _METHOD or "HTTP_AUTHORIZATION" in environ:
            return self._inner(environ, start_response)
        key = tuple([environ.get(name, "") for name in _ASKED])
        ready = self._find(key)
        if ready is None:
            return self._remembered(key, environ, start_response)
        fresh = self._admitted(environ)
        if fresh is None:
            return self._inner(environ, start_response)
        fresh["X-Request-Id"] = edge.request_id(environ.get("HTTP_X_REQUEST_ID", ""))
        fresh["Date"] = http_date()
        headers = [(name, fresh.get(name, value)) for name, value in ready.headers]
        start_response(ready.status, headers)
        status = int(ready.status[:3])
        metrics.note(ready.endpoint, _METHOD, status, started)
        edge.note(environ, fresh["X-Request-Id"], environ["PATH_INFO"], status, started)
        return [ready.body]

    def _find(self, key: Key) -> Ready | None:
        shelf: Shelf = self._app.extensions[hot.EXTENSION]
        ready = shelf.ready.peek(key)
        if ready is None:
            return None
        try:
            edition = shelf.watch.known() or self._edition(shelf)
        except SQLAlchemyError:
            # Flask meets the same and says it in the API's words.
            return None
        return ready if ready.edition == edition else None

    def _edition(self, shelf: Shelf) -> Edition:
        with self._app.app_context():
            return shelf.watch.edition()

    def _admitted(self, environ: "WSGIEnvironment") -> dict[str, str] | None:
        """Count the call; return the headers that say so, or None above the limit."""
        parts: wiring.Parts = self._app.extensions[wiring.EXTENSION]
        if not parts.settings.rate_limits:
            return {}
        counter = self._app.extensions[rates.EXTENSION]
        standing = rates.admit(counter, rates.BROWSING, environ.get("REMOTE_ADDR", ""))
        return standing.headers() if standing is not None else None

    def _remembered(
        self, key: Key, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        begun: list[tuple[str, list[tuple[str, str]]]] = []

        def note_and_start(
            status: str, headers: list[tuple[str, str]], *wrong: object
        ) -> Callable[[bytes], object]:
            begun[:] = [(status, headers)]
            return start_response(status, headers, *wrong)  # type: ignore[arg-type]

        answer = self._inner(environ, note_and_start)
        edition = environ.get(EDITION)
        if edition is None or not begun:
            return answer
        body = _read(answer)
        status, headers = begun[0]
        shelf: Shelf = self._app.extensions[hot.EXTENSION]
        shelf.ready.keep(
            key,
            Ready(
                edition=edition,
                status=status,
                headers=tuple(headers),
                body=body,
                endpoint=environ[hot.ENDPOINT],
            ),
        )
        return [body]


def install(app: Flask) -> None:
    """Put the layer in front of the application."""
    app.wsgi_app = Early(app, app.wsgi_app)  # type: ignore[method-assign]


def _read(answer: Iterable[bytes]) -> bytes:
    """Return the whole answer and end it, as a server would."""
    try:
        parts = list(answer)
    finally:
        close = getattr(answer, "close", None)
        if close is not None:
            close()
    return parts[0] if len(parts) == 1 else b"".join(parts)
