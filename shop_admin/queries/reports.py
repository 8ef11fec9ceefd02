"""Figures of a store's day: what was sold, what waits to be packed, paid, ordered anew."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select

from shop_admin.models.catalog import Product
from shop_admin.models.orders import Order
from shop_admin.models.payments import Payment
from shop_admin.permissions import Actor
from shop_admin.queries.visibility import visible

SOLD = ("PLACED", "PAID", "SHIPPED", "COMPLETED")

Clause = ColumnElement[bool]


def is_low() -> Clause:
    """Return the clause of products of which it is time to order more."""
    return Product.inventory_count <= Product.low_stock_at


def is_sold_out() -> Clause:
    """Return the clause of products of which nothing is left."""
    return Product.inventory_count == 0


def has_payment(*statuses: str, method: str | None = None) -> Clause:
    """Return the clause of orders with a payment in one of these states."""
    paid_by = () if method is None else (Payment.payment_method == method,)
    return sa.exists().where(
        Payment.order_id == Order.id,
        Payment.store_id == Order.store_id,
        Payment.status.in_(statuses),
        *paid_by,
    )


def is_paid() -> Clause:
    """Return the clause of orders whose money came in."""
    return has_payment("PAID", "PARTIALLY_REFUNDED", "REFUNDED")


def is_unpaid() -> Clause:
    """Return the clause of orders that wait for their money."""
    return sa.and_(
        Order.status.in_(("PENDING", "PLACED", "SHIPPED")), has_payment("PENDING", "AUTHORIZED")
    )


def is_to_pack() -> Clause:
    """Return the clause of orders to be sent: paid, or to be paid on delivery."""
    on_delivery = has_payment("PENDING", method="cash_on_delivery")
    return sa.or_(Order.status == "PAID", sa.and_(Order.status == "PLACED", on_delivery))


def sales_by_store(actor: Actor, since: dict[UUID, datetime]) -> Select[UUID, int, Decimal]:
    """Return the select of (store, number, sum) of orders placed since a moment of each store."""
    windows = [
        sa.and_(Order.store_id == store_id, Order.placed_at >= moment)
        for store_id, moment in since.items()
    ]
    return (
        sa.select(Order.store_id, sa.func.count(), sa.func.sum(Order.total_amount))
        .where(*visible(Order, actor), Order.status.in_(SOLD), sa.or_(sa.false(), *windows))
        .group_by(Order.store_id)
    )


def count_orders_by_store(actor: Actor, clause: Clause) -> Select[UUID, int]:
    """Return the select of (store, number) of the orders that a clause leaves."""
    return (
        sa.select(Order.store_id, sa.func.count())
        .where(*visible(Order, actor), clause)
        .group_by(Order.store_id)
    )


def count_low_by_store(actor: Actor) -> Select[UUID, int]:
    """Return the select of (store, number) of products that run low."""
    return (
        sa.select(Product.store_id, sa.func.count())
        .where(*visible(Product, actor), is_low())
        .group_by(Product.store_id)
    )


def latest_orders(actor: Actor, limit: int) -> Select[Order]:
    """Return the select of the newest orders."""
    return (
        sa.select(Order)
        .where(*visible(Order, actor), Order.status != "DRAFT")
        .order_by(Order.id.desc())
        .limit(limit)
    )
