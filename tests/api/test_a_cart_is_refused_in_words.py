from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from factories import make_product, make_store
from flask import Flask
from flask.testing import FlaskClient

from shop_admin.db import acting_as, db
from shop_admin.models.inbox import IdempotencyKey
from shop_admin.models.orders import Order
from shop_admin.models.stock import StockMovement
from shop_admin.permissions import command

Cart = Callable[..., dict[str, Any]]


def refused(client: FlaskClient, body: dict[str, Any]) -> tuple[int, str, list[dict[str, Any]]]:
    """Return how a cart is refused, after a look that it left nothing behind."""
    answer = client.post("/api/orders/", json=body, headers={"Idempotency-Key": "refused"})
    assert answer.json is not None
    with acting_as(command().db_context()):
        sold = sa.select(StockMovement.id).where(StockMovement.reason == "SALE")
        for left in (sa.select(Order.id), sa.select(IdempotencyKey.id), sold):
            assert db.session.scalars(left).all() == []
    return answer.status_code, answer.json["code"], answer.json["errors"]


def test_products_of_several_stores(app: Flask, client: FlaskClient, cart: Cart) -> None:
    lamp, chair = make_product(make_store("Berlin")), make_product(make_store("Paris"))

    status, code, errors = refused(client, cart((lamp, 1), (chair, 1)))

    assert (status, code, errors[0]["pointer"]) == (422, "several_stores", "/items")


def test_each_item_that_is_not_for_sale(app: Flask, client: FlaskClient, cart: Cart) -> None:
    store = make_store()
    draft = make_product(store, status_flag="DRAFT")

    status, code, errors = refused(client, cart((make_product(store), 1), (draft, 1), (uuid4(), 1)))

    assert (status, code) == (422, "not_available")
    assert [one["pointer"] for one in errors] == ["/items/1/product_id", "/items/2/product_id"]
    assert errors[0]["detail"] == errors[1]["detail"]


def test_not_enough_in_stock(app: Flask, client: FlaskClient, cart: Cart) -> None:
    store = make_store()
    lamp = make_product(store, name="Blue Lamp", stock=3)

    status, code, errors = refused(client, cart((make_product(store), 1), (lamp, 2), (lamp, 2)))

    assert (status, code) == (409, "out_of_stock")
    assert errors == [
        {"pointer": "/items/1/quantity", "detail": "Only 3 left of Blue Lamp.", "available": 3}
    ]


def test_a_store_that_does_not_sell_them(app: Flask, client: FlaskClient, cart: Cart) -> None:
    lamp, other = make_product(make_store("Berlin")), make_store("Paris")

    answers = [refused(client, cart((lamp, 1), store=name)) for name in (str(other), "nowhere")]

    assert answers[0] == answers[1]
    assert answers[0][2][0]["pointer"] == "/store"


@pytest.mark.parametrize(
    ("more", "code", "pointer"),
    [
        ({"coupon_code": "SAVE"}, "coupon_invalid", "/coupon_code"),
        ({"payment_method": "stripe"}, "invalid", "/payment_method"),
        ({"payment_method": "gold"}, "invalid", "/payment_method"),
        ({"contact": {"name": "Ada"}}, "invalid", "/contact"),
        ({"contact": {"email": "ada"}}, "invalid", "/contact/email"),
        ({"contact": {"phone": "call me"}}, "invalid", "/contact/phone"),
        ({"items": []}, "invalid", "/items"),
        ({"shipping_address": {}}, "invalid", "/shipping_address/name"),
        ({"status": "PAID"}, "invalid", "/status"),
        ({"user_id": str(uuid4())}, "invalid", "/user_id"),
    ],
)
def test_what_is_wrong_is_named(
    app: Flask, client: FlaskClient, cart: Cart, more: dict[str, Any], code: str, pointer: str
) -> None:
    lamp = make_product(make_store())

    status, found, errors = refused(client, cart((lamp, 1), **more))

    assert (status, found) == (422, code)
    assert errors[0]["pointer"] == pointer
