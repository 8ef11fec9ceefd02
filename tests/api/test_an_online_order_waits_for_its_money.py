from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
import telling
from factories import make_product
from flask import Flask
from flask.testing import FlaskClient

from shop_admin import wiring
from shop_admin.db import acting_as, db, transaction
from shop_admin.models.inbox import IdempotencyKey
from shop_admin.models.orders import Order
from shop_admin.models.payments import Payment
from shop_admin.permissions import command
from shop_admin.providers.payment.base import NextAction, PaymentRequest, ProviderDown
from shop_admin.providers.payment.sandbox import Sandbox

Cart = Callable[..., dict[str, Any]]
KEY = {"Idempotency-Key": "one cart"}


class Silent(Sandbox):
    """A provider that does not answer."""

    def start(self, request: PaymentRequest) -> NextAction:
        raise ProviderDown


def online_cart(cart: Cart) -> dict[str, Any]:
    return cart((make_product(telling.online_store()), 2), payment_method="sandbox")


def count(model: Any) -> int:
    with acting_as(command().db_context()):
        return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def silence(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = wiring.parts()
    silent = {"sandbox": Silent("secret", "http://localhost")}
    down = wiring.Parts(**{**vars(parts), "payment_providers": silent})
    monkeypatch.setitem(app.extensions, wiring.EXTENSION, down)


def test_it_tells_where_to_pay(app: Flask, client: FlaskClient, cart: Cart) -> None:
    answer = client.post("/api/orders/", json=online_cart(cart))

    assert answer.status_code == 201
    order = answer.get_json()
    assert (order["status"], order["payment"]["status"]) == ("PENDING", "PENDING")
    action = order["payment"]["next_action"]
    assert action["type"] == "redirect"
    assert "/sandbox/pay/" in action["url"]
    assert order["access_token"]
    with acting_as(command().db_context()):
        kept = db.session.scalars(sa.select(Order)).one()
        held = kept.reserved_until - kept.placed_at
        assert held.total_seconds() == 30 * 60
        assert db.session.scalars(sa.select(Payment.due_at)).one() == kept.reserved_until


def test_the_same_key_gets_the_same_bytes(app: Flask, client: FlaskClient, cart: Cart) -> None:
    body = online_cart(cart)

    first, again = (client.post("/api/orders/", json=body, headers=KEY) for _ in "ab")

    assert (first.status_code, first.data) == (again.status_code, again.data)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert count(Order) == 1


def test_what_crashed_before_its_answer_goes_on_from_there(
    app: Flask, client: FlaskClient, cart: Cart
) -> None:
    body = online_cart(cart)
    first = client.post("/api/orders/", json=body, headers=KEY)
    with transaction(command().db_context()) as session:
        # As the first transaction left it: the order is there, its answer is not.
        session.execute(sa.update(IdempotencyKey).values(state="RUNNING", status=None, body=None))
        session.execute(sa.update(Payment).values(next_action=sa.null()))

    again = client.post("/api/orders/", json=body, headers=KEY)

    assert (again.status_code, again.data) == (201, first.data)
    assert (count(Order), count(Payment)) == (1, 1)
    assert client.post("/api/orders/", json=body, headers=KEY).data == first.data


def test_it_goes_on_even_when_the_product_is_gone(
    app: Flask, client: FlaskClient, cart: Cart
) -> None:
    body = online_cart(cart)
    first = client.post("/api/orders/", json=body, headers=KEY)
    with transaction(command().db_context()) as session:
        session.execute(sa.update(IdempotencyKey).values(state="RUNNING", status=None, body=None))
        session.execute(sa.text("UPDATE products SET is_deleted = true"))

    again = client.post("/api/orders/", json=body, headers=KEY)

    assert (again.status_code, again.data) == (201, first.data)


def test_a_silent_provider_loses_no_order(
    app: Flask, client: FlaskClient, cart: Cart, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = online_cart(cart)
    silence(app, monkeypatch)

    answer = client.post("/api/orders/", json=body, headers=KEY)

    assert answer.status_code == 201
    order = answer.get_json()
    assert (order["status"], order["payment"]["next_action"]) == ("PENDING", None)
    monkeypatch.undo()
    paid = client.post(
        f"/api/orders/{order['id']}/pay/",
        json={"payment_method": "sandbox"},
        headers={"Order-Token": order["access_token"]},
    )
    assert paid.get_json()["payment"]["next_action"] is not None


def test_a_store_that_does_not_offer_it_refuses(
    app: Flask, client: FlaskClient, cart: Cart
) -> None:
    store = telling.make_store()
    body = cart((make_product(store), 1), payment_method="sandbox")

    answer = client.post("/api/orders/", json=body)

    assert (answer.status_code, count(Order)) == (422, 0)
    assert answer.get_json()["errors"][0]["pointer"] == "/payment_method"


def test_a_way_that_the_installation_has_no_provider_for_is_refused(
    app: Flask, client: FlaskClient, cart: Cart
) -> None:
    store = telling.make_store(payment_methods=("bank_transfer", "stripe"))
    body = cart((make_product(store), 1), payment_method="stripe")

    assert client.post("/api/orders/", json=body).status_code == 422


def test_a_guest_says_how_to_be_reached(app: Flask, client: FlaskClient, cart: Cart) -> None:
    body = online_cart(cart)
    del body["contact"]

    answer = client.post("/api/orders/", json=body)

    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["pointer"] == "/contact"


class Slow(Sandbox):
    """A provider so slow that the buyer sends the request again, and pays, while it starts."""

    meanwhile: Callable[[PaymentRequest], None]

    def start(self, request: PaymentRequest) -> NextAction:
        meanwhile, self.meanwhile = self.meanwhile, lambda _: None
        meanwhile(request)
        return super().start(request)


def test_a_twin_that_overtakes_gives_the_answer_of_both(
    app: Flask, client: FlaskClient, cart: Cart, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = online_cart(cart)
    slow, answers = Slow("a secret", "http://localhost"), []

    def meanwhile(request: PaymentRequest) -> None:
        answers.append(client.post("/api/orders/", json=body, headers=KEY))
        telling.told("CAPTURED", request.payment_id)

    slow.meanwhile = meanwhile
    other = wiring.Parts(**{**vars(wiring.parts()), "payment_providers": {"sandbox": slow}})
    monkeypatch.setitem(app.extensions, wiring.EXTENSION, other)

    answers.append(client.post("/api/orders/", json=body, headers=KEY))

    overtook, overtaken = answers
    assert (overtook.status_code, overtaken.status_code) == (201, 201)
    assert overtook.get_json()["status"] == "PENDING"
    assert overtaken.data == overtook.data
    assert count(Order) == 1
