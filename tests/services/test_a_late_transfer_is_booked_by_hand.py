"""A transfer that comes after its order was given up takes the stock again, or is to go back."""

from uuid import UUID

import factories
import sqlalchemy as sa
from flask import Flask

from shop_admin.db import acting_as, db, transaction
from shop_admin.models.orders import Order
from shop_admin.models.payments import Payment, Refund
from shop_admin.permissions import job
from shop_admin.services import orders, payments


def _given_up(stock: int) -> tuple[factories.Person, UUID, UUID]:
    store = factories.make_store()
    product = factories.make_product(store, stock=stock)
    staff = factories.make_person(store)
    order = factories.place(store, (product, 2))
    with transaction(job(store).db_context()):
        orders.cancel_order(job(store), order, reason="Not paid in time")
    return staff, product, order


def _status(staff: factories.Person, order: UUID) -> tuple[str, str, list[str]]:
    with acting_as(staff.actor.db_context()):
        payment = db.session.scalars(sa.select(Payment).where(Payment.order_id == order)).one()
        refunds = db.session.scalars(
            sa.select(Refund.status).where(Refund.payment_id == payment.id)
        ).all()
        return db.session.get_one(Order, order).status, payment.status, list(refunds)


def test_the_stock_is_taken_again(app: Flask) -> None:
    staff, _product, order = _given_up(stock=2)
    with acting_as(staff.actor.db_context()):
        assert "mark_paid" in orders.legal_actions(staff.actor, db.session.get_one(Order, order))

    with transaction(staff.actor.db_context()):
        payments.mark_paid(staff.actor, order, reference="statement 7")

    assert _status(staff, order) == ("PAID", "PAID", [])


def test_the_money_is_to_go_back_where_the_stock_is_gone(app: Flask) -> None:
    staff, product, order = _given_up(stock=2)
    (store,) = staff.actor.stores
    factories.place(store, (product, 1))

    with transaction(staff.actor.db_context()):
        payments.mark_paid(staff.actor, order)

    assert _status(staff, order) == ("CANCELLED", "PAID", ["PENDING"])
