"""A browser at the console: it follows no redirect by itself, and its forms carry tokens."""

import html
import re
from dataclasses import dataclass, field
from typing import Any

from flask import g
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass
class Desk:
    """A browser at the console: it follows no redirect by itself, and its forms carry tokens."""

    client: FlaskClient
    person: Any = None
    last: str = field(default="", repr=False)

    def get(self, url: str, **options: Any) -> TestResponse:
        _forget()
        response = self.client.get(url, **options)
        self.last = response.text if response.mimetype == "text/html" else ""
        return response

    def post(
        self, url: str, data: Any = None, *, token: bool = True, **options: Any
    ) -> TestResponse:
        if token and "csrf_token" not in (data or {}):
            data = {**(data or {}), "csrf_token": self.token()}
        _forget()
        response = self.client.post(url, data=data, **options)
        self.last = response.text if response.mimetype == "text/html" else ""
        return response

    def send(self, url: str, body: bytes, content_type: str) -> TestResponse:
        """Send a body as it is, with the session's token in a header."""
        headers = {"X-CSRFToken": self.token()}
        _forget()
        return self.client.post(url, data=body, content_type=content_type, headers=headers)

    def token(self) -> str:
        """Return the token of this session, as every page has it."""
        found = TOKEN.search(self.last) or TOKEN.search(self.get("/admin/login/").text)
        found = found or TOKEN.search(self.get("/admin/").text)
        assert found
        return found[1]

    def form(self, url: str) -> dict[str, str]:
        """Return what the form of a page would send, untouched."""
        page = self.get(url)
        assert page.status_code == 200, page.text
        return filled(page.text)

    def flashed(self, url: str = "/admin/") -> str:
        """Return the page that says what just happened."""
        return self.get(url).text


def filled(page: str) -> dict[str, str]:
    """Return the values of the page's main form, as a browser would send them."""
    form = re.search(r'<form class="form".*?</form>', page, re.DOTALL)
    assert form, page
    values: dict[str, str] = {}
    for tag in re.finditer(r"<input[^>]*>", form[0]):
        name = re.search(r'\bname="([^"]+)"', tag[0])
        value = re.search(r'\bvalue="([^"]*)"', tag[0])
        ticked = " checked" in tag[0]
        if name and (ticked or not re.search("checkbox|radio", tag[0])):
            values[name[1]] = html.unescape(value[1]) if value else ""
    for name, body in re.findall(
        r'<textarea[^>]*\bname="([^"]+)"[^>]*>(.*?)</textarea>', form[0], re.DOTALL
    ):
        values[name] = html.unescape(body).strip()
    for name, body in re.findall(
        r'<select[^>]*\bname="([^"]+)"[^>]*>(.*?)</select>', form[0], re.DOTALL
    ):
        chosen = re.search(r'<option[^>]*selected[^>]*value="([^"]*)"', body)
        first = re.search(r'<option[^>]*value="([^"]*)"', body)
        values[name] = chosen[1] if chosen else first[1] if first else ""
    return values


def _forget() -> None:
    # The test's own application context outlives a request: what one left in g is not the next's.
    for name in list(g):
        g.pop(name)
