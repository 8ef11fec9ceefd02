"""Answers of the public catalogue out of the process's memory, while its edition is the same.

What is kept is good as long as nothing was written to the catalogue and no schedule's moment has
passed. A process asks the database for that four times a second at most, so that a change shows
within one second in each of them.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, Response, current_app, request

from shop_admin.api.answers import PUBLIC, conditional, shared
from shop_admin.api.bounded import Bounded
from shop_admin.db import BROWSER, acting_as
from shop_admin.queries.publication import Edition, current_edition

EXTENSION = "shop_admin.api.hot"
EDITION = "shop_admin.edition"
ENDPOINT = "shop_admin.endpoint"
"""Where the environment of a request says what an answer that may be kept is of, and from."""


@dataclass(frozen=True, kw_only=True)
class Look:
    """What a look at the catalogue's edition found; the times are the process's monotonic clock.

    From `aging_at` on somebody should look again; from `stale_at` on nobody may rely on it.
    """

    edition: Edition
    aging_at: float
    stale_at: float


@dataclass(frozen=True, kw_only=True)
class Kept:
    """An answer's bytes and ETag, and the edition that was current before its data was read."""

    edition: Edition
    body: bytes
    etag: str


class Watch:
    """Knows the catalogue's edition without asking the database each time."""

    def __init__(self, patience: float, limit: float) -> None:
        self._patience = patience
        self._limit = limit
        self._looking = threading.Lock()
        self._last: Look | None = None

    def known(self) -> Edition | None:
        """Return the current edition, where the last look at it is young enough."""
        last = self._last
        return last.edition if last is not None and time.monotonic() < last.aging_at else None

    def edition(self) -> Edition:
        """Return the current edition; one thread looks again, the others need not wait for it."""
        known = self.known()
        if known is not None:
            return known
        last, now = self._last, time.monotonic()
        must_wait = last is None or now >= last.stale_at
        if not self._looking.acquire(blocking=must_wait):
            assert last is not None
            return last.edition
        try:
            if self._last is last:
                self._last = self._look()
            assert self._last is not None
            return self._last.edition
        finally:
            self._looking.release()

    def _look(self) -> Look:
        # Taken before the database is asked: what it says is at least as young as this.
        asked = time.monotonic()
        with acting_as(BROWSER) as session:
            edition, now = current_edition(session)
        aging, stale = asked + self._patience, asked + self._limit
        if edition.until is not None:
            moment = asked + (edition.until - now).total_seconds()
            aging, stale = min(aging, moment), min(stale, moment)
        return Look(edition=edition, aging_at=aging, stale_at=stale)


@dataclass(frozen=True, kw_only=True)
class Ready:
    """A whole answer as it went out, headers and all, with what must be counted when it does."""

    edition: Edition
    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    endpoint: str


class Shelf(Bounded[Kept]):
    """The answers that were asked for last, by path and query; `ready` are those in full dress."""

    def __init__(
        self,
        *,
        patience: float = 0.25,
        limit: float = 0.75,
        most: int = 2_000,
        most_bytes: int = 64_000_000,
    ) -> None:
        super().__init__(most, most_bytes)
        self.watch = Watch(patience, limit)
        self.ready: Bounded[Ready] = Bounded(most, most_bytes)


def install(app: Flask) -> None:
    """Give the application an empty shelf."""
    app.extensions[EXTENSION] = Shelf()


def answer(make: Callable[[], Response], *, is_anonymous: bool) -> Response:
    """Answer from the shelf, or make the answer and keep it; 304 to who has it already.

    Only what `make` answers with 200 and for everybody is kept; whatever it raises passes.
    """
    response = _shelved(make) if is_anonymous else make()
    if "If-None-Match" in request.headers and response.headers.get("Cache-Control") == PUBLIC:
        return conditional(response)
    return response


def _shelved(make: Callable[[], Response]) -> Response:
    shelf: Shelf = current_app.extensions[EXTENSION]
    key = (request.path, request.query_string)
    edition = shelf.watch.edition()
    kept = shelf.find(key, edition)
    if kept is not None:
        _may_be_kept(edition)
        return shared(kept.body, kept.etag)
    response = make()
    headers = response.headers
    if response.status_code == 200 and headers.get("Cache-Control") == PUBLIC:
        _may_be_kept(edition)
        shelf.keep(
            key, Kept(edition=edition, body=response.get_data(), etag=headers.get("ETag", ""))
        )
    return response


def _may_be_kept(edition: Edition) -> None:
    request.environ[EDITION] = edition
    request.environ[ENDPOINT] = request.endpoint
