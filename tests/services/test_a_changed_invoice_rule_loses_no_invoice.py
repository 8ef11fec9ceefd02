from uuid import UUID

import pytest
import sqlalchemy as sa
from factories import make_person, make_product, make_store, place
from flask import Flask

from shop_admin.db import acting_as, db, transaction
from shop_admin.jobs import invoices as jobs
from shop_admin.models.invoices import Invoice
from shop_admin.models.stores import Store
from shop_admin.permissions import command
from shop_admin.services import orders, payments


def _change_rule(store: UUID, rule: str) -> None:
    with transaction(command().db_context()):
        db.session.get_one(Store, store).invoice_rule = rule


def _asked(order_id: UUID) -> int:
    jobs_of = sa.text("SELECT count(*) FROM procrastinate_jobs WHERE args ->> 'order_id' = :id")
    with acting_as(command().db_context()):
        return int(db.session.scalar(jobs_of, {"id": str(order_id)}) or 0)


@pytest.mark.parametrize("rule", ["PLACED", "PAID"])
def test_paid_after_the_rule_changed(app: Flask, rule: str) -> None:
    store = make_store(invoice_rule="PAID")
    staff = make_person(store).actor
    order_id = place(store, (make_product(store), 1))
    _change_rule(store, rule)

    with transaction(staff.db_context()):
        payments.mark_paid(staff, order_id)

    assert _asked(order_id) == 1
    jobs.issue(store_id=str(store), order_id=str(order_id))
    with acting_as(command().db_context()):
        assert len(db.session.scalars(sa.select(Invoice.id)).all()) == 1


def test_shipped_before_the_rule_changed(app: Flask) -> None:
    store = make_store(invoice_rule="PAID")
    staff = make_person(store).actor
    order_id = place(store, (make_product(store), 1), method="cash_on_delivery")
    with transaction(staff.db_context()):
        orders.ship_order(staff, order_id)
    _change_rule(store, "SHIPPED")

    with transaction(staff.db_context()):
        payments.mark_paid(staff, order_id)

    assert _asked(order_id) == 1


def test_a_store_that_invoices_what_has_left_waits_for_it(app: Flask) -> None:
    store = make_store(invoice_rule="SHIPPED")
    staff = make_person(store).actor
    order_id = place(store, (make_product(store), 1))
    with transaction(staff.db_context()):
        payments.mark_paid(staff, order_id)
    assert _asked(order_id) == 0

    with transaction(staff.db_context()):
        orders.ship_order(staff, order_id)
    assert _asked(order_id) == 1
