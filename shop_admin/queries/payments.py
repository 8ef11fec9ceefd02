"""What is read of payments: attempts to start, money that came and went, orders out of time."""

from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select

from shop_admin.models.inbox import ProviderEvent, ProviderEventResult
from shop_admin.models.invoices import Invoice
from shop_admin.models.orders import Order, Shipment
from shop_admin.models.payments import Payment, PaymentEvent, Refund
from shop_admin.models.stores import ONLINE_METHODS, Store
from shop_admin.permissions import Actor
from shop_admin.queries.pages import Rows
from shop_admin.queries.visibility import visible

NOW = sa.func.shop_now(type_=sa.DateTime(timezone=True))


def to_start(actor: Actor, order_id: UUID) -> Rows:
    """Return the select of an order's attempt that waits for its buyer at a provider."""
    return (
        sa.select(
            Payment.id,
            Payment.payment_method,
            Payment.amount,
            Payment.currency,
            Order.number,
            Store.name.label("store_name"),
        )
        .join(Order, sa.and_(Order.id == Payment.order_id, Order.store_id == Payment.store_id))
        .join(Store, Store.id == Payment.store_id)
        .where(
            *visible(Payment, actor),
            Payment.order_id == order_id,
            Payment.status == "PENDING",
            Payment.payment_method.in_(ONLINE_METHODS),
        )
    )


def unstarted(actor: Actor, payment_id: UUID) -> tuple[ColumnElement[bool], ...]:
    """Return the clauses that leave an attempt whose buyer knows of no next step yet."""
    return (
        *visible(Payment, actor),
        Payment.id == payment_id,
        Payment.status == "PENDING",
        Payment.next_action.is_(None),
    )


def captured(payment: Payment) -> Select[Decimal | None]:
    """Return the select of the sum that a provider said to have captured on an attempt."""
    return sa.select(sa.func.coalesce(sa.func.sum(PaymentEvent.amount), 0)).where(
        PaymentEvent.payment_id == payment.id,
        PaymentEvent.store_id == payment.store_id,
        PaymentEvent.kind == "CAPTURED",
    )


def refunds_of(payment: Payment) -> Select[Refund]:
    """Return the select of an attempt's refunds, the oldest first."""
    return (
        sa.select(Refund)
        .where(Refund.payment_id == payment.id, Refund.store_id == payment.store_id)
        .order_by(Refund.id)
    )


def open_refunds_of(order: Order) -> Select[Refund]:
    """Return the select of an order's refunds that are still to be done, the oldest first."""
    return (
        sa.select(Refund)
        .join(
            Payment, sa.and_(Payment.id == Refund.payment_id, Payment.store_id == Refund.store_id)
        )
        .where(
            Payment.order_id == order.id,
            Payment.store_id == order.store_id,
            Refund.status != "DONE",
        )
        .order_by(Refund.id)
    )


def payment_told_of(event: ProviderEvent) -> Select[Payment]:
    """Return the select of the payment that a message is about: by our id, else by the provider's.

    Who reads decides which stores' payments there are.
    """
    if event.payment_id is not None:
        return sa.select(Payment).where(
            Payment.id == event.payment_id, Payment.payment_method == event.provider
        )
    return sa.select(Payment).where(
        Payment.payment_method == event.provider,
        Payment.transaction_id == (event.transaction_id or None),
    )


def parked_for(payment: Payment) -> Select[ProviderEvent]:
    """Return the select of the messages that wait for this payment's money, in their order."""
    results = sa.select(ProviderEventResult.id).where(
        ProviderEventResult.event_id == ProviderEvent.id
    )
    is_its = sa.or_(
        ProviderEvent.payment_id == payment.id,
        sa.and_(
            ProviderEvent.payment_id.is_(None),
            ProviderEvent.transaction_id != "",
            ProviderEvent.transaction_id == payment.transaction_id,
        ),
    )
    return (
        sa.select(ProviderEvent)
        .where(
            ProviderEvent.provider == payment.payment_method,
            is_its,
            results.where(ProviderEventResult.outcome == "PARKED").exists(),
            ~results.where(ProviderEventResult.outcome != "PARKED").exists(),
        )
        .order_by(ProviderEvent.id)
    )


def out_of_time() -> tuple[ColumnElement[bool], ...]:
    """Return the clauses that leave orders whose time to pay is over, and that may be given up.

    Money that is authorized is on its way; what was invoiced or has left is owed, however late.
    """
    paid = sa.select(Payment.id).where(
        Payment.order_id == Order.id,
        Payment.store_id == Order.store_id,
        Payment.status.in_(("AUTHORIZED", "PAID", "PARTIALLY_REFUNDED", "REFUNDED")),
    )
    invoiced = sa.select(Invoice.id).where(
        Invoice.order_id == Order.id, Invoice.store_id == Order.store_id
    )
    left = sa.select(Shipment.id).where(
        Shipment.order_id == Order.id, Shipment.store_id == Order.store_id
    )
    return (
        Order.reserved_until < NOW,
        Order.status.in_(("PENDING", "PLACED")),
        ~paid.exists(),
        ~invoiced.exists(),
        ~left.exists(),
    )


def expired(limit: int) -> Rows:
    """Return the select of orders out of time, in all stores, the longest waiting first."""
    return (
        sa.select(Order.id, Order.store_id)
        .where(*out_of_time())
        .order_by(Order.reserved_until)
        .limit(limit)
    )
