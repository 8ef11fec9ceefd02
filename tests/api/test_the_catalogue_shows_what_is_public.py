from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from factories import make_category, make_product, make_store, make_subcategory
from flask import Flask
from flask.testing import FlaskClient

from shop_admin.db import db, transaction
from shop_admin.models.catalog import Category, Product, Subcategory
from shop_admin.models.stores import Store
from shop_admin.permissions import command

HIDING = {
    "removed": {"is_deleted": True},
    "suspended": {"is_suspended": True},
    "a draft": {"status_flag": "DRAFT"},
    "inactive": {"status_flag": "INACTIVE"},
    "archived": {"status_flag": "ARCHIVED"},
    "not yet": {"active_from": sa.text("shop_now() + interval '1 minute'")},
    "over": {"active_to": sa.text("shop_now()")},
}


def put(model: Any, record_id: UUID, values: dict[str, Any]) -> None:
    with transaction(command().db_context()):
        db.session.execute(sa.update(model).where(model.id == record_id).values(**values))


@pytest.fixture
def shelved(app: Flask) -> dict[Any, UUID]:
    """Return a public product and all that it hangs on."""
    store = make_store()
    category = make_category(store)
    subcategory = make_subcategory(category)
    product = make_product(store, category_id=category, subcategory_id=subcategory)
    return {Store: store, Category: category, Subcategory: subcategory, Product: product}


def listed(client: FlaskClient, product: UUID) -> tuple[bool, int]:
    """Return whether the list shows a product, and the status of its page."""
    answer = client.get("/api/products/")
    assert answer.json is not None
    ids = [one["id"] for one in answer.json["results"]]
    return str(product) in ids, client.get(f"/api/products/{product}/").status_code


@pytest.mark.parametrize("values", HIDING.values(), ids=HIDING.keys())
@pytest.mark.parametrize("model", [Product, Category, Subcategory, Store])
def test_what_is_hidden_hides_what_hangs_on_it(
    client: FlaskClient, shelved: dict[Any, UUID], model: Any, values: dict[str, Any]
) -> None:
    assert listed(client, shelved[Product]) == (True, 200)

    put(model, shelved[model], values)

    assert listed(client, shelved[Product]) == (False, 404)


def test_a_product_without_a_category_is_public(app: Flask, client: FlaskClient) -> None:
    assert listed(client, make_product(make_store())) == (True, 200)


def test_a_schedule_opens_at_its_moment(client: FlaskClient, shelved: dict[Any, UUID]) -> None:
    put(Product, shelved[Product], {"active_from": sa.text("shop_now()")})

    assert listed(client, shelved[Product]) == (True, 200)


@pytest.mark.parametrize("path", ["/api/stores/", "/api/categories/"])
def test_stores_and_categories_are_hidden_alike(
    client: FlaskClient, shelved: dict[Any, UUID], path: str
) -> None:
    def names() -> list[str]:
        answer = client.get(path)
        assert answer.json is not None
        return [one["id"] for one in answer.json["results"]]

    wanted = shelved[Store] if path == "/api/stores/" else shelved[Category]
    assert str(wanted) in names()

    put(Store, shelved[Store], {"is_suspended": True})

    assert str(wanted) not in names()


def test_a_hidden_subcategory_leaves_its_category(
    client: FlaskClient, shelved: dict[Any, UUID], cart: Callable[..., dict[str, Any]]
) -> None:
    put(Subcategory, shelved[Subcategory], {"status_flag": "DRAFT"})
    answer = client.get("/api/categories/")

    assert answer.json is not None
    (category,) = [one for one in answer.json["results"] if one["id"] == str(shelved[Category])]
    assert category["subcategories"] == []
