"""How often the routes that everybody calls ask the database: speed is the number of questions."""

from collections.abc import Callable
from typing import Any

import pytest
from counted import statements
from factories import make_category, make_product, make_store, make_subcategory
from flask import Flask
from flask.testing import FlaskClient

Cart = Callable[..., dict[str, Any]]


@pytest.mark.parametrize(
    "path",
    [
        "/api/products/",
        "/api/products/?category=lamps&in_stock=true&ordering=price&limit=2",
        "/api/products/{product}/",
        "/api/categories/",
        "/api/stores/",
    ],
)
def test_one_statement_then_none(app: Flask, client: FlaskClient, path: str) -> None:
    store = make_store()
    shelf = make_category(store)
    make_subcategory(shelf)
    products = [make_product(store, category_id=shelf) for _ in range(3)]
    path = path.format(product=products[0])

    with statements() as cold:
        first = client.get(path)
    with statements() as hot:
        second = client.get(path)

    assert (first.status_code, second.data) == (200, first.data)
    assert len(cold) == 1, cold
    assert hot == []


def test_a_checkout_claims_reads_writes_and_answers(
    app: Flask, client: FlaskClient, cart: Cart
) -> None:
    store = make_store()
    given = cart(*((make_product(store), 1) for _ in range(3)))

    def asked(key: str) -> list[str]:
        with statements() as seen:
            answer = client.post("/api/orders/", json=given, headers={"Idempotency-Key": key})
        assert answer.status_code == 201
        return [one.split(" ", 1)[0] for one in seen]

    # Which store sells the products is looked up once. The claim's first word is how long it waits.
    assert asked("first") == ["SELECT", "SET", "EXECUTE", "EXECUTE", "EXECUTE"]
    assert asked("second") == ["SET", "EXECUTE", "EXECUTE", "EXECUTE"]


def test_many_products_are_as_many_statements_as_few(
    app: Flask, client: FlaskClient, cart: Cart
) -> None:
    store = make_store()
    given = cart(*((make_product(store), 1) for _ in range(30)))

    with statements() as seen:
        answer = client.post("/api/orders/", json=given)

    assert answer.status_code == 201
    assert len(seen) == 3, seen
