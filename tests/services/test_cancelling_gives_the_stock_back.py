import sqlalchemy as sa
from factories import make_person, make_product, make_store, place
from flask import Flask

from shop_admin.db import acting_as, db, transaction
from shop_admin.models.catalog import Product
from shop_admin.models.orders import Order
from shop_admin.models.payments import Payment
from shop_admin.permissions import command
from shop_admin.services import orders


def test_cancelling_an_unpaid_order_releases_stock_and_payment(app: Flask) -> None:
    store = make_store()
    lamp = make_product(store, stock=5)
    staff = make_person(store).actor
    order_id = place(store, (lamp, 2))

    with transaction(staff.db_context()):
        orders.cancel_order(staff, order_id, reason="Changed their mind")

    with acting_as(command().db_context()):
        assert db.session.get_one(Product, lamp).inventory_count == 5
        assert db.session.get_one(Order, order_id).status == "CANCELLED"
        assert db.session.scalars(sa.select(Payment.status)).all() == ["CANCELLED"]
