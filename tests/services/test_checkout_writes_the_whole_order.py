from decimal import Decimal

import sqlalchemy as sa
from factories import make_product, make_store, place
from flask import Flask

from shop_admin.db import acting_as, db
from shop_admin.models.catalog import Product
from shop_admin.models.orders import Order
from shop_admin.models.payments import Payment, PaymentEvent
from shop_admin.models.stock import StockMovement
from shop_admin.permissions import command


def test_checkout_writes_order_items_payment_and_stock(app: Flask) -> None:
    store = make_store()
    lamp = make_product(store, stock=5, price="25.00")
    cup = make_product(store, stock=9, price="3.33", tax_class="reduced")

    order_id = place(store, (lamp, 2), (cup, 3))

    with acting_as(command().db_context()):
        order = db.session.get_one(Order, order_id)
        assert (order.status, order.number) == ("PLACED", f"{order.store.invoice_prefix}-10001")
        assert order.subtotal == order.total_amount == Decimal("59.99")
        # 50.00 × 19 ÷ 119 = 7.98 and 9.99 × 7 ÷ 107 = 0.65, each rounded once
        assert order.tax_amount == Decimal("8.63")
        assert [item.tax_amount for item in order.items] == [Decimal("7.98"), Decimal("0.65")]
        payment = db.session.scalars(sa.select(Payment)).one()
        assert (payment.status, payment.amount) == ("PENDING", Decimal("59.99"))
        assert db.session.scalars(sa.select(PaymentEvent.kind)).all() == ["CREATED"]
        assert db.session.get_one(Product, lamp).inventory_count == 3
        assert db.session.get_one(Product, cup).inventory_count == 6
        sold = sa.select(StockMovement.delta).where(StockMovement.order_id == order_id)
        assert sorted(db.session.scalars(sold)) == [-3, -2]
