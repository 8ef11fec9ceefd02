from collections.abc import Callable
from typing import Any

from clocks import set_clock
from factories import make_product, make_store
from flask import Flask
from flask.testing import FlaskClient

Cart = Callable[..., dict[str, Any]]
KEY = {"Idempotency-Key": "my key"}


def test_a_key_is_forgotten_after_three_days(app: Flask, client: FlaskClient, cart: Cart) -> None:
    set_clock("2026-05-01T10:00:00Z")
    lamp = make_product(make_store())

    def number(body: dict[str, Any]) -> str:
        answer = client.post("/api/orders/", json=body, headers=KEY)
        assert answer.json is not None
        assert answer.status_code == 201, answer.json
        placed: str = answer.json["number"]
        return placed

    first = number(cart((lamp, 1)))
    set_clock("2026-05-04T09:59:00Z")
    assert number(cart((lamp, 1))) == first

    set_clock("2026-05-04T10:01:00Z")
    second = number(cart((lamp, 2)))
    assert second != first
    assert number(cart((lamp, 2))) == second
