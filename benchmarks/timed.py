"""Our application with a clock around it: each answer says how long the server worked on it.

Run by stage.py in place of `app:app`.
"""

import time
from collections.abc import Callable, Iterable
from typing import Any

from app import app as served
from benchmarks import SERVER_MS


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Serve as always, and add the milliseconds since the request came in."""
    answered: list[Any] = []

    def answer(status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
        answered[:] = (status, headers)

    began = time.perf_counter()
    body = b"".join(served(environ, answer))
    took = (time.perf_counter() - began) * 1000
    status, headers = answered
    start_response(status, [*headers, (SERVER_MS, f"{took:.2f}")])
    return [body]
