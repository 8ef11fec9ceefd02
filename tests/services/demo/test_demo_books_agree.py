"""The demo's orders went through the real services, so that books, stock and invoices agree."""

from collections import Counter
from datetime import UTC, date, datetime, time

import sqlalchemy as sa
from flask import Flask

from shop_admin.db import acting_as, db
from shop_admin.demo.cast import get_cast
from shop_admin.demo.fill import open_demo
from shop_admin.demo.orders import plan_orders
from shop_admin.demo.replay import replay, timeline
from shop_admin.models.catalog import Product
from shop_admin.models.invoices import Invoice
from shop_admin.models.orders import Order
from shop_admin.models.payments import Payment
from shop_admin.models.stock import StockMovement
from shop_admin.permissions import command
from shop_admin.wiring import parts

TODAY = date(2026, 11, 22)
PLANS = plan_orders(TODAY)


def _fill() -> None:
    actor = command()
    open_demo(actor, parts().storage, TODAY)
    replay(actor, timeline(PLANS), get_cast(actor))


def _check_orders() -> None:
    found = db.session.scalars(sa.select(Order).order_by(Order.id)).all()
    assert [order.placed_at for order in found] == [plan.placed_at for plan in PLANS]
    assert [order.status for order in found] == [plan.final_state for plan in PLANS]
    end = datetime.combine(TODAY, time(0), UTC)
    assert max(order.mdate for order in found) < end
    assert all(order.cdate == order.placed_at for order in found)


def _check_stock() -> None:
    moved = sa.select(StockMovement.product_id, sa.func.sum(StockMovement.delta))
    sums = Counter({row[0]: row[1] for row in db.session.execute(moved.group_by("product_id"))})
    products = db.session.scalars(sa.select(Product)).all()
    assert len(products) == 60
    assert all(product.inventory_count == sums[product.id] for product in products)
    assert any(product.inventory_count == 0 for product in products)
    assert any(product.is_low for product in products if product.inventory_count)


def _check_invoices() -> None:
    paid = db.session.scalars(sa.select(Payment.order_id).where(Payment.paid_at.is_not(None))).all()
    papers = db.session.scalars(sa.select(Invoice).order_by(Invoice.issued_at)).all()
    assert sorted(paper.order_id for paper in papers) == sorted(paid)
    series = {paper.series_id for paper in papers}
    assert len(series) == 3
    for one in series:
        numbers = [paper.number for paper in papers if paper.series_id == one]
        assert numbers == list(range(1, len(numbers) + 1))


def test_the_demo_books_agree_with_its_plan(app: Flask) -> None:
    _fill()

    with acting_as(command().db_context()):
        _check_orders()
        _check_stock()
        _check_invoices()
