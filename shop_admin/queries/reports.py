"""What is told of a store's day: what is to be packed, paid, ordered anew; the latest orders."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select

from shop_admin.models.catalog import Product
from shop_admin.models.orders import Order
from shop_admin.models.payments import Payment
from shop_admin.permissions import Actor
from shop_admin.queries.visibility import visible

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
    return sa.or_(*ways_to_pack())


def ways_to_pack() -> tuple[Clause, Clause]:
    """Return why an order is to be sent, each for itself: no order is so for both reasons."""
    on_delivery = has_payment("PENDING", method="cash_on_delivery")
    return Order.status == "PAID", sa.and_(Order.status == "PLACED", on_delivery)


def latest_orders(actor: Actor, stores: Collection[UUID], limit: int) -> Select[Order]:
    """Return the select of the newest orders of some stores."""
    return (
        sa.select(Order)
        .where(*visible(Order, actor), Order.store_id.in_(stores), Order.status != "DRAFT")
        .order_by(Order.id.desc())
        .limit(limit)
    )
