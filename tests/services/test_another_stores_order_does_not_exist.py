import pytest
from factories import make_person, make_product, make_store, place
from flask import Flask

from shop_admin.db import transaction
from shop_admin.errors import NotFound
from shop_admin.services import orders, payments


def test_staff_of_berlin_find_no_order_of_paris(app: Flask) -> None:
    berlin, paris = make_store("Berlin"), make_store("Paris")
    staff = make_person(berlin).actor
    order_id = place(paris, (make_product(paris), 1))

    for act in (payments.mark_paid, orders.ship_order, orders.cancel_order):
        with pytest.raises(NotFound), transaction(staff.db_context()):
            act(staff, order_id)
