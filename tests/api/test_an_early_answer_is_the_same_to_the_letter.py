"""What is given in front of Flask is what Flask gave, but for the request's id and the moment."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from factories import make_product, make_store
from flask import Flask, Response, request_started
from flask.testing import FlaskClient
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.test import TestResponse

from shop_admin import wiring
from shop_admin.api import hot, rates
from shop_admin.api.early import Early

ORIGIN = "https://shop.example.com"
MOVING = ("X-Request-Id", "Date", "RateLimit-Remaining", "RateLimit-Reset")
ASKED: dict[str, dict[str, str]] = {
    "plain": {},
    "from a named origin": {"Origin": ORIGIN},
    "from another origin": {"Origin": "https://evil.example.com"},
    "known already": {"If-None-Match": "{etag}"},
    "known weakly": {"If-None-Match": 'W/{etag}, "other"'},
    "something else known": {"If-None-Match": '"other"'},
    "with cookies and languages": {"Cookie": "sid=1", "Accept-Language": "de"},
}


@pytest.fixture
def through_flask(app: Flask) -> Iterator[list[str]]:
    """Yield a list that fills with the paths that Flask itself is asked for."""
    seen: list[str] = []

    def note(*_sender: object, **_more: object) -> None:
        from flask import request

        seen.append(request.path)

    with request_started.connected_to(note, app):
        yield seen


@pytest.fixture
def limited(app: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """Return a client of the application with one foreign origin and the limits on."""
    parts = wiring.parts()
    changed = {"cors_origins": (ORIGIN,), "rate_limits": True}
    settings = parts.settings.model_copy(update=changed)
    monkeypatch.setitem(app.extensions, wiring.EXTENSION, replace(parts, settings=settings))
    monkeypatch.setitem(app.extensions, rates.EXTENSION, app.extensions[rates.EXTENSION])
    rates.install(app)
    return app.test_client()


def as_sent(answer: TestResponse | Response) -> tuple[int, list[tuple[str, str]], bytes]:
    """Return an answer as it goes out, its headers in their order, without what moves."""
    headers = [(name, "" if name in MOVING else value) for name, value in answer.headers]
    return answer.status_code, headers, answer.data


@pytest.mark.parametrize("path", ["/api/products/?limit=2", "/api/products/{}/", "/api/stores/"])
@pytest.mark.parametrize("headers", ASKED.values(), ids=ASKED)
def test_to_the_letter(
    limited: FlaskClient, through_flask: list[str], path: str, headers: dict[str, str]
) -> None:
    path = path.format(make_product(make_store()))
    etag = limited.get(path).headers["ETag"]
    given = {name: value.format(etag=etag) for name, value in headers.items()}
    limited.application.extensions[hot.EXTENSION] = hot.Shelf(patience=0)

    cold = limited.get(path, headers=given)
    asked = len(through_flask)
    early = limited.get(path, headers={**given, "X-Request-Id": "my-own-request"})

    assert len(through_flask) == asked
    assert as_sent(early) == as_sent(cold)
    assert early.headers["X-Request-Id"] == "my-own-request"
    assert int(early.headers["RateLimit-Remaining"]) == int(cold.headers["RateLimit-Remaining"]) - 1


def test_every_answer_has_an_id_of_its_own(client: FlaskClient) -> None:
    ids = {client.get("/api/stores/").headers["X-Request-Id"] for _ in range(3)}

    assert len(ids) == 3


def test_the_limit_holds_for_early_answers_too(limited: FlaskClient) -> None:
    statuses = [limited.get("/api/stores/").status_code for _ in range(1201)]

    assert statuses == [200] * 1200 + [429]


@pytest.mark.parametrize(
    "given",
    [
        {"method": "HEAD"},
        {"method": "OPTIONS"},
        {"method": "PUT"},
        {"headers": {"Authorization": "Bearer nobody"}},
        {"headers": {"Host": "evil.example.com"}},
        {"base_url": "https://localhost"},
        {"path": "/api/stores/?limit=1"},
    ],
)
def test_what_is_not_the_same_request_is_flasks(
    client: FlaskClient, through_flask: list[str], given: dict[str, object]
) -> None:
    client.get("/api/stores/")
    asked = len(through_flask)

    client.open(**{"path": "/api/stores/", **given})  # type: ignore[arg-type]

    assert len(through_flask) == asked + 1


def test_proxies_are_trusted_before_anything_is_told(app: Flask) -> None:
    from shop_admin import edge

    settings = wiring.parts().settings.model_copy(update={"trusted_proxies": 1})
    inner = app.wsgi_app
    try:
        edge.trust_proxies(app, settings)
        assert isinstance(app.wsgi_app, ProxyFix)
        assert isinstance(app.wsgi_app.app, Early)
    finally:
        app.wsgi_app = inner  # type: ignore[method-assign]
