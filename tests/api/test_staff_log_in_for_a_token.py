from typing import Any

import pytest
from factories import PASSWORD, make_person, make_store
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse


def log_in(client: FlaskClient, email: str, password: str = PASSWORD, **more: Any) -> TestResponse:
    return client.post(
        "/api/auth/admin/login/", json={"email": email, "password": password, **more}
    )


def test_a_member_gets_a_token_with_stores(app: Flask, client: FlaskClient) -> None:
    store = make_store()
    person = make_person(store, "MANAGER")

    answer = log_in(client, person.email.upper())

    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["token_type"] == "Bearer"
    user = answer.json["user"]
    assert (user["id"], user["email"], user["roles"]) == (str(person.user_id), person.email, [])
    assert [(one["id"], one["role"]) for one in user["stores"]] == [(str(store), "manager")]
    token = {"Authorization": f"Bearer {answer.json['token']}"}
    assert client.get("/api/orders/", headers=token).status_code == 200


@pytest.mark.parametrize(
    ("given", "roles"), [({"admin": True}, ["admin"]), ({"books": True}, ["accountant"])]
)
def test_roles_for_all_stores_are_named(
    app: Flask, client: FlaskClient, given: dict[str, bool], roles: list[str]
) -> None:
    answer = log_in(client, make_person(**given).email)  # type: ignore[arg-type]

    assert answer.json is not None
    assert (answer.json["user"]["roles"], answer.json["user"]["stores"]) == (roles, [])


def test_wrong_is_the_same_whether_or_not_there_is_such_a_person(
    app: Flask, client: FlaskClient
) -> None:
    wrong = log_in(client, make_person(make_store()).email, "not the password")
    nobody = log_in(client, "nobody@example.com")
    no_role = log_in(client, make_person().email)

    answers = [wrong, nobody, no_role]
    assert {one.status_code for one in answers} == {401}
    assert {one.json["code"] for one in answers if one.json} == {"invalid_credentials"}
    bodies = {one.data.replace(one.headers["X-Request-Id"].encode(), b"") for one in answers}
    assert len(bodies) == 1


def test_after_logout_the_token_opens_nothing(app: Flask, client: FlaskClient) -> None:
    answer = log_in(client, make_person(make_store()).email)
    assert answer.json is not None
    token = {"Authorization": f"Bearer {answer.json['token']}"}

    assert client.post("/api/auth/logout/", headers=token).status_code == 204
    assert client.post("/api/auth/logout/", headers=token).status_code == 401
    assert client.get("/api/products/", headers=token).status_code == 401


@pytest.mark.usefixtures("limits_on")
def test_the_eleventh_try_has_to_wait(app: Flask, client: FlaskClient) -> None:
    email = make_person(make_store()).email
    statuses = [log_in(client, email, "wrong").status_code for _ in range(10)]

    answer = log_in(client, email)

    assert statuses == [401] * 10
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
