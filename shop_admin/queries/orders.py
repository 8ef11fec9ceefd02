"""What belongs to an order that its service has loaded already: items, parcels, live payment."""

from collections.abc import Callable, Collection
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select

from shop_admin.models.orders import Order, OrderItem, Shipment
from shop_admin.models.payments import LIVE_PAYMENT, Payment


def items_of(order: Order) -> Select[OrderItem]:
    """Return the select of an order's items in their order."""
    return (
        sa.select(OrderItem)
        .where(OrderItem.order_id == order.id, OrderItem.store_id == order.store_id)
        .order_by(OrderItem.position)
    )


def live_payment_of(order: Order) -> Select[Payment]:
    """Return the select of the attempt to pay that counts; there is one at most."""
    return sa.select(Payment).where(
        Payment.order_id == order.id,
        Payment.store_id == order.store_id,
        sa.text(LIVE_PAYMENT),
    )


def given_up_payment_of(order: Order) -> Select[Payment]:
    """Return the select of an order's attempts that were given up, the latest first."""
    return (
        sa.select(Payment)
        .where(
            Payment.order_id == order.id,
            Payment.store_id == order.store_id,
            Payment.status == "CANCELLED",
        )
        .order_by(Payment.id.desc())
    )


def shipments_of(order: Order) -> Select[Shipment]:
    """Return the select of an order's parcels, the first one first."""
    return (
        sa.select(Shipment)
        .where(Shipment.order_id == order.id, Shipment.store_id == order.store_id)
        .order_by(Shipment.id)
    )


def earlier_orders(store_id: UUID) -> Select[Order]:
    """Return the select of a store's placed orders, the newest first: its known customers."""
    return (
        sa.select(Order)
        .where(Order.store_id == store_id, Order.status != "DRAFT", Order.is_deleted.is_(False))
        .order_by(Order.id.desc())
    )


def goes_with(carrier: str) -> Callable[[], ColumnElement[bool]]:
    """Return how to ask for the parcels of one carrier, however it was written."""
    return lambda: sa.func.lower(sa.func.btrim(Shipment.carrier)) == carrier.lower()


def goes_with_another(carriers: Collection[str]) -> Callable[[], ColumnElement[bool]]:
    """Return how to ask for the parcels of carriers that are not among these."""
    known = ["", *(carrier.lower() for carrier in carriers)]
    return lambda: sa.func.lower(sa.func.btrim(Shipment.carrier)).not_in(known)
