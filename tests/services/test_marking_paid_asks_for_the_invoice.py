import sqlalchemy as sa
from factories import make_person, make_product, make_store, place
from flask import Flask

from shop_admin.db import acting_as, db, transaction
from shop_admin.models.orders import Order
from shop_admin.models.payments import Payment
from shop_admin.permissions import command
from shop_admin.services import payments

JOBS = sa.text("SELECT task_name FROM procrastinate_jobs WHERE args ->> 'order_id' = :order_id")


def test_payment_order_and_job_move_together(app: Flask) -> None:
    store = make_store()
    staff = make_person(store).actor
    order_id = place(store, (make_product(store), 1))

    with transaction(staff.db_context()):
        payments.mark_paid(staff, order_id, reference="Receipt 7")

    with acting_as(command().db_context()):
        payment = db.session.scalars(sa.select(Payment)).one()
        assert (payment.status, payment.transaction_id) == ("PAID", "Receipt 7")
        assert payment.paid_at is not None
        assert db.session.get_one(Order, order_id).status == "PAID"
        assert db.session.scalars(JOBS, {"order_id": str(order_id)}).all() == ["invoices.issue"]
