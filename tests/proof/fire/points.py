"""The places at which a process may die: after each statement, around each commit and each call."""

import dataclasses
import functools
import os
import signal
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from shop_admin import wiring
from shop_admin.db import db

SURVIVED = 0
CALLS = ("start", "refund", "put", "send", "deliver")


class Points:
    """Counts the places as a process passes them, and ends it as kill -9 does at one of them."""

    def __init__(self, last: int, note: Path) -> None:
        self._last = last
        self._note = note
        self._passed = 0

    def watch(self, app: Flask) -> None:
        """Listen to everything this application does outside of itself."""
        event.listen(db.engine, "after_cursor_execute", self._executed)
        event.listen(db.engine, "commit", lambda _connection: self._pass("before a commit"))
        event.listen(Session, "after_commit", lambda _session: self._pass("after a commit"))
        parts = app.extensions[wiring.EXTENSION]
        providers = {
            name: _Watched(one, self._pass) for name, one in parts.payment_providers.items()
        }
        app.extensions[wiring.EXTENSION] = dataclasses.replace(
            parts,
            payment_providers=providers,
            storage=_Watched(parts.storage, self._pass),
            mail=_Watched(parts.mail, self._pass),
        )

    def _executed(self, _c: Any, _k: Any, statement: str, _p: Any, _x: Any, _m: bool) -> None:
        self._pass("after " + " ".join(statement.split())[:60])

    def _pass(self, place: str) -> None:
        self._passed += 1
        if self._passed == self._last:
            self._note.write_text(f"{self._passed}: {place}")
            os.kill(os.getpid(), signal.SIGKILL)


class _Watched:
    """A part of the installation whose calls outside are places too; all else is its own."""

    def __init__(self, part: Any, passing: Callable[[str], None]) -> None:
        self._part = part
        self._passing = passing

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._part, name)
        if name not in CALLS:
            return found

        @functools.wraps(found)
        def call(*given: Any, **named: Any) -> Any:
            self._passing(f"before {name}")
            answer = found(*given, **named)
            self._passing(f"after {name}")
            return answer

        return call


def died_at(app: Flask, last: int, note: Path, act: Callable[[], object]) -> str | None:
    """Let a forked process act until it has passed so many places; return where it died.

    None where it came to its end: then there are no more places.
    """
    note.unlink(missing_ok=True)
    with warnings.catch_warnings():
        # From Python 3.12 on: other threads, which are none of the child's business.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid == 0:
        _be_killed(app, Points(last, note), act)
    _pid, status = os.waitpid(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    if code == SURVIVED:
        return None
    assert code == -signal.SIGKILL, f"it failed by itself with {code}"
    return note.read_text()


def _be_killed(app: Flask, points: Points, act: Callable[[], object]) -> None:
    code = 1
    try:
        with app.app_context():
            # The connections are the parent's.
            db.engine.dispose(close=False)
            points.watch(app)
        act()
        code = SURVIVED
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)
