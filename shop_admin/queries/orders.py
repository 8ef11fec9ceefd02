"""What belongs to an order that its service has loaded already: its items, its live payment."""

import sqlalchemy as sa
from sqlalchemy import Select

from shop_admin.models.orders import Order, OrderItem
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
