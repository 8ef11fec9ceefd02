import pytest
from factories import make_person, make_product, make_store, place
from flask import Flask

from shop_admin.db import transaction
from shop_admin.errors import Conflict
from shop_admin.services import orders


def test_completing_needs_the_money(app: Flask) -> None:
    store = make_store()
    staff = make_person(store).actor
    order_id = place(store, (make_product(store), 1))
    with transaction(staff.db_context()):
        orders.ship_order(staff, order_id)

    with pytest.raises(Conflict, match="Mark the order paid"), transaction(staff.db_context()):
        orders.complete_order(staff, order_id)
