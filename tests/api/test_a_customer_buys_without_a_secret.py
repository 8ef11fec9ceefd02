from collections.abc import Callable
from typing import Any

import pytest
import telling
from factories import make_product
from flask import Flask
from flask.testing import FlaskClient

from shop_admin.db import transaction
from shop_admin.permissions import IDENTITY
from shop_admin.services import customers, sessions

Cart = Callable[..., dict[str, Any]]
KEY = {"Idempotency-Key": "mine"}


@pytest.fixture
def token(app: Flask) -> Callable[[str], dict[str, str]]:
    """Return what logs a customer in by a mobile number and gives the header of the token."""

    def log_in(number: str) -> dict[str, str]:
        with transaction(IDENTITY.db_context()):
            user_id = customers.welcome(number)
            assert user_id is not None
            opened = sessions.open_session(user_id, "api_customer")
        return {"Authorization": f"Bearer {opened.token}"}

    return log_in


@pytest.mark.parametrize("method", ["sandbox", "cash_on_delivery"])
def test_the_account_says_how_to_be_reached(
    app: Flask, client: FlaskClient, cart: Cart, token: Callable[[str], dict[str, str]], method: str
) -> None:
    mine, others = token("+4915123456789"), token("+4915123456780")
    body = cart((make_product(telling.online_store()), 1), payment_method=method)
    del body["contact"]

    bought = client.post("/api/orders/", json=body, headers=mine | KEY)
    again = client.post("/api/orders/", json=body, headers=mine | KEY)
    theirs = client.post("/api/orders/", json=body, headers=others | KEY)

    assert bought.status_code == 201
    order = bought.get_json()
    assert "access_token" not in order
    assert order["contact"]["phone"] == "+4915123456789"
    assert again.data == bought.data
    assert theirs.get_json()["id"] != order["id"]
    path = f"/api/orders/{order['id']}/"
    assert client.get(path, headers=mine).status_code == 200
    assert client.get(path, headers=others).status_code == 404
    pay = {"payment_method": "bank_transfer"}
    assert client.post(f"{path}pay/", json=pay, headers=others).status_code == 404
    paid = client.post(f"{path}pay/", json=pay, headers=mine)
    assert (paid.status_code, paid.get_json()["status"]) == (200, "PLACED")
