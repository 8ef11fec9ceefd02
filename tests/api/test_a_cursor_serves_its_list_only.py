from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

import pytest
from factories import make_category, make_product, make_store
from flask import Flask
from flask.testing import FlaskClient

from shop_admin.db import db, transaction
from shop_admin.models.catalog import Category
from shop_admin.permissions import command

QUERY = {"q": "lamp", "limit": "2", "ordering": "name"}


@pytest.fixture
def store(app: Flask) -> UUID:
    """Return a store with five lamps."""
    store = make_store()
    for index in range(5):
        make_product(store, name=f"Lamp {index}")
    return store


def cursor_of(client: FlaskClient, query: dict[str, str]) -> str:
    """Return the cursor of a list's next page."""
    answer = client.get("/api/products/", query_string=query)
    assert answer.json is not None
    return dict(parse_qsl(urlsplit(answer.json["next"]).query))["cursor"]


def test_it_opens_the_next_page_whatever_its_size(client: FlaskClient, store: UUID) -> None:
    cursor = cursor_of(client, QUERY)
    query = {**QUERY, "limit": "3", "count": "true", "cursor": cursor}
    answer = client.get("/api/products/", query_string=query)

    assert answer.json is not None
    assert [one["name"] for one in answer.json["results"]] == ["Lamp 2", "Lamp 3", "Lamp 4"]
    assert answer.json["count"] == 5


@pytest.mark.parametrize(
    "other",
    [
        {"ordering": "-name"},
        {"ordering": "relevance"},
        {"q": "lamps"},
        {"in_stock": "true"},
        {"category": "lamps"},
    ],
)
def test_no_other_list_takes_it(client: FlaskClient, store: UUID, other: dict[str, str]) -> None:
    query = {**QUERY, **other, "cursor": cursor_of(client, QUERY)}

    answer = client.get("/api/products/", query_string=query)

    assert answer.status_code == 422
    assert answer.json is not None
    assert [one["pointer"] for one in answer.json["errors"]] == ["/cursor"]


def test_no_forged_one_is_taken(client: FlaskClient, store: UUID) -> None:
    cursor = cursor_of(client, QUERY)
    payload, _, signature = cursor.rpartition(".")
    forged = (
        payload,
        f".{payload}.{signature}",
        f"{payload}.{signature[::-1]}",
        f"{payload[:-1]}.{signature}",
        f"{payload}A.{signature}",
        ".",
        "..",
        "a.b",
        "é.é",
        "A" * 4000,
    )

    for one in forged:
        answer = client.get("/api/products/", query_string={**QUERY, "cursor": one})
        assert answer.status_code == 422, one


def test_long_names_of_many_signs_have_a_next_page(client: FlaskClient, app: Flask) -> None:
    store = make_store()
    for start in (0x4E00, 0x5E00, 0x6E00):
        make_product(store, name="".join(chr(start + step * 7) for step in range(200)))
    query = {"store": str(store), "ordering": "name", "limit": "1"}

    answer = client.get(
        "/api/products/", query_string={**query, "cursor": cursor_of(client, query)}
    )

    assert answer.status_code == 200


def test_prices_at_their_very_edges_are_within(client: FlaskClient, app: Flask) -> None:
    store = make_store()
    for price in ("0.00", "0.01", "9999999999.99"):
        make_product(store, price=price)

    def count(**bounds: str) -> int:
        query = {"store": store, "count": "true", **bounds}
        answer = client.get("/api/products/", query_string=query)
        assert answer.json is not None
        return int(answer.json["count"])

    assert count(min_price="0") == 3
    assert count(max_price="0") == count(max_price="0.0099") == 1
    assert count(min_price="0.01", max_price="0.01") == 1
    assert count(min_price="9999999999.99") == 1
    assert count(min_price="2", max_price="1") == 0


def test_a_slug_of_several_stores_means_all_of_them(client: FlaskClient, app: Flask) -> None:
    berlin, paris = make_store("Berlin"), make_store("Paris")
    shelves = [make_category(berlin), make_category(paris)]
    for store, shelf in zip((berlin, paris), shelves, strict=True):
        make_product(store, category_id=shelf)
    categories = client.get("/api/categories/").json
    assert categories is not None
    slug = categories["results"][0]["slug"]
    with transaction(command().db_context()):
        db.session.query(Category).update({"slug": slug})

    answer = client.get("/api/products/", query_string={"category": slug}).json
    assert answer is not None
    assert {one["store"]["id"] for one in answer["results"]} == {str(berlin), str(paris)}
