"""/metrics: true figures, for this machine or the token's holder; to everybody else not there."""

import dataclasses
import re

import pytest
from factories import make_product, make_store, place
from flask import Flask
from flask.testing import FlaskClient

from shop_admin import wiring

TOKEN = "a token for the metrics of this test"


def _figure(text: str, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} ([0-9.e+-]+)$", text, re.MULTILINE)
    assert found, text
    return float(found[1])


@pytest.fixture
def with_token(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = wiring.parts()
    settings = parts.settings.model_copy(update={"metrics_token": TOKEN})
    changed = dataclasses.replace(parts, settings=settings)
    monkeypatch.setitem(app.extensions, wiring.EXTENSION, changed)


def test_answers_are_counted(client: FlaskClient) -> None:
    name = 'shop_requests_total{endpoint="health.is_alive",method="GET",status="2xx"}'
    client.get("/healthz")
    before = _figure(client.get("/metrics").text, name)
    client.get("/healthz")
    client.open("/healthz", method="BREW")
    text = client.get("/metrics").text
    assert _figure(text, name) == before + 1
    assert 'method="OTHER"' in text
    assert "BREW" not in text
    timed = 'shop_request_seconds_count{endpoint="health.is_alive",method="GET"}'
    assert _figure(text, timed) >= 2


def test_the_database_is_asked(client: FlaskClient, app: Flask) -> None:
    app.extensions["shop_admin.api.metrics"].until = 0.0
    before = client.get("/metrics").text
    store = make_store()
    place(store, (make_product(store), 1))
    app.extensions["shop_admin.api.metrics"].until = 0.0
    after = client.get("/metrics").text
    assert _figure(after, "shop_database_up") == 1
    assert _figure(after, "shop_orders_day") == _figure(before, "shop_orders_day") + 1
    assert _figure(after, 'shop_jobs{status="todo"}') >= 1
    assert _figure(after, "shop_oldest_waiting_job_seconds") >= 0
    assert "shop_pool_connections" in after


def test_the_database_is_not_asked_each_time(client: FlaskClient, app: Flask) -> None:
    client.get("/metrics")
    kept = app.extensions["shop_admin.api.metrics"].figures
    client.get("/metrics")
    assert app.extensions["shop_admin.api.metrics"].figures is kept


@pytest.mark.parametrize("address", ["10.0.0.7", "2001:db8::1", "nonsense", ""])
def test_from_elsewhere_it_is_not_there(client: FlaskClient, address: str) -> None:
    answer = client.get("/metrics", environ_base={"REMOTE_ADDR": address})
    assert answer.status_code == 404
    assert "shop_requests" not in answer.text


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "Via", "X-Real-Ip"])
def test_what_a_proxy_forwards_is_not_from_here(client: FlaskClient, header: str) -> None:
    assert client.get("/metrics", headers={header: "127.0.0.1"}).status_code == 404


def test_with_a_token_only_the_token_opens(client: FlaskClient, with_token: None) -> None:
    assert client.get("/metrics").status_code == 404
    for wrong in ("Bearer", "Bearer x", TOKEN, f"bearer {TOKEN}", "Bearer é"):
        assert client.get("/metrics", headers={"Authorization": wrong}).status_code == 404
    answer = client.get(
        "/metrics",
        headers={"Authorization": f"Bearer {TOKEN}", "X-Forwarded-For": "10.0.0.7"},
        environ_base={"REMOTE_ADDR": "10.0.0.7"},
    )
    assert answer.status_code == 200


def test_it_has_the_headers_of_every_answer(client: FlaskClient) -> None:
    answer = client.get("/metrics")
    assert answer.content_type.startswith("text/plain; version=")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
