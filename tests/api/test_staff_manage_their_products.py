from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from factories import Person, make_category, make_person, make_product, make_store, make_subcategory
from flask import Flask
from flask.testing import FlaskClient
from over_http import stock_and_ledger

Headers = dict[str, str]


@pytest.fixture
def store(app: Flask) -> UUID:
    """Return a store."""
    return make_store()


@pytest.fixture
def staff(store: UUID, bearer: Callable[[Person], Headers]) -> Headers:
    """Return the header of somebody who works in the store."""
    return bearer(make_person(store))


def new(store: UUID, **more: Any) -> dict[str, Any]:
    return {"sku": "NEW-1", "name": "New Lamp", "price": "12.50", "store": str(store), **more}


def test_a_product_is_made_whole(client: FlaskClient, store: UUID, staff: Headers) -> None:
    category = make_category(store)
    subcategory = make_subcategory(category)
    body = new(
        store,
        category=str(category),
        subcategory=str(subcategory),
        description="Two\nlines",
        inventory_count=4,
        attributes={"colour": "red", "sizes": [1, 2.5]},
        weight=300,
        active_from="2026-01-01T01:00:00+01:00",
        status_flag="DRAFT",
    )

    answer = client.post("/api/products/", json=body, headers=staff)

    assert (answer.status_code, answer.headers["ETag"]) == (201, '"v1"')
    made = answer.json
    assert made is not None
    for name in ("sku", "name", "price", "description", "attributes", "weight", "status_flag"):
        assert made[name] == body[name]
    assert (made["currency"], made["inventory_count"], made["version"]) == ("EUR", 4, 1)
    assert made["active_from"] == "2026-01-01T00:00:00Z"
    assert (made["category"]["id"], made["subcategory"]["id"]) == (str(category), str(subcategory))
    path = answer.headers["Location"].removeprefix("http://127.0.0.1:8000")
    own = client.get(path, headers=staff)
    assert (own.json, own.headers["ETag"]) == (made, '"v1"')
    assert own.headers["Cache-Control"] == "private, no-store"
    assert client.get(path).status_code == 404


def test_a_change_needs_the_version_that_was_seen(
    client: FlaskClient, store: UUID, staff: Headers
) -> None:
    path = f"/api/products/{make_product(store, price='5.00', description='As it was')}/"

    missing = client.patch(path, json={"price": "6.00"}, headers=staff)
    changed = client.patch(path, json={"price": "6.00", "version": 1}, headers=staff)
    stale = client.patch(path, json={"price": "7.00"}, headers={**staff, "If-Match": '"v1"'})
    again = client.patch(path, json={"price": "7.00"}, headers={**staff, "If-Match": '"v2"'})

    assert missing.json is not None
    assert missing.status_code == 422
    assert missing.json["errors"][0]["pointer"] == "/version"
    assert changed.json is not None
    assert (changed.status_code, changed.json["version"]) == (200, 2)
    assert (changed.json["price"], changed.json["description"]) == ("6.00", "As it was")
    assert stale.json is not None
    assert (stale.status_code, stale.json["code"]) == (409, "edit_conflict")
    assert (again.status_code, again.headers["ETag"]) == (200, '"v3"')


@pytest.mark.parametrize("tag", ["*", 'W/"v1"', '"1", "2"', "v1x", ""])
def test_a_strange_if_match_is_422(
    client: FlaskClient, store: UUID, staff: Headers, tag: str
) -> None:
    path = f"/api/products/{make_product(store)}/"

    answer = client.patch(path, json={"name": "x"}, headers={**staff, "If-Match": tag})

    assert answer.status_code == 422


def test_a_sku_is_taken_once_in_a_store(client: FlaskClient, store: UUID, staff: Headers) -> None:
    first = client.post("/api/products/", json=new(store), headers=staff)
    again = client.post("/api/products/", json=new(store, sku="new-1"), headers=staff)

    assert first.status_code == 201
    assert again.json is not None
    assert (again.status_code, again.json["code"]) == (409, "sku_taken")


@pytest.mark.parametrize(
    "name",
    [
        "id", "version", "slug", "ean", "tax_class", "compare_at_price", "store_id", "is_deleted",
        "is_suspended", "cuser_id", "cdate", "comments", "images", "in_stock",
    ],
)  # fmt: skip
def test_what_is_not_on_the_list_is_refused(
    client: FlaskClient, store: UUID, staff: Headers, name: str
) -> None:
    answer = client.post("/api/products/", json=new(store, **{name: 1}), headers=staff)

    assert answer.status_code == 422
    assert answer.json is not None
    assert [one["pointer"] for one in answer.json["errors"]] == [f"/{name}"]


@pytest.mark.parametrize("name", ["inventory_count", "store", "id", "is_suspended"])
def test_what_does_not_change_is_refused(
    client: FlaskClient, store: UUID, staff: Headers, name: str
) -> None:
    path = f"/api/products/{make_product(store)}/"

    answer = client.patch(path, json={"version": 1, name: 1}, headers=staff)

    assert answer.status_code == 422


@pytest.mark.parametrize("price", [12.5, "12.505", "-1", "1e2", "", None, "9" * 11])
def test_a_price_is_text_with_the_currencys_decimals(
    client: FlaskClient, store: UUID, staff: Headers, price: object
) -> None:
    answer = client.post("/api/products/", json=new(store, price=price), headers=staff)

    assert answer.status_code == 422
    assert answer.json is not None
    assert [one["pointer"] for one in answer.json["errors"]] == ["/price"]


def test_shelves_are_cleared_with_null(client: FlaskClient, store: UUID, staff: Headers) -> None:
    path = f"/api/products/{make_product(store, category_id=make_category(None))}/"

    answer = client.patch(path, json={"category": None, "version": 1}, headers=staff)

    assert answer.json is not None
    assert (answer.status_code, answer.json["category"]) == (200, None)


def test_stock_moves_with_a_reason(client: FlaskClient, store: UUID, staff: Headers) -> None:
    product = make_product(store, stock=5)
    path = f"/api/products/{product}/stock/"

    moved = client.post(path, json={"delta": -2, "reason": "DAMAGE", "note": "Wet"}, headers=staff)
    short = client.post(path, json={"delta": -4, "reason": "DAMAGE"}, headers=staff)
    sale = client.post(path, json={"delta": -1, "reason": "SALE"}, headers=staff)
    none = client.post(path, json={"delta": 0, "reason": "COUNT"}, headers=staff)

    assert moved.json is not None
    assert (moved.status_code, moved.json["inventory_count"]) == (201, 3)
    assert short.json is not None
    assert (short.status_code, short.json["code"]) == (409, "out_of_stock")
    assert (sale.status_code, none.status_code) == (422, 422)
    assert stock_and_ledger(product) == (3, 3)


def test_removing_is_soft_and_hides(client: FlaskClient, store: UUID, staff: Headers) -> None:
    path = f"/api/products/{make_product(store)}/"

    stale = client.delete(path, headers={**staff, "If-Match": '"v7"'})
    answer = client.delete(path, headers=staff)

    assert stale.status_code == 409
    assert (answer.status_code, answer.data) == (204, b"")
    assert client.get(path, headers=staff).status_code == 404
    assert client.delete(path, headers=staff).status_code == 404
