from factories import make_person, make_product, make_store, place
from flask import Flask

from shop_admin.db import acting_as, db, transaction
from shop_admin.models.orders import Order
from shop_admin.permissions import command
from shop_admin.services import orders, payments


def test_cash_on_delivery_is_paid_after_it_was_shipped(app: Flask) -> None:
    store = make_store()
    staff = make_person(store).actor
    order_id = place(store, (make_product(store), 1), method="cash_on_delivery")
    with transaction(staff.db_context()):
        orders.ship_order(staff, order_id, carrier="DHL", tracking_number="00340")

    with transaction(staff.db_context()):
        payments.mark_paid(staff, order_id)

    with acting_as(command().db_context()):
        assert db.session.get_one(Order, order_id).status == "SHIPPED"
        assert orders.legal_actions(staff, db.session.get_one(Order, order_id)) == [
            "complete",
            "edit",
        ]
