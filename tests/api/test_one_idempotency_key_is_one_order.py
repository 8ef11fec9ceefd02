from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from factories import make_product, make_store
from flask import Flask
from flask.testing import FlaskClient

from shop_admin.db import acting_as, db, transaction
from shop_admin.models.catalog import Product
from shop_admin.models.orders import Order
from shop_admin.permissions import command
from shop_admin.services import records, stock

Cart = Callable[..., dict[str, Any]]
KEY = {"Idempotency-Key": "my key"}


def count_orders() -> int:
    with acting_as(command().db_context()):
        return db.session.scalar(sa.select(sa.func.count()).select_from(Order)) or 0


def test_the_same_request_gets_the_first_answer(
    app: Flask, client: FlaskClient, cart: Cart
) -> None:
    body = cart((make_product(make_store()), 1))

    first = client.post("/api/orders/", json=body, headers=KEY)
    # Names in another order say the same.
    again = client.post("/api/orders/", json=dict(reversed(body.items())), headers=KEY)

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.data == again.data
    assert first.headers["Location"] == again.headers["Location"]
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert count_orders() == 1


def test_another_body_is_refused(app: Flask, client: FlaskClient, cart: Cart) -> None:
    lamp = make_product(make_store())
    client.post("/api/orders/", json=cart((lamp, 1)), headers=KEY)

    answer = client.post("/api/orders/", json=cart((lamp, 2)), headers=KEY)

    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["code"] == "idempotency_key_reused"
    assert count_orders() == 1


def test_a_replay_works_when_the_product_is_gone(
    app: Flask, client: FlaskClient, cart: Cart
) -> None:
    lamp = make_product(make_store())
    first = client.post("/api/orders/", json=cart((lamp, 1)), headers=KEY)
    actor = command()
    with transaction(actor.db_context()):
        records.remove(actor, Product, lamp)

    again = client.post("/api/orders/", json=cart((lamp, 1)), headers=KEY)
    other = client.post("/api/orders/", json=cart((lamp, 1)), headers={"Idempotency-Key": "new"})

    assert (again.status_code, again.data) == (201, first.data)
    assert other.status_code == 422


def test_a_refused_request_may_be_sent_again_with_its_key(
    app: Flask, client: FlaskClient, cart: Cart
) -> None:
    lamp = make_product(make_store(), stock=0)
    body = cart((lamp, 1))
    assert client.post("/api/orders/", json=body, headers=KEY).status_code == 409
    actor = command()
    with transaction(actor.db_context()):
        stock.receive(actor, lamp, 1)

    answer = client.post("/api/orders/", json=body, headers=KEY)

    assert answer.status_code == 201
    assert "Idempotent-Replayed" not in answer.headers


def test_without_a_key_each_request_is_an_order(
    app: Flask, client: FlaskClient, cart: Cart
) -> None:
    body = cart((make_product(make_store()), 1))

    assert [client.post("/api/orders/", json=body).status_code for _ in "ab"] == [201, 201]
    assert count_orders() == 2


@pytest.mark.parametrize("key", ["", "x" * 256, "ä"])
def test_a_key_has_1_to_255_plain_characters(
    app: Flask, client: FlaskClient, cart: Cart, key: str
) -> None:
    body = cart((make_product(make_store()), 1))

    answer = client.post("/api/orders/", json=body, headers={"Idempotency-Key": key})

    assert answer.status_code == 422
