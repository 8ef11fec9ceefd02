from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from clocks import set_clock
from flask import Flask
from flask.testing import FlaskClient

from shop_admin import wiring
from shop_admin.api import rates


@pytest.fixture
def limited(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    """Yield a client of the application with its limits on and nothing counted yet."""
    settings = wiring.parts().settings.model_copy(update={"rate_limits": True})
    parts = replace(wiring.parts(), settings=settings)
    monkeypatch.setitem(app.extensions, wiring.EXTENSION, parts)
    kept = app.extensions[rates.EXTENSION]
    # In the middle of a minute, so that no test runs over its end.
    set_clock("2026-05-01T10:02:30Z")
    rates.install(app)
    yield app.test_client()
    app.extensions[rates.EXTENSION] = kept


def test_browsing_1200_a_minute(limited: FlaskClient) -> None:
    statuses = [limited.get("/api/stores/?limit=0").status_code for _ in range(1200)]

    refused = limited.get("/api/stores/", headers={"Authorization": "Bearer nobody"})

    assert set(statuses) == {422}
    assert (refused.status_code, refused.mimetype) == (429, "application/problem+json")
    assert refused.json is not None
    assert refused.json["code"] == "rate_limited"
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert refused.headers["RateLimit-Limit"] == "1200"
    assert refused.headers["RateLimit-Remaining"] == "0"
    # A wrong method is told before the limit.
    assert limited.put("/api/stores/").status_code == 405


def test_checkout_120_a_minute_apart_from_browsing(
    limited: FlaskClient, cart: Callable[..., dict[str, Any]]
) -> None:
    statuses = [limited.post("/api/orders/", json={}).status_code for _ in range(121)]

    assert statuses == [422] * 120 + [429]
    answer = limited.get("/api/stores/")
    assert (answer.status_code, answer.headers["RateLimit-Remaining"]) == (200, "1199")


def test_another_address_is_counted_apart(limited: FlaskClient) -> None:
    for _ in range(121):
        limited.post("/api/orders/", json={})

    other = limited.post("/api/orders/", json={}, environ_base={"REMOTE_ADDR": "192.0.2.7"})

    assert other.status_code == 422


def test_20_wrong_secrets_a_minute(limited: FlaskClient) -> None:
    guesses = [
        limited.get(f"/api/orders/{uuid4()}/", headers={"Order-Token": "guess"}).status_code
        for _ in range(22)
    ]

    assert guesses == [404] * 20 + [429] * 2


def test_without_limits_nothing_is_counted(app: Flask, client: FlaskClient) -> None:
    settings = wiring.parts().settings.model_copy(update={"rate_limits": False})
    parts = wiring.parts()
    app.extensions[wiring.EXTENSION] = replace(parts, settings=settings)
    try:
        answer = client.get("/api/stores/")
    finally:
        app.extensions[wiring.EXTENSION] = parts

    assert "RateLimit-Limit" not in answer.headers
