from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from factories import make_category, make_product, make_store, place
from flask import Flask

from shop_admin.db import transaction
from shop_admin.errors import Invalid
from shop_admin.models.catalog import Category, Product
from shop_admin.permissions import command
from shop_admin.services import records

ACTOR = command()


def _refused(store: UUID, product: UUID) -> Invalid:
    with pytest.raises(Invalid) as refused:
        place(store, (product, 1))
    return refused.value


def test_a_removed_product(app: Flask) -> None:
    store = make_store()
    lamp = make_product(store)
    with transaction(ACTOR.db_context()):
        records.remove(ACTOR, Product, lamp)
    refusal = _refused(store, lamp)
    assert refusal.code == "not_available"
    assert refusal.problems[0].field == "items.0.product_id"


def test_a_draft(app: Flask) -> None:
    store = make_store()
    assert _refused(store, make_product(store, status_flag="DRAFT")).code == "not_available"


def test_a_product_whose_time_has_not_come(app: Flask) -> None:
    store = make_store()
    lamp = make_product(store, active_from=datetime.now(UTC) + timedelta(hours=1))
    assert _refused(store, lamp).code == "not_available"


def test_a_product_in_a_suspended_category(app: Flask) -> None:
    store = make_store()
    category = make_category(store)
    lamp = make_product(store, category_id=category)
    with transaction(ACTOR.db_context()):
        records.suspend(ACTOR, Category, category)
    assert _refused(store, lamp).code == "not_available"


def test_a_product_of_another_store(app: Flask) -> None:
    store, other = make_store(), make_store("Paris")
    assert _refused(store, make_product(other)).code == "not_available"


def test_a_product_without_a_tax_rate(app: Flask) -> None:
    store = make_store()
    assert _refused(store, make_product(store, tax_class="zero")).code == "not_available"
