from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop_admin import wiring

SHOP = "https://shop.example.com"


@pytest.fixture
def named(app: Flask) -> Iterator[FlaskClient]:
    """Yield a client of the application that knows one foreign origin."""
    parts = wiring.parts()
    settings = parts.settings.model_copy(update={"cors_origins": (SHOP,)})
    app.extensions[wiring.EXTENSION] = replace(parts, settings=settings)
    yield app.test_client()
    app.extensions[wiring.EXTENSION] = parts


def test_a_named_origin_reads_answers_and_refusals(named: FlaskClient) -> None:
    for path in ("/api/products/", "/api/nothing/", "/api/orders/"):
        answer = named.get(path, headers={"Origin": SHOP})
        assert answer.headers["Access-Control-Allow-Origin"] == SHOP
        assert "Origin" in answer.headers["Vary"]
        assert "Access-Control-Allow-Credentials" not in answer.headers


def test_it_may_ask_first(named: FlaskClient) -> None:
    asks = {"Origin": SHOP, "Access-Control-Request-Method": "POST"}

    answer = named.options("/api/orders/", headers=asks)

    assert answer.status_code == 200
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert "Idempotency-Key" in answer.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("origin", ["https://evil.example.com", "null", f"{SHOP}.evil.com"])
def test_no_other_origin_may(named: FlaskClient, origin: str) -> None:
    answer = named.get("/api/products/", headers={"Origin": origin})

    assert "Access-Control-Allow-Origin" not in answer.headers


def test_kept_answers_say_it_for_each_origin_anew(named: FlaskClient) -> None:
    plain = named.get("/api/products/")
    kept = named.get("/api/products/", headers={"Origin": SHOP})
    known = {"Origin": SHOP, "If-None-Match": plain.headers["ETag"]}
    same = named.get("/api/products/", headers=known)

    assert "Access-Control-Allow-Origin" not in plain.headers
    assert (kept.status_code, same.status_code) == (200, 304)
    for answer in (kept, same):
        assert answer.headers["Access-Control-Allow-Origin"] == SHOP
    for answer in (plain, kept, same):
        assert {"Origin", "Authorization"} <= set(answer.vary)
