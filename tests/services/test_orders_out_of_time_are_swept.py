from uuid import UUID

import pytest
import telling
from factories import make_product, make_store, place
from flask import Flask

from shop_admin.db import acting_as, db
from shop_admin.jobs import invoices as invoice_jobs
from shop_admin.jobs import payments as jobs
from shop_admin.models.catalog import Product
from shop_admin.permissions import command

DAY = 24 * 60


def stock_of(product_id: UUID) -> int:
    with acting_as(command().db_context()):
        return db.session.get_one(Product, product_id).inventory_count


def test_an_online_order_after_half_an_hour(app: Flask) -> None:
    sale = telling.sell()
    telling.move_time(29)
    assert jobs.sweep() == 0

    telling.move_time(31)
    assert (jobs.sweep(), jobs.sweep()) == (1, 0)

    assert telling.order(sale.order_id).status == "CANCELLED"
    assert telling.payment(sale.payment_id).status == "CANCELLED"
    assert telling.events(sale.payment_id) == ["CREATED", "CANCELLED"]
    assert stock_of(sale.product_id) == 10


@pytest.mark.parametrize(("terms", "kept"), [(7, 7), (0, 1)])
def test_a_transfer_after_its_terms_and_a_day_at_least(app: Flask, terms: int, kept: int) -> None:
    store = make_store(payment_terms_days=terms)
    order_id = place(store, (make_product(store), 1))
    telling.move_time(kept * DAY - 10)
    assert jobs.sweep() == 0

    telling.move_time(kept * DAY + 10)

    assert jobs.sweep() == 1
    assert telling.order(order_id).status == "CANCELLED"


def test_what_is_paid_on_delivery_or_invoiced_or_authorized_stays(app: Flask) -> None:
    store = telling.online_store(invoice_rule="PLACED")
    lamp = make_product(store)
    on_delivery = place(store, (lamp, 1), method="cash_on_delivery")
    invoiced = place(store, (lamp, 1))
    invoice_jobs.issue(store_id=str(store), order_id=str(invoiced))
    confirmed = telling.sell(store, lamp)
    telling.told("AUTHORIZED", confirmed.payment_id)
    telling.move_time(400 * DAY)

    assert jobs.sweep() == 0

    found = [telling.order(one).status for one in (on_delivery, invoiced, confirmed.order_id)]
    assert found == ["PLACED", "PLACED", "PENDING"]


def test_an_attempt_that_failed_does_not_keep_its_order(app: Flask) -> None:
    sale = telling.sell()
    telling.told("FAILED", sale.payment_id)
    telling.move_time(31)

    assert jobs.sweep() == 1
    assert telling.order(sale.order_id).status == "CANCELLED"
    assert telling.payment(sale.payment_id).status == "FAILED"
