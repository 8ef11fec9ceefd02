"""405, bad token 401, no token 401, role 403, object 404, 403, 415/413/400, 422, 409."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from factories import Person, make_category, make_person, make_product, make_store
from flask import Flask
from flask.testing import FlaskClient

Bearer = Callable[[Person], dict[str, str]]
BAD = {"Authorization": "Bearer nobody"}


def test_a_wrong_method_comes_before_a_bad_token(client: FlaskClient) -> None:
    assert client.put("/api/products/", headers=BAD).status_code == 405


@pytest.mark.parametrize("header", ["Bearer nobody", "Bearer", "Basic YTpi", "nobody", ""])
def test_a_bad_token_is_401_on_public_paths_too(client: FlaskClient, header: str) -> None:
    answer = client.get("/api/products/?limit=0", headers={"Authorization": header})

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


def test_no_token_comes_before_the_object(client: FlaskClient) -> None:
    answer = client.patch("/api/products/not-an-id/")

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_role_that_may_never_comes_before_the_object(
    app: Flask, client: FlaskClient, bearer: Bearer
) -> None:
    books = bearer(make_person(make_store(), "ACCOUNTANT"))

    assert client.patch(f"/api/products/{uuid4()}/", headers=books).status_code == 403


def test_staff_do_not_buy(client: FlaskClient, bearer: Bearer) -> None:
    staff = bearer(make_person(make_store()))

    assert client.post("/api/orders/", data="{", headers=staff).status_code == 403
    assert client.post(f"/api/orders/{uuid4()}/cancel/", headers=staff).status_code == 403


def test_the_object_comes_before_the_body(client: FlaskClient, bearer: Bearer) -> None:
    staff = bearer(make_person(make_store()))

    answers = [
        client.patch(f"/api/products/{name}/?x=1", data="{", headers=staff)
        for name in (uuid4(), "not-an-id", "0" * 32)
    ]

    assert [one.status_code for one in answers] == [404, 404, 404]


def test_seen_but_not_allowed_comes_before_the_body(
    app: Flask, client: FlaskClient, bearer: Bearer
) -> None:
    staff = bearer(make_person(make_store()))
    shared = make_category(None)

    answer = client.patch(f"/api/categories/{shared}/", data="{", headers=staff)

    assert answer.status_code == 403


def test_type_then_form_then_content_then_conflict(
    app: Flask, client: FlaskClient, bearer: Bearer
) -> None:
    store = make_store()
    staff = bearer(make_person(store))
    path = f"/api/products/{make_product(store)}/"

    def patch(path: str, **more: Any) -> int:
        return client.patch(path, headers=staff, **more).status_code

    assert patch(f"{path}?x=1", data="{") == 415
    assert patch(f"{path}?x=1", data="{", content_type="application/json") == 400
    assert patch(f"{path}?x=1", json={"version": 9}) == 422
    assert patch(path, json={"version": 9}) == 409


def test_a_missing_product_comes_before_a_wrong_parameter(app: Flask, client: FlaskClient) -> None:
    product = make_product(make_store())

    assert client.get(f"/api/products/{uuid4()}/?x=1").status_code == 404
    assert client.get(f"/api/products/{product}/?x=1").status_code == 422
