import pytest
from factories import make_person, make_product, make_store, place
from flask import Flask

from shop_admin.db import acting_as, db, transaction
from shop_admin.errors import Conflict
from shop_admin.models.catalog import Product
from shop_admin.permissions import command
from shop_admin.services import orders


def test_the_second_cancel_moves_no_stock(app: Flask) -> None:
    store = make_store()
    lamp = make_product(store, stock=5)
    staff = make_person(store).actor
    order_id = place(store, (lamp, 2))
    with transaction(staff.db_context()):
        orders.cancel_order(staff, order_id)

    with pytest.raises(Conflict) as refused, transaction(staff.db_context()):
        orders.cancel_order(staff, order_id)

    assert refused.value.code == "not_cancellable"
    with acting_as(command().db_context()):
        assert db.session.get_one(Product, lamp).inventory_count == 5
