"""Money that came in: an attempt becomes paid, the order follows, the invoice is asked for."""

from uuid import UUID

from shop_admin import clock
from shop_admin.db import db
from shop_admin.errors import Conflict
from shop_admin.models.orders import Order
from shop_admin.models.payments import Payment, PaymentEvent
from shop_admin.models.stores import Store
from shop_admin.permissions import Actor, Permission
from shop_admin.queries.visibility import get, get_locked
from shop_admin.services import invoices
from shop_admin.services.orders import live_payment

BY_HAND = frozenset({"cash_on_delivery", "bank_transfer"})


def mark_paid(actor: Actor, order_id: UUID, *, reference: str = "") -> Payment:
    """Book cash or a transfer that came in. Raises Conflict where there is nothing to pay.

    An order that is shipped already stays shipped: only its payment moves, and its invoice
    is issued.
    """
    order: Order = get_locked(Order, actor, order_id)
    actor.require(Permission.ORDER_COLLECT, order.store_id)
    payment = live_payment(order)
    if payment is None or payment.is_paid:
        raise Conflict("There is nothing to pay on this order.", code="already_paid")
    if payment.payment_method not in BY_HAND:
        raise Conflict("This payment is confirmed by its provider, not by hand.")
    _capture(payment, reference)
    if order.status in ("PENDING", "PLACED"):
        order.move("PAID")
    order.reserved_until = None
    db.session.flush()
    # Not only where the rule says "paid": it may have been another one when the order was placed.
    if invoices.is_due(order, get(Store, actor, order.store_id), is_paid=True):
        invoices.ask_for_invoice(order)
    return payment


def _capture(payment: Payment, reference: str) -> None:
    paid_at = clock.now(db.session())
    payment.move("PAID")
    payment.paid_at = paid_at
    payment.transaction_id = reference or None
    db.session.add(
        PaymentEvent(
            store_id=payment.store_id,
            payment_id=payment.id,
            kind="CAPTURED",
            amount=payment.amount,
            reference=reference,
            summary="Booked by hand",
        )
    )
