from collections.abc import Callable
from typing import Any

import pytest
from factories import make_product, make_store
from flask import Flask
from flask.testing import FlaskClient


@pytest.mark.parametrize("inclusive", [True, False])
def test_a_receipt_is_what_is_read_later(
    app: Flask, client: FlaskClient, cart: Callable[..., dict[str, Any]], inclusive: bool
) -> None:
    store = make_store(prices_include_tax=inclusive, invoice_rule="PAID")
    lamps = [
        make_product(store, price="12.30", name='A "lamp", büro ₹'),
        make_product(store, price="0.05", tax_class="reduced"),
    ]
    given = cart((lamps[0], 3), (lamps[1], 1))
    given["contact"]["phone"] = "+49 30 901820"

    placed = client.post("/api/orders/", json=given)

    assert placed.status_code == 201
    assert placed.json is not None
    body = dict(placed.json)
    token = body.pop("access_token")
    read = client.get(f"/api/orders/{body['id']}/", headers={"Order-Token": token})
    assert read.json == body
