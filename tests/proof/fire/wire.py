"""A buyer's line to the shop: it asks again, with the same key, until it is truly answered."""

import http.client
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

PATIENCE = 90.0
AGAIN = (429, 500, 502, 503, 504)


class Unanswered(Exception):
    """The shop gave no answer for a minute and a half."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back."""

    status: int
    body: bytes
    headers: Mapping[str, str]

    def json(self) -> Any:
        """Return the body as it was meant."""
        return json.loads(self.body)


@dataclass
class Tally:
    """What all buyers count together."""

    counts: Counter[str] = field(default_factory=Counter)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def add(self, name: str, number: int = 1) -> None:
        """Count."""
        with self._turn:
            self.counts[name] += number


class Line:
    """One connection that is made anew whenever it breaks."""

    def __init__(self, url: str, tally: Tally, dice: random.Random) -> None:
        self._host = urlsplit(url).netloc
        self._tally = tally
        self._dice = dice
        self._connection: http.client.HTTPConnection | None = None

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Ask until there is an answer that means something. Raises Unanswered."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            answer = self.try_once(method, path, body, headers)
            if answer is not None and not _is_for_later(answer):
                return answer
            if answer is not None:
                self._tally.add(f"answered {answer.status}, asked again")
                self._check(answer)
            time.sleep(0.05 + self._dice.random() * 0.25)
        raise Unanswered(f"{method} {path}")

    def try_once(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str] | None
    ) -> Answer | None:
        """Ask once; None where the line broke."""
        try:
            line = self._open()
            line.request(method, path, body, dict(headers or {}))
            came = line.getresponse()
            content = came.read()
        except (OSError, http.client.HTTPException):
            self._tally.add("line broke, asked again")
            self.close()
            return None
        return Answer(status=came.status, body=content, headers=came.headers)

    def ask_and_leave(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str]
    ) -> None:
        """Ask, and hang up before the answer."""
        self._tally.add("hung up before the answer")
        try:
            self._open().request(method, path, body, dict(headers))
            time.sleep(self._dice.random() * 0.03)
        except OSError:
            self._tally.add("line broke, asked again")
        self.close()

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self) -> http.client.HTTPConnection:
        if self._connection is None:
            self._connection = http.client.HTTPConnection(self._host, timeout=15)
        return self._connection

    def _check(self, answer: Answer) -> None:
        if answer.status == 503 and "Retry-After" not in answer.headers:
            self._tally.add("503 without Retry-After")


def _is_for_later(answer: Answer) -> bool:
    return answer.status in AGAIN or (answer.status == 409 and b'"in_progress"' in answer.body)
