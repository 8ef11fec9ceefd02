from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from factories import make_product, make_store
from flask import Flask
from flask.testing import FlaskClient
from over_http import stock_and_ledger

from shop_admin.db import transaction
from shop_admin.permissions import command
from shop_admin.services import orders, payments


@pytest.fixture
def lamp(app: Flask) -> UUID:
    """Return a product with ten in stock."""
    return make_product(make_store(), stock=10)


@pytest.fixture
def order(
    client: FlaskClient, lamp: UUID, cart: Callable[..., dict[str, Any]]
) -> tuple[str, dict[str, str]]:
    """Return the path of a guest's order of two lamps, and the header that opens it."""
    answer = client.post("/api/orders/", json=cart((lamp, 2)))
    assert answer.json is not None
    return f"/api/orders/{answer.json['id']}/", {"Order-Token": answer.json["access_token"]}


def test_the_stock_comes_back(
    client: FlaskClient, lamp: UUID, order: tuple[str, dict[str, str]]
) -> None:
    path, secret = order
    assert stock_and_ledger(lamp) == (8, 8)

    answer = client.post(f"{path}cancel/", headers=secret)

    assert answer.status_code == 200
    assert answer.json is not None
    assert (answer.json["status"], answer.json["payment"]["status"]) == ("CANCELLED", "CANCELLED")
    assert "access_token" not in answer.json
    assert stock_and_ledger(lamp) == (10, 10)


def test_twice_is_refused(
    client: FlaskClient, lamp: UUID, order: tuple[str, dict[str, str]]
) -> None:
    path, secret = order
    client.post(f"{path}cancel/", headers=secret)

    answer = client.post(f"{path}cancel/", headers=secret)

    assert answer.status_code == 409
    assert answer.json is not None
    assert answer.json["code"] == "not_cancellable"
    assert stock_and_ledger(lamp) == (10, 10)


@pytest.mark.parametrize("act", [payments.mark_paid, orders.ship_order])
def test_later_is_refused(
    client: FlaskClient, order: tuple[str, dict[str, str]], act: Callable[..., object]
) -> None:
    path, secret = order
    actor = command()
    with transaction(actor.db_context()):
        act(actor, UUID(path.split("/")[3]))

    answer = client.post(f"{path}cancel/", headers=secret)

    assert answer.status_code == 409
    assert answer.json is not None
    assert answer.json["code"] == "not_cancellable"


def test_without_the_secret_it_is_not_there(
    client: FlaskClient, lamp: UUID, order: tuple[str, dict[str, str]]
) -> None:
    assert client.post(f"{order[0]}cancel/").status_code == 404
    assert stock_and_ledger(lamp) == (8, 8)
