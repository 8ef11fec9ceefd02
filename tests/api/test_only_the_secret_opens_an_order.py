from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from factories import Person, make_person, make_product, make_store
from flask import Flask
from flask.testing import FlaskClient


@pytest.fixture
def order(app: Flask, client: FlaskClient, cart: Callable[..., dict[str, Any]]) -> dict[str, Any]:
    """Return a guest's order as checkout answered it."""
    answer = client.post("/api/orders/", json=cart((make_product(make_store()), 1)))
    assert answer.json is not None
    return answer.json


@pytest.mark.parametrize("by_header", [True, False])
def test_the_secret_opens_it(client: FlaskClient, order: dict[str, Any], by_header: bool) -> None:
    path, secret = f"/api/orders/{order['id']}/", order.pop("access_token")

    answer = (
        client.get(path, headers={"Order-Token": secret})
        if by_header
        else client.get(path, query_string={"token": secret})
    )

    assert (answer.status_code, answer.json) == (200, order)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_everything_else_is_one_and_the_same_404(
    client: FlaskClient, order: dict[str, Any]
) -> None:
    secret = order["access_token"]
    tries: list[tuple[object, dict[str, str]]] = [
        (order["id"], {}),
        (order["id"], {"Order-Token": ""}),
        (order["id"], {"Order-Token": secret[:-1]}),
        (order["id"], {"Order-Token": secret.swapcase()}),
        (order["id"], {"Order-Token": order["number"]}),
        (uuid4(), {"Order-Token": secret}),
        (order["number"], {"Order-Token": secret}),
        ("not-an-id", {}),
    ]

    answers = [
        client.get(f"/api/orders/{name}{end}", headers=headers)
        for name, headers in tries
        for end in ("/", "/invoice.pdf")
    ]

    assert {one.status_code for one in answers} == {404}
    bodies = {one.data.replace(one.headers["X-Request-Id"].encode(), b"") for one in answers}
    assert len(bodies) == 1
    assert len({str(sorted(one.headers.keys())) for one in answers}) == 1


def test_staff_of_the_store_see_it_and_others_do_not(
    app: Flask,
    client: FlaskClient,
    order: dict[str, Any],
    bearer: Callable[[Person], dict[str, str]],
) -> None:
    path = f"/api/orders/{order['id']}/"
    store = UUID(order["store"]["id"])
    people = [
        make_person(store),
        make_person(store, "ACCOUNTANT"),
        make_person(admin=True),
        make_person(make_store("Paris")),
    ]

    statuses = [client.get(path, headers=bearer(person)).status_code for person in people]

    assert statuses == [200, 403, 200, 404]
