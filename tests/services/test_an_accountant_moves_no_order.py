import pytest
from factories import make_person, make_product, make_store, place
from flask import Flask

from shop_admin.db import acting_as, db, transaction
from shop_admin.errors import Forbidden
from shop_admin.models.orders import Order
from shop_admin.services import orders, payments


def test_every_act_is_forbidden_and_no_button_shown(app: Flask) -> None:
    store = make_store()
    books = make_person(store, "ACCOUNTANT").actor
    order_id = place(store, (make_product(store), 1))

    for act in (payments.mark_paid, orders.ship_order, orders.cancel_order, orders.complete_order):
        with pytest.raises(Forbidden), transaction(books.db_context()):
            act(books, order_id)
    with acting_as(books.db_context()):
        assert orders.legal_actions(books, db.session.get_one(Order, order_id)) == []
