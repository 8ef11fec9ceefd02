from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from factories import Person, make_person, make_product, make_store, place
from flask import Flask
from flask.testing import FlaskClient

from shop_admin.db import transaction
from shop_admin.permissions import command
from shop_admin.services import payments

Headers = dict[str, str]


@pytest.fixture
def orders(app: Flask) -> dict[str, UUID]:
    """Return two stores' orders, one of them paid."""
    berlin, paris = make_store("Berlin"), make_store("Paris")
    lamp, chair = make_product(berlin), make_product(paris)
    made = {
        "berlin": berlin,
        "paris": paris,
        "first": place(berlin, (lamp, 1)),
        "second": place(berlin, (lamp, 2)),
        "french": place(paris, (chair, 1)),
    }
    actor = command()
    with transaction(actor.db_context()):
        payments.mark_paid(actor, made["first"])
    return made


def listed(
    client: FlaskClient, orders: dict[str, UUID], headers: Headers, **query: Any
) -> list[str]:
    answer = client.get("/api/orders/", query_string=query, headers=headers)
    assert answer.status_code == 200, answer.json
    assert answer.json is not None
    names = {str(value): name for name, value in orders.items()}
    return [names[one["id"]] for one in answer.json["results"]]


def test_the_newest_first_of_the_stores_one_works_in(
    client: FlaskClient, orders: dict[str, UUID], bearer: Callable[[Person], Headers]
) -> None:
    staff = bearer(make_person(orders["berlin"]))
    admin = bearer(make_person(admin=True))

    assert listed(client, orders, staff) == ["second", "first"]
    assert listed(client, orders, admin) == ["french", "second", "first"]


def test_filters(
    client: FlaskClient, orders: dict[str, UUID], bearer: Callable[[Person], Headers]
) -> None:
    admin = bearer(make_person(admin=True))

    assert listed(client, orders, admin, status="PAID") == ["first"]
    assert listed(client, orders, admin, store=orders["paris"]) == ["french"]
    assert listed(client, orders, admin, q="10002 beispiel") == ["second"]
    assert listed(client, orders, admin, placed_after="2999-01-01T00:00:00Z") == []
    assert len(listed(client, orders, admin, placed_before="2999-01-01T00:00:00Z")) == 3


def test_pages(
    client: FlaskClient, orders: dict[str, UUID], bearer: Callable[[Person], Headers]
) -> None:
    admin = bearer(make_person(admin=True))
    answer = client.get("/api/orders/?limit=2&count=true", headers=admin)
    assert answer.json is not None
    rest = client.get(answer.json["next"].removeprefix("http://127.0.0.1:8000"), headers=admin)

    assert rest.json is not None
    assert answer.json["count"] == 3
    assert [one["id"] for one in rest.json["results"]] == [str(orders["first"])]
    assert rest.json["next"] is None
    assert "access_token" not in rest.json["results"][0]


@pytest.mark.parametrize(
    "query",
    [
        {"status": "GONE"},
        {"placed_after": "yesterday"},
        {"placed_after": "2026-11-22T08:26:00"},
        {"placed_before": "0001-01-01T00:00:00+14:00"},
        {"token": "x"},
    ],
)
def test_bad_values_are_422(
    client: FlaskClient,
    orders: dict[str, UUID],
    bearer: Callable[[Person], Headers],
    query: dict[str, str],
) -> None:
    admin = bearer(make_person(admin=True))

    assert client.get("/api/orders/", query_string=query, headers=admin).status_code == 422


def test_nobody_else_lists_orders(client: FlaskClient, orders: dict[str, UUID]) -> None:
    assert client.get("/api/orders/").status_code == 401
