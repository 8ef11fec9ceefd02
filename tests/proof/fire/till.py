"""The admin at the console: books money that came in, and gives money back, over HTTP."""

import re
import secrets
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

from factories import PASSWORD

from fire.wire import Answer, Line

TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')
FRESH = 8 * 60.0
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Login:
    """One session of the admin, which all tills work under: money goes back while it is fresh."""

    email: str
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""
    _since: float = -FRESH
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def freshen(self, line: Line) -> None:
        """Log in where the last time is too long ago."""
        with self._turn:
            if time.monotonic() - self._since < FRESH:
                return
            self.cookies = {}
            self._read_token(line, "/admin/login/")
            form = {"email": self.email, "password": PASSWORD, "csrf_token": self.token}
            answer = self._take(line.ask("POST", "/admin/login/", _body(form), self.headers()))
            assert answer.status == 302, answer.body
            self._read_token(line, "/admin/")
            self._since = time.monotonic()

    def headers(self) -> dict[str, str]:
        """Return what a browser would send along."""
        return {**FORM, "Cookie": "; ".join(f"{name}={it}" for name, it in self.cookies.items())}

    def _read_token(self, line: Line, path: str) -> None:
        answer = self._take(line.ask("GET", path, None, self.headers()))
        found = TOKEN.search(answer.body)
        assert found, answer.body[:500]
        self.token = found[1].decode()

    def _take(self, answer: Answer) -> Answer:
        for name, value in answer.headers.items():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return answer


@dataclass(frozen=True, kw_only=True)
class Till:
    """One place to book money at, on its own line."""

    line: Line
    login: Login

    def mark_paid(self, order_id: str) -> bool:
        """Book an order's money; True where the console went on to the order.

        That alone does not say that it is booked: the page may say that the shop is busy.
        """
        return self._act(id=order_id, deed="mark_paid")

    def refund(self, order_id: str, amount: str) -> bool:
        """Give all of an order's money back: a second time there is none left."""
        return self._act(id=order_id, deed="refund", amount=amount, reason="Changed their mind")

    def _act(self, **given: str) -> bool:
        self.login.freshen(self.line)
        form = {
            **given,
            "version": "1",
            "form_token": secrets.token_hex(16),
            "csrf_token": self.login.token,
        }
        answer = self.line.ask("POST", "/admin/orders/act/", _body(form), self.login.headers())
        return answer.status == 302


def _body(form: dict[str, str]) -> bytes:
    return urlencode(form).encode()
