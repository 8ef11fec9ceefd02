from flask import Flask
from flask.testing import FlaskClient

from shop_admin.api import health


def test_a_migrated_database_is_ready(app: Flask, client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}
    assert client.get("/readyz").json == {"status": "ready"}


def test_an_older_schema_is_not_ready(app: Flask, client: FlaskClient) -> None:
    kept = app.extensions[health.HEAD]
    app.extensions[health.HEAD] = "9999"
    try:
        answer = client.get("/readyz")
    finally:
        app.extensions[health.HEAD] = kept

    assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
    assert client.get("/healthz").status_code == 200


def test_a_newer_schema_is_ready_for_older_code(app: Flask, client: FlaskClient) -> None:
    kept = app.extensions[health.HEAD]
    app.extensions[health.HEAD] = "0001"
    try:
        answer = client.get("/readyz")
    finally:
        app.extensions[health.HEAD] = kept

    assert answer.json == {"status": "ready"}
