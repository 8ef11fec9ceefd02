from collections.abc import Callable
from typing import Any

import pytest
import telling
from factories import make_product
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

Cart = Callable[..., dict[str, Any]]


@pytest.fixture
def placed(app: Flask, client: FlaskClient, cart: Cart) -> dict[str, Any]:
    """Return the answer of a checkout that waits for the sandbox."""
    body = cart((make_product(telling.online_store()), 2), payment_method="sandbox")
    order: dict[str, Any] = client.post("/api/orders/", json=body).get_json()
    return order


def pay(client: FlaskClient, order: dict[str, Any], method: str, **headers: str) -> TestResponse:
    return client.post(
        f"/api/orders/{order['id']}/pay/",
        json={"payment_method": method},
        headers={"Order-Token": order["access_token"], **headers},
    )


def test_the_attempt_before_is_given_up(client: FlaskClient, placed: dict[str, Any]) -> None:
    answer = pay(client, placed, "sandbox")

    assert answer.status_code == 200
    order = answer.get_json()
    assert "access_token" not in order
    assert order["payment"]["id"] != placed["payment"]["id"]
    assert order["payment"]["next_action"]["url"] != placed["payment"]["next_action"]["url"]
    assert telling.payment(placed["payment"]["id"]).status == "CANCELLED"


def test_from_online_to_a_transfer_and_back(client: FlaskClient, placed: dict[str, Any]) -> None:
    held = telling.order(placed["id"]).reserved_until

    transfer = pay(client, placed, "bank_transfer").get_json()
    later = telling.order(placed["id"]).reserved_until
    delivery = pay(client, placed, "cash_on_delivery").get_json()
    unbound = telling.order(placed["id"]).reserved_until
    online = pay(client, placed, "sandbox").get_json()

    assert [one["status"] for one in (transfer, delivery, online)] == [
        "PLACED",
        "PLACED",
        "PENDING",
    ]
    assert transfer["payment"]["next_action"] is None
    assert online["payment"]["next_action"] is not None
    assert (later - held).days == 6
    assert unbound is None
    assert telling.order(placed["id"]).reserved_until < later


def test_one_key_is_one_attempt(client: FlaskClient, placed: dict[str, Any]) -> None:
    key = {"Idempotency-Key": "again"}

    first, again = (pay(client, placed, "sandbox", **key) for _ in "ab")

    assert (first.status_code, first.data) == (200, again.data)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert pay(client, placed, "bank_transfer", **key).status_code == 422


def test_a_paid_order_is_not_paid_again(client: FlaskClient, placed: dict[str, Any]) -> None:
    telling.told("CAPTURED", telling.latest_payment(placed["id"]).id)

    answer = pay(client, placed, "sandbox")

    assert (answer.status_code, answer.get_json()["code"]) == (409, "already_paid")
    shown = client.get(
        f"/api/orders/{placed['id']}/", headers={"Order-Token": placed["access_token"]}
    ).get_json()
    assert (shown["payment"]["status"], shown["payment"]["next_action"]) == ("PAID", None)


def test_a_cancelled_order_is_not_payable(client: FlaskClient, placed: dict[str, Any]) -> None:
    client.post(
        f"/api/orders/{placed['id']}/cancel/", headers={"Order-Token": placed["access_token"]}
    )

    answer = pay(client, placed, "sandbox")

    assert (answer.status_code, answer.get_json()["code"]) == (409, "not_payable")


def test_money_that_is_on_its_way_is_not_asked_for_twice(
    client: FlaskClient, placed: dict[str, Any]
) -> None:
    telling.told("AUTHORIZED", telling.latest_payment(placed["id"]).id)

    answer = pay(client, placed, "sandbox")

    assert (answer.status_code, answer.get_json()["code"]) == (409, "payment_in_progress")


def test_another_secret_pays_nothing(client: FlaskClient, placed: dict[str, Any]) -> None:
    assert pay(client, placed | {"access_token": "wrong"}, "sandbox").status_code == 404
