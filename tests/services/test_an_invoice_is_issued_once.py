from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from factories import make_person, make_product, make_store, place
from flask import Flask

from shop_admin.db import acting_as, db, transaction
from shop_admin.jobs import invoices as jobs
from shop_admin.models.invoices import Invoice, InvoiceFile
from shop_admin.permissions import command
from shop_admin.services import payments


def _paid_order(store: UUID) -> UUID:
    staff = make_person(store).actor
    order_id = place(store, (make_product(store), 2))
    with transaction(staff.db_context()):
        payments.mark_paid(staff, order_id)
    return order_id


def test_the_job_twice_makes_one_invoice_and_one_file(app: Flask) -> None:
    store = make_store()
    order_id = _paid_order(store)

    for _ in range(2):
        jobs.issue(store_id=str(store), order_id=str(order_id))
    with acting_as(command().db_context()):
        invoice = db.session.scalars(sa.select(Invoice)).one()
        invoice_id, number = invoice.id, invoice.number
        assert invoice.amount == Decimal("50.00")
        assert invoice.taxes == [
            {"name": "VAT", "rate": "19.0000", "net": "42.0200", "tax": "7.9800"}
        ]
    for _ in range(2):
        jobs.make_file(store_id=str(store), invoice_id=str(invoice_id))

    with acting_as(command().db_context()):
        assert number == 1
        assert len(db.session.scalars(sa.select(InvoiceFile)).all()) == 1


def test_numbers_follow_each_other(app: Flask) -> None:
    store = make_store()
    for order_id in (_paid_order(store), _paid_order(store), _paid_order(store)):
        jobs.issue(store_id=str(store), order_id=str(order_id))

    with acting_as(command().db_context()):
        rows = db.session.scalars(sa.select(Invoice).order_by(Invoice.number)).all()
        assert [invoice.number for invoice in rows] == [1, 2, 3]
        assert [i.issued_at for i in rows] == sorted(i.issued_at for i in rows)
        assert len(rows[0].invoice_number) <= 16
