from factories import make_person, make_store
from flask import Flask
from flask.testing import FlaskClient

from shop_admin.db import transaction
from shop_admin.permissions import IDENTITY
from shop_admin.services import sessions


def test_a_console_login_is_nobody_here(app: Flask, client: FlaskClient) -> None:
    person = make_person(make_store())
    with transaction(IDENTITY.db_context()):
        token = sessions.open_session(person.user_id, "console").token
    with client.session_transaction() as session:
        session["_user_id"] = token

    by_cookie = client.get("/api/orders/")
    by_token = client.get("/api/orders/", headers={"Authorization": f"Bearer {token}"})

    assert client.get("/admin/login/").status_code == 302
    assert (by_cookie.status_code, by_token.status_code) == (401, 401)


def test_no_cookie_is_set_and_no_answer_varies_by_one(app: Flask, client: FlaskClient) -> None:
    for path in ("/api/products/", "/api/nothing/", "/api/orders/", "/healthz", "/readyz"):
        answer = client.get(path)
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")


def test_posts_need_no_form_token(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True

    assert client.post("/api/orders/", json={}).status_code == 422
