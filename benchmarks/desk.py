"""An administrator at the console over HTTP, for pages that are timed and processes weighed."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from factories import PASSWORD, Person, make_person

from benchmarks.stage import Server, Stage, create_app

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@contextmanager
def administrator(place: Stage, server: Server) -> Iterator[httpx.Client]:
    """Yield a browser in which an administrator is logged in."""
    with create_app(place.settings).test_request_context():
        person = make_person(admin=True)
    with _logged_in(person, server) as browser:
        yield browser


@contextmanager
def manager(place: Stage, server: Server) -> Iterator[httpx.Client]:
    """Yield a browser in which the store's manager is logged in: the role that is scoped."""
    with create_app(place.settings).test_request_context():
        person = make_person(place.store, "MANAGER")
    with _logged_in(person, server) as browser:
        yield browser


@contextmanager
def _logged_in(person: Person, server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=60) as browser:
        found = TOKEN.search(browser.get("/admin/login/").text)
        assert found is not None
        given = {"email": person.email, "password": PASSWORD, "csrf_token": found[1]}
        answer = browser.post("/admin/login/", data=given)
        if answer.status_code != 302:
            raise SystemExit(f"the login answered {answer.status_code}")
        yield browser
