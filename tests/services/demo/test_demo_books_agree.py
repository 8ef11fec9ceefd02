"""The demo's orders went through the real services, so that books, stock and invoices agree."""

from datetime import UTC, datetime

import sqlalchemy as sa
from flask import Flask

from shop_admin.db import acting_as, db
from shop_admin.demo.fill import fill_books
from shop_admin.demo.orders import Plan, plan_demo
from shop_admin.demo.replay import planned_id
from shop_admin.models.accounts import User
from shop_admin.models.catalog import Product
from shop_admin.models.invoices import Invoice
from shop_admin.models.orders import Order, Shipment
from shop_admin.models.payments import Payment
from shop_admin.permissions import command
from shop_admin.services import checks
from shop_admin.wiring import parts

NOW = datetime(2026, 11, 22, 17, tzinfo=UTC)


def _shortened(plan: Plan) -> Plan:
    """Leave every eighth order, and of each kind of end one at least."""
    last = {order.final_state: order for order in plan.orders}
    kinds = {step.state: order for order in plan.orders for step in order.steps}
    kept = [*plan.orders[::8], *last.values(), *kinds.values()]
    orders = tuple(order for order in plan.orders if order in kept)
    return Plan(orders=orders, movements=plan.movements[::2])


PLAN = _shortened(plan_demo(NOW))


def _check_orders() -> None:
    found = {order.id: order for order in db.session.scalars(sa.select(Order))}
    for position, plan in enumerate(PLAN.orders):
        if plan.is_draft:
            continue
        order = found.pop(planned_id(plan, position))
        assert (order.status, order.placed_at) == (plan.final_state, plan.placed_at)
        assert order.cdate == order.placed_at
        assert order.mdate <= NOW
        assert (order.user_id is not None) == plan.customer.has_account
    assert {order.status for order in found.values()} == {"DRAFT"}


def _check_papers() -> None:
    paid = db.session.scalars(sa.select(Payment.order_id).where(Payment.paid_at.is_not(None))).all()
    papers = db.session.scalars(sa.select(Invoice)).all()
    assert sorted(paper.order_id for paper in papers) == sorted(paid)
    assert len({paper.series_id for paper in papers}) == 3
    assert max(paper.issued_at for paper in papers) <= NOW


def _check_shops() -> None:
    products = db.session.scalars(sa.select(Product)).all()
    assert len([one for one in products if not one.is_deleted]) == 60
    assert len([one for one in products if one.is_deleted]) == 3
    assert any(one.active_from is not None and one.active_from > NOW for one in products)
    customers = sa.select(User.name).where(User.is_customer)
    assert all(db.session.scalars(customers).all())
    numbers = db.session.scalars(sa.select(Shipment.tracking_number)).all()
    assert len(set(numbers)) == len(numbers) > 0


def test_the_demo_books_agree_with_its_plan(app: Flask) -> None:
    fill_books(command(), parts().storage, NOW, PLAN)

    with acting_as(command().db_context()):
        _check_orders()
        _check_papers()
        _check_shops()
        broken = [found for found in checks.look_at_data() if found.is_broken]
        # Only the files are still to be drawn: that is the worker's.
        assert [found.title for found in broken] == [
            "Each paper has its file after 15 minutes at most"
        ]
