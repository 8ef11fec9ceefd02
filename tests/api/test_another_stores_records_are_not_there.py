from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from factories import (
    Person,
    make_category,
    make_person,
    make_product,
    make_store,
    make_subcategory,
    place,
)
from flask import Flask
from flask.testing import FlaskClient

Headers = dict[str, str]


@pytest.fixture
def paris(app: Flask) -> dict[str, UUID]:
    """Return a store with one of everything."""
    store = make_store("Paris")
    category = make_category(store)
    product = make_product(store, category_id=category)
    return {
        "store": store,
        "category": category,
        "subcategory": make_subcategory(category),
        "product": product,
        "order": place(store, (product, 1)),
    }


@pytest.fixture
def berlin(paris: dict[str, UUID], bearer: Callable[[Person], Headers]) -> Headers:
    """Return the header of somebody who manages another store."""
    return bearer(make_person(make_store("Berlin"), "MANAGER"))


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PATCH", "/api/products/{product}/"),
        ("DELETE", "/api/products/{product}/"),
        ("POST", "/api/products/{product}/stock/"),
        ("POST", "/api/products/{product}/images/"),
        ("GET", "/api/categories/{category}/"),
        ("PATCH", "/api/categories/{category}/"),
        ("DELETE", "/api/categories/{category}/"),
        ("POST", "/api/categories/{category}/subcategories/"),
        ("GET", "/api/categories/{category}/subcategories/{subcategory}/"),
        ("PATCH", "/api/categories/{category}/subcategories/{subcategory}/"),
        ("DELETE", "/api/categories/{category}/subcategories/{subcategory}/"),
        ("GET", "/api/orders/{order}/"),
        ("GET", "/api/orders/{order}/invoice.pdf"),
    ],
)
def test_it_answers_as_if_there_were_none(
    client: FlaskClient, paris: dict[str, UUID], berlin: Headers, method: str, path: str
) -> None:
    missing = {name: uuid4() for name in paris}

    theirs = client.open(path.format(**paris), method=method, headers=berlin)
    nobodys = client.open(path.format(**missing), method=method, headers=berlin)

    assert (theirs.status_code, nobodys.status_code) == (404, 404)
    bodies = {
        one.data.replace(one.headers["X-Request-Id"].encode(), b"") for one in (theirs, nobodys)
    }
    assert len(bodies) == 1


@pytest.mark.parametrize("name", ["store", "category"])
def test_an_id_in_a_body_is_as_unknown_as_one_that_never_was(
    client: FlaskClient,
    paris: dict[str, UUID],
    bearer: Callable[[Person], Headers],
    name: str,
) -> None:
    own = make_store("Berlin")
    staff = bearer(make_person(own))
    body: dict[str, Any] = {"sku": "A", "name": "A", "price": "1", "store": str(own)}

    answers = [
        client.post("/api/products/", json={**body, name: str(value)}, headers=staff)
        for value in (paris[name], uuid4())
    ]

    for one in answers:
        assert one.json is not None
        assert one.status_code == 422
        assert one.json["errors"] == answers[0].json["errors"]  # type: ignore[index]
        assert one.json["errors"][0]["pointer"] == f"/{name}"


def test_lists_hold_ones_own_stores_only(
    client: FlaskClient, paris: dict[str, UUID], berlin: Headers
) -> None:
    for query in ("", f"?store={paris['store']}", "?q=beispiel&count=true"):
        answer = client.get(f"/api/orders/{query}", headers=berlin)
        assert answer.json is not None
        assert answer.json["results"] == []
        assert answer.json.get("count", 0) == 0


def test_a_public_product_of_theirs_is_read_like_anybody_reads_it(
    client: FlaskClient, paris: dict[str, UUID], berlin: Headers
) -> None:
    answer = client.get(f"/api/products/{paris['product']}/", headers=berlin)

    assert answer.json is not None
    assert answer.status_code == 200
    assert "version" not in answer.json
