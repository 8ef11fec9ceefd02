import sqlalchemy as sa
from factories import make_person, make_product, make_store, place
from flask import Flask

from shop_admin.db import acting_as, db, transaction
from shop_admin.jobs import invoices as jobs
from shop_admin.models.invoices import Invoice
from shop_admin.permissions import command
from shop_admin.services import orders


def test_the_job_comes_after_the_cancellation(app: Flask) -> None:
    store = make_store(invoice_rule="PLACED")
    staff = make_person(store).actor
    order_id = place(store, (make_product(store), 1))
    with transaction(staff.db_context()):
        orders.cancel_order(staff, order_id)

    jobs.issue(store_id=str(store), order_id=str(order_id))

    with acting_as(command().db_context()):
        assert db.session.scalars(sa.select(Invoice.id)).all() == []
