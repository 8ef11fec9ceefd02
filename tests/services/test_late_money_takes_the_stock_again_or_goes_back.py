from decimal import Decimal

import sqlalchemy as sa
import telling
from factories import make_product, place
from flask import Flask

from shop_admin.db import acting_as, db
from shop_admin.jobs import payments as jobs
from shop_admin.models.catalog import Product
from shop_admin.permissions import command


def stock_of(product_id: object) -> int:
    with acting_as(command().db_context()):
        return (
            db.session.scalar(sa.select(Product.inventory_count).where(Product.id == product_id))
            or 0
        )


def swept_sale(stock: int = 2) -> telling.Sale:
    store = telling.online_store()
    sale = telling.sell(store, make_product(store, stock=stock))
    telling.move_time(31)
    assert jobs.sweep() == 1
    assert telling.order(sale.order_id).status == "CANCELLED"
    return sale


def test_the_stock_is_there_still(app: Flask) -> None:
    sale = swept_sale()

    telling.told("CAPTURED", sale.payment_id)

    assert telling.order(sale.order_id).status == "PAID"
    assert telling.payment(sale.payment_id).status == "PAID"
    assert stock_of(sale.product_id) == 0
    assert telling.jobs_of("invoices.issue", order_id=sale.order_id) == 1
    assert telling.refunds(sale.payment_id) == []


def test_the_stock_is_gone(app: Flask) -> None:
    sale = swept_sale()
    place(sale.store_id, (sale.product_id, 1))

    telling.told("CAPTURED", sale.payment_id)

    assert telling.order(sale.order_id).status == "CANCELLED"
    assert telling.payment(sale.payment_id).status == "PAID"
    assert stock_of(sale.product_id) == 1
    assert telling.jobs_of("invoices.issue", order_id=sale.order_id) == 0
    assert telling.refunds(sale.payment_id) == [
        ("PENDING", Decimal(50), "Paid late, when the stock was gone")
    ]
    assert telling.jobs_of("refunds.send", store_id=sale.store_id) == 1


def test_an_older_attempt_wins_over_the_one_that_waits(app: Flask) -> None:
    sale = telling.sell()
    newer = telling.pay_again(sale)

    telling.told("CAPTURED", sale.payment_id)

    assert telling.payment(sale.payment_id).status == "PAID"
    assert telling.payment(newer).status == "CANCELLED"
    assert telling.order(sale.order_id).status == "PAID"


def test_what_is_paid_twice_goes_back_once(app: Flask) -> None:
    sale = telling.sell()
    newer = telling.pay_again(sale)
    telling.told("CAPTURED", newer)

    for event in ("evt_a", "evt_b"):
        telling.told("CAPTURED", sale.payment_id, event_id=event, reference="cap_1")

    assert telling.payment(newer).status == "PAID"
    assert telling.payment(sale.payment_id).status == "CANCELLED"
    assert telling.events(sale.payment_id) == ["CREATED", "CANCELLED", "CAPTURED"]
    assert telling.refunds(sale.payment_id) == [
        ("PENDING", Decimal(50), "The order was paid twice")
    ]
    assert telling.jobs_of("invoices.issue", order_id=sale.order_id) == 1
