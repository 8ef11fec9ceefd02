"""Refunds in people's hands: asked for, given back by hand, tried again, and cancelled with."""

from decimal import Decimal
from uuid import UUID

from shop_admin import money
from shop_admin.db import db
from shop_admin.errors import Conflict, Invalid
from shop_admin.language import N_, _, locale
from shop_admin.models.orders import Order
from shop_admin.models.payments import Payment, Refund
from shop_admin.permissions import Actor, Permission
from shop_admin.queries import payments as queries
from shop_admin.queries.visibility import get, get_locked
from shop_admin.services import audit, mails, orders, payments, shipments, stock
from shop_admin.services.refunds.booking import (
    check_left,
    finish,
    lock_payment,
    lock_refund,
    reopen,
)

BY_HAND_AS = N_("By hand %(reference)s")


def legal_actions(actor: Actor, order: Order) -> list[str]:
    """Return what this actor may do with the order's money now: refund, mark_refunded, cancel_paid.

    The buttons are made of this; the services check for themselves.
    """
    if not actor.may(Permission.ORDER_REFUND, order.store_id):
        return []
    payment = orders.live_payment(order)
    is_paid = payment is not None and payment.is_paid
    left = payments.left_to_refund(payment) if payment is not None and is_paid else money.ZERO
    owed = open_refunds(order)
    rules = (
        ("refund", left > 0),
        ("retry_refund", any(_is_retried(one) for one in owed)),
        ("mark_refunded", any(_is_sent_by_hand(one) for one in owed)),
        ("cancel_paid", order.status == "PAID" and not _kept_by(order)),
    )
    return [name for name, allowed in rules if allowed]


def open_refunds(order: Order) -> list[Refund]:
    """Return the order's refunds that are still to be done, the oldest first."""
    return list(db.session.scalars(queries.open_refunds_of(order)))


def ask_refund(actor: Actor, payment_id: UUID, amount: Decimal, reason: str) -> Refund:
    """Promise money back. Raises Invalid for more than is left of what came in.

    A provider is asked by a job; cash and transfers go back by hand: see `mark_refunded`.
    """
    order, payment = lock_payment(actor, payment_id)
    actor.require(Permission.ORDER_REFUND, order.store_id)
    left = payments.left_to_refund(payment)
    if left <= 0:
        raise Conflict(_("There is nothing left to refund."), code="nothing_to_refund")
    if amount <= 0 or not money.fits(amount, payment.currency):
        raise Invalid(_("Give an amount above zero, such as 12.50."), field="amount")
    if amount > left:
        most = money.display(left, payment.currency, locale())
        raise Invalid(_("At most %(most)s can go back.", most=most), field="amount")
    if not reason.strip():
        raise Invalid(_("Say why the money goes back."), field="reason")
    return payments.owe_back(payment, amount, reason.strip()[:500])


def mark_refunded(actor: Actor, refund_id: UUID, *, reference: str = "") -> Refund:
    """Book money that was given back by hand: cash, a transfer, or what a provider would not send.

    Raises Conflict while a provider is asked for it: it must not go back twice.
    """
    payment, refund = lock_refund(actor, refund_id)
    if refund.status == "DONE":
        raise Conflict(_("This money went back already."), code="already_refunded")
    if not _is_sent_by_hand(refund, payment):
        raise Conflict(_("The provider is asked for this refund."), code="refund_in_progress")
    check_left(refund, payment)
    reopen(refund)
    refund.reference = reference[:200]
    finish(
        payment,
        refund,
        summary=BY_HAND_AS % {"reference": reference} if reference else N_("By hand"),
    )
    return refund


def retry_refund(actor: Actor, refund_id: UUID) -> Refund:
    """Ask the provider once more for a refund that has not been done."""
    payment, refund = lock_refund(actor, refund_id)
    if refund.status == "DONE" or not payment.is_online:
        raise Conflict(_("There is no provider to ask for this refund."), code="not_retryable")
    check_left(refund, payment)
    reopen(refund)
    payments.send(refund)
    return refund


def refund_order(actor: Actor, order_id: UUID, amount: Decimal, reason: str) -> Refund:
    """Promise back some of what an order's buyer paid: see `ask_refund`."""
    order: Order = get(Order, actor, order_id)
    payment = orders.live_payment(order)
    if payment is None or not payment.is_paid:
        raise Conflict(_("Nothing was paid on this order."), code="nothing_to_refund")
    return ask_refund(actor, payment.id, amount, reason)


def mark_order_refunded(actor: Actor, order_id: UUID, *, reference: str = "") -> Refund:
    """Book the oldest of an order's open refunds as given back by hand: see `mark_refunded`."""
    order: Order = get(Order, actor, order_id)
    waiting = [one for one in open_refunds(order) if _is_sent_by_hand(one)]
    if not waiting:
        raise Conflict(_("No money of this order waits to go back."), code="nothing_to_refund")
    return mark_refunded(actor, waiting[0].id, reference=reference)


def retry_order_refund(actor: Actor, order_id: UUID) -> Refund:
    """Ask the provider again for the oldest of an order's refunds that it refused."""
    order: Order = get(Order, actor, order_id)
    refused = [one for one in open_refunds(order) if _is_retried(one)]
    if not refused:
        raise Conflict(_("No refund of this order was refused."), code="not_retryable")
    return retry_refund(actor, refused[0].id)


def cancel_paid_order(actor: Actor, order_id: UUID, *, reason: str = "") -> Order:
    """Cancel an order that was paid and has not left: its stock and all of its money go back.

    Raises Conflict `needs_credit_note` where an invoice says that it was sold.
    """
    order: Order = get_locked(Order, actor, order_id)
    actor.require(Permission.ORDER_REFUND, order.store_id)
    if order.status != "PAID" or shipments.has_left(order):
        raise Conflict(
            _("Only a paid order that has not left is cancelled."), code="not_cancellable"
        )
    if orders.is_invoiced(order):
        raise Conflict(
            _("This order has its invoice: it needs a credit note first."), code="needs_credit_note"
        )
    payment = orders.live_payment(order)
    order.move("CANCELLED")
    db.session.flush()
    stock.release_stock(order)
    left = payments.left_to_refund(payment) if payment is not None else money.ZERO
    if payment is not None and left > 0:
        payments.owe_back(payment, left, reason[:500] or N_("The order was cancelled"))
    audit.record_event(
        "cancel", "orders", store_id=order.store_id, record_id=order.id, reason=reason[:500]
    )
    mails.tell_cancelled(order)
    return order


def _kept_by(order: Order) -> bool:
    return orders.is_invoiced(order) or shipments.has_left(order)


def _is_retried(refund: Refund) -> bool:
    return refund.status == "FAILED" and refund.payment.is_online


def _is_sent_by_hand(refund: Refund, payment: Payment | None = None) -> bool:
    """Tell whether no provider may be at it: cash and transfers, and what a provider refused."""
    return refund.status == "FAILED" or not (payment or refund.payment).is_online
