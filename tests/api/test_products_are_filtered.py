from typing import Any
from uuid import UUID

import pytest
from factories import make_category, make_product, make_store, make_subcategory
from flask import Flask
from flask.testing import FlaskClient


@pytest.fixture
def shop(app: Flask) -> dict[str, UUID]:
    """Return two stores with products that differ in one thing each."""
    berlin, paris = make_store("Berlin"), make_store("Paris")
    lamps = make_category(None)
    table = make_subcategory(lamps)
    return {
        "berlin": berlin,
        "paris": paris,
        "lamps": lamps,
        "table": table,
        "cheap": make_product(berlin, name="Blue Lamp", price="5.00", category_id=lamps),
        "dear": make_product(
            berlin, name="Red Lantern", price="95.00", category_id=lamps, subcategory_id=table
        ),
        "sold out": make_product(berlin, name="Green Vase", sku="VASE-100%", stock=0),
        "french": make_product(
            paris, name="Blue Chair", description="Made of oak, by hand", price="50.00"
        ),
    }


def found(client: FlaskClient, shop: dict[str, UUID], **query: Any) -> list[str]:
    """Return the names of the products that a query finds, in its order."""
    answer = client.get("/api/products/", query_string=query)
    assert answer.status_code == 200, answer.json
    assert answer.json is not None
    names = {str(value): name for name, value in shop.items()}
    return [names[one["id"]] for one in answer.json["results"]]


def test_the_newest_come_first(client: FlaskClient, shop: dict[str, UUID]) -> None:
    assert found(client, shop) == ["french", "sold out", "dear", "cheap"]


@pytest.mark.parametrize(
    ("ordering", "names"),
    [
        ("name", ["french", "cheap", "sold out", "dear"]),
        ("-name", ["dear", "sold out", "cheap", "french"]),
        ("price", ["cheap", "sold out", "french", "dear"]),
        ("-price", ["dear", "french", "sold out", "cheap"]),
    ],
)
def test_other_orders(
    client: FlaskClient, shop: dict[str, UUID], ordering: str, names: list[str]
) -> None:
    assert found(client, shop, ordering=ordering) == names


def test_a_shelf_is_named_by_id_or_slug(client: FlaskClient, shop: dict[str, UUID]) -> None:
    by_id = found(client, shop, category=shop["lamps"])
    answer = client.get(f"/api/products/{shop['dear']}/")
    assert answer.json is not None

    assert by_id == ["dear", "cheap"]
    assert found(client, shop, category=answer.json["category"]["slug"]) == by_id
    assert found(client, shop, subcategory=shop["table"]) == ["dear"]
    assert found(client, shop, store=answer.json["store"]["slug"], q="lamp") == ["cheap"]
    assert found(client, shop, store="nowhere") == []


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ("blue", {"cheap", "french"}),
        ("BLUE lamp", {"cheap"}),
        ("oak hand", {"french"}),
        ("vase-100%", {"sold out"}),
        ("%", {"sold out"}),
        ("_", set()),
        ("\\", set()),
    ],
)
def test_words_are_looked_for_in_name_sku_and_description(
    client: FlaskClient, shop: dict[str, UUID], q: str, names: set[str]
) -> None:
    assert set(found(client, shop, q=q)) == names


def test_a_typing_error_is_forgiven(client: FlaskClient, shop: dict[str, UUID]) -> None:
    assert found(client, shop, q="lantrn") == ["dear"]
    assert found(client, shop, q="bluue", limit=1, ordering="name") == ["french"]
    first = client.get("/api/products/?q=bluue&limit=1&ordering=name&count=true").json
    assert first is not None
    rest = client.get(first["next"].removeprefix("http://127.0.0.1:8000")).json
    assert rest is not None
    assert (first["count"], rest["results"][0]["id"], rest["next"]) == (2, str(shop["cheap"]), None)


def test_relevance_puts_the_name_first(client: FlaskClient, shop: dict[str, UUID]) -> None:
    hint = make_product(shop["berlin"], name="Box", description="fits a chair")
    names = found(client, {**shop, "hint": hint}, q="chair", ordering="relevance")

    assert names == ["french", "hint"]


def test_stock_and_price(client: FlaskClient, shop: dict[str, UUID]) -> None:
    berlin = shop["berlin"]

    assert found(client, shop, in_stock="true") == ["french", "dear", "cheap"]
    assert found(client, shop, in_stock="false") == ["sold out"]
    assert found(client, shop, store=berlin, min_price="5.01", max_price="95") == [
        "sold out",
        "dear",
    ]


@pytest.mark.parametrize(
    "query",
    [
        {"min_price": "5"},
        {"max_price": "5"},
        {"store": "x", "min_price": "-5"},
        {"store": "x", "min_price": "NaN"},
        {"store": "x", "min_price": "1e3"},
        {"ordering": "relevance"},
        {"ordering": "cdate"},
        {"in_stock": "yes"},
        {"limit": "0"},
        {"limit": "101"},
        {"limit": "1.0"},
        {"limit": "\u0661"},
        {"limit": "9" * 30},
        {"count": "1"},
        {"q": "x" * 101},
        {"q": " ".join("abcdefghijk")},
        {"q": "a\x00b"},
        {"category": ""},
        {"cursor": "nonsense"},
        {"page": "2"},
        {"limit": ["1", "2"]},
    ],
)
def test_a_bad_parameter_is_422_on_its_name(client: FlaskClient, query: dict[str, Any]) -> None:
    answer = client.get("/api/products/", query_string=query)

    assert answer.status_code == 422
    assert answer.json is not None
    pointers = [one["pointer"] for one in answer.json["errors"]]
    assert pointers == [f"/{next(name for name in reversed(query))}"]
