from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from factories import ADDRESS, make_product, make_store
from flask import Flask
from flask.testing import FlaskClient

from shop_admin.db import acting_as, db
from shop_admin.models.inbox import IdempotencyKey
from shop_admin.models.orders import Order
from shop_admin.permissions import command

Cart = Callable[..., dict[str, Any]]


def test_checkout_answers_what_the_page_promises(
    app: Flask, client: FlaskClient, cart: Cart
) -> None:
    store = make_store()
    lamp = make_product(store, price="25.00", name="Blue Lamp", sku="L-1")

    answer = client.post("/api/orders/", json=cart((lamp, 1), (lamp, 1), store=str(store)))

    assert answer.status_code == 201
    body = answer.json
    assert body is not None
    assert answer.headers["Location"].endswith(f"/api/orders/{body['id']}/")
    assert list(body) == [
        "id", "number", "status", "store", "currency", "subtotal", "discount_amount",
        "tax_amount", "shipping_amount", "total_amount", "items", "contact", "shipping_address",
        "billing_address", "payment", "invoice", "placed_at", "cdate", "access_token",
    ]  # fmt: skip
    sums = ("currency", "subtotal", "discount_amount", "tax_amount", "total_amount")
    assert [body[name] for name in sums] == ["EUR", "50.00", "0.00", "7.98", "50.00"]
    (item,) = body["items"]
    assert item | {"id": ""} == {
        "id": "",
        "product_id": str(lamp),
        "sku": "L-1",
        "name": "Blue Lamp",
        "quantity": 2,
        "unit_price": "25.00",
        "tax_rate": "19.00",
        "line_total": "50.00",
    }
    assert body["shipping_address"] == body["billing_address"] == ADDRESS
    assert body["payment"] | {"id": ""} == {
        "id": "",
        "payment_method": "cash_on_delivery",
        "status": "PENDING",
        "amount": "50.00",
        "next_action": None,
    }
    assert body["placed_at"].endswith("Z")
    assert len(body["placed_at"]) == len("2026-11-22T08:26:00Z")


def test_money_has_the_decimals_of_its_currency(
    app: Flask, client: FlaskClient, cart: Cart
) -> None:
    lamp = make_product(make_store("Tokyo", country="JP", currency="JPY"), price="1200")

    answer = client.post("/api/orders/", json=cart((lamp, 1)))

    assert answer.json is not None
    assert answer.json["total_amount"] == "1200"


def test_the_secret_is_kept_nowhere(app: Flask, client: FlaskClient, cart: Cart) -> None:
    lamp = make_product(make_store())

    answer = client.post(
        "/api/orders/", json=cart((lamp, 1)), headers={"Idempotency-Key": "kept nowhere"}
    )

    assert answer.json is not None
    secret = answer.json["access_token"]
    with acting_as(command().db_context()):
        kept = db.session.scalars(sa.select(IdempotencyKey.body)).one()
        stored = db.session.scalars(sa.select(Order.guest_token_hash)).one()
    assert kept is not None
    assert secret.encode() not in bytes(kept)
    assert stored is not None
    assert secret not in stored
