"""Money that goes back: asked for by staff, sent by a provider or by hand, and never twice."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from shop_admin import clock, money
from shop_admin.db import db
from shop_admin.errors import Conflict, Invalid
from shop_admin.models.inbox import ProviderEvent
from shop_admin.models.orders import Order
from shop_admin.models.payments import Payment, Refund
from shop_admin.permissions import Actor, Permission
from shop_admin.providers.payment.base import RefundAnswer, RefundRequest
from shop_admin.queries import payments as queries
from shop_admin.queries.visibility import get, get_locked
from shop_admin.services import audit, mails, orders, payments, shipments, stock
from shop_admin.services.payments import HANDLED, TOLD_BEFORE, Outcome

PARKED = Outcome(word="PARKED", note="Waits until its money is known to have come in.")


@dataclass(frozen=True, kw_only=True)
class Sending:
    """A refund that a provider is to be asked for, and which one."""

    provider: str
    request: RefundRequest


def legal_actions(actor: Actor, order: Order) -> list[str]:
    """Return what this actor may do with the order's money now: refund, mark_refunded, cancel_paid.

    The buttons are made of this; the services check for themselves.
    """
    if not actor.may(Permission.ORDER_REFUND, order.store_id):
        return []
    payment = orders.live_payment(order)
    is_paid = payment is not None and payment.is_paid
    left = payments.left_to_refund(payment) if payment is not None and is_paid else money.ZERO
    rules = (
        ("refund", left > 0),
        ("retry_refund", any(_is_retried(one) for one in open_refunds(order))),
        ("mark_refunded", any(_is_sent_by_hand(one) for one in open_refunds(order))),
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
    order, payment = _locked(actor, payment_id)
    actor.require(Permission.ORDER_REFUND, order.store_id)
    left = payments.left_to_refund(payment)
    if left <= 0:
        raise Conflict("There is nothing left to refund.", code="nothing_to_refund")
    if amount <= 0 or not money.fits(amount, payment.currency):
        raise Invalid("Give an amount above zero, such as 12.50.", field="amount")
    if amount > left:
        most = money.display(left, payment.currency)
        raise Invalid(f"At most {most} can go back.", field="amount")
    if not reason.strip():
        raise Invalid("Say why the money goes back.", field="reason")
    return payments.owe_back(payment, amount, reason.strip()[:500])


def mark_refunded(actor: Actor, refund_id: UUID, *, reference: str = "") -> Refund:
    """Book money that was given back by hand: cash, a transfer, or what a provider would not send.

    Raises Conflict while a provider is asked for it: it must not go back twice.
    """
    payment, refund = _locked_refund(actor, refund_id)
    if refund.status == "DONE":
        raise Conflict("This money went back already.", code="already_refunded")
    if not _is_sent_by_hand(refund, payment):
        raise Conflict("The provider is asked for this refund.", code="refund_in_progress")
    _check_left(refund, payment)
    _reopen(refund)
    refund.reference = reference[:200]
    _finish(payment, refund, summary=f"By hand {reference}".strip())
    return refund


def retry_refund(actor: Actor, refund_id: UUID) -> Refund:
    """Ask the provider once more for a refund that has not been done."""
    payment, refund = _locked_refund(actor, refund_id)
    if refund.status == "DONE" or not payment.is_online:
        raise Conflict("There is no provider to ask for this refund.", code="not_retryable")
    _check_left(refund, payment)
    _reopen(refund)
    payments.send(refund)
    return refund


def refund_order(actor: Actor, order_id: UUID, amount: Decimal, reason: str) -> Refund:
    """Promise back some of what an order's buyer paid: see `ask_refund`."""
    order: Order = get(Order, actor, order_id)
    payment = orders.live_payment(order)
    if payment is None or not payment.is_paid:
        raise Conflict("Nothing was paid on this order.", code="nothing_to_refund")
    return ask_refund(actor, payment.id, amount, reason)


def mark_order_refunded(actor: Actor, order_id: UUID, *, reference: str = "") -> Refund:
    """Book the oldest of an order's open refunds as given back by hand: see `mark_refunded`."""
    order: Order = get(Order, actor, order_id)
    waiting = [one for one in open_refunds(order) if _is_sent_by_hand(one)]
    if not waiting:
        raise Conflict("No money of this order waits to go back.", code="nothing_to_refund")
    return mark_refunded(actor, waiting[0].id, reference=reference)


def retry_order_refund(actor: Actor, order_id: UUID) -> Refund:
    """Ask the provider again for the oldest of an order's refunds that it refused."""
    order: Order = get(Order, actor, order_id)
    refused = [one for one in open_refunds(order) if _is_retried(one)]
    if not refused:
        raise Conflict("No refund of this order was refused.", code="not_retryable")
    return retry_refund(actor, refused[0].id)


def cancel_paid_order(actor: Actor, order_id: UUID, *, reason: str = "") -> Order:
    """Cancel an order that was paid and has not left: its stock and all of its money go back.

    Raises Conflict `needs_credit_note` where an invoice says that it was sold.
    """
    order: Order = get_locked(Order, actor, order_id)
    actor.require(Permission.ORDER_REFUND, order.store_id)
    if order.status != "PAID" or shipments.has_left(order):
        raise Conflict("Only a paid order that has not left is cancelled.", code="not_cancellable")
    if orders.is_invoiced(order):
        raise Conflict(
            "This order has its invoice: it needs a credit note first.", code="needs_credit_note"
        )
    payment = orders.live_payment(order)
    order.move("CANCELLED")
    db.session.flush()
    stock.release_stock(order)
    left = payments.left_to_refund(payment) if payment is not None else money.ZERO
    if payment is not None and left > 0:
        payments.owe_back(payment, left, reason[:500] or "The order was cancelled")
    audit.record_event(
        "cancel", "orders", store_id=order.store_id, record_id=order.id, reason=reason[:500]
    )
    mails.tell_cancelled(order)
    return order


def find_sending(actor: Actor, refund_id: UUID) -> Sending | None:
    """Return what the provider is to be asked for; None where there is nothing to ask."""
    refund: Refund = get(Refund, actor, refund_id)
    actor.require(Permission.ORDER_REFUND, refund.store_id)
    payment: Payment = get(Payment, actor, refund.payment_id)
    if refund.status != "PENDING" or refund.reference or not payment.is_online:
        return None
    request = RefundRequest(
        refund_id=refund.id,
        payment_id=payment.id,
        transaction_id=payment.transaction_id or "",
        amount=refund.amount,
        currency=payment.currency,
    )
    return Sending(provider=payment.payment_method, request=request)


def note_answer(actor: Actor, refund_id: UUID, answer: RefundAnswer) -> None:
    """Book what the provider answered; where it only began, its message says when it is done."""
    payment, refund = _locked_refund(actor, refund_id)
    if refund.status == "DONE":
        return
    _reopen(refund)
    refund.reference = answer.reference
    if answer.is_done:
        _finish(payment, refund)
    db.session.flush()


def note_refusal(actor: Actor, refund_id: UUID, reason: str) -> None:
    """Write down that the provider will not give this money back: staff see it and decide."""
    payment, refund = _locked_refund(actor, refund_id)
    if refund.status == "PENDING":
        refund.move("FAILED")
        summary = f"The refund was refused: {reason}"
        payments.record(payment, "NOTE", amount=refund.amount, summary=summary)
        db.session.flush()


def book(payment: Payment, told: ProviderEvent) -> Outcome:
    """Book a provider's message that money of a locked payment went back, once.

    It may be a refund of ours or one made at the provider; what cannot be is written down for
    the staff.
    """
    if payments.captured_amount(payment) <= 0:
        return PARKED
    reference = told.reference or told.event_id
    refund = _told_of(payment, told, reference)
    if refund is not None and refund.status == "DONE":
        return TOLD_BEFORE
    amount = refund.amount if refund is not None else told.amount
    if told.currency != payment.currency or told.amount != amount or not told.amount:
        return _noted(payment, told, "The provider tells of a refund of another amount")
    if payment.refunded_amount + told.amount > payments.captured_amount(payment):
        return _noted(payment, told, "The provider tells of a refund of more than came in")
    if refund is None:
        refund = _made_at_provider(payment, told.amount)
    _reopen(refund)
    refund.reference = reference
    _finish(payment, refund)
    return HANDLED


def _locked(actor: Actor, payment_id: UUID) -> tuple[Order, Payment]:
    """Lock the order, then the payment, as everybody does."""
    found: Payment = get(Payment, actor, payment_id)
    order: Order = get_locked(Order, actor, found.order_id)
    payment: Payment = get_locked(Payment, actor, payment_id)
    return order, payment


def _locked_refund(actor: Actor, refund_id: UUID) -> tuple[Payment, Refund]:
    found: Refund = get(Refund, actor, refund_id)
    actor.require(Permission.ORDER_REFUND, found.store_id)
    _order, payment = _locked(actor, found.payment_id)
    refund: Refund = get_locked(Refund, actor, refund_id)
    return payment, refund


def _kept_by(order: Order) -> bool:
    return orders.is_invoiced(order) or shipments.has_left(order)


def _is_retried(refund: Refund) -> bool:
    return refund.status == "FAILED" and refund.payment.is_online


def _is_sent_by_hand(refund: Refund, payment: Payment | None = None) -> bool:
    """Tell whether no provider may be at it: cash and transfers, and what a provider refused."""
    return refund.status == "FAILED" or not (payment or refund.payment).is_online


def _told_of(payment: Payment, told: ProviderEvent, reference: str) -> Refund | None:
    for refund in db.session.scalars(queries.refunds_of(payment)):
        if refund.id == told.refund_id or refund.reference == reference:
            return refund
    return None


def _made_at_provider(payment: Payment, amount: Decimal) -> Refund:
    refund = Refund(
        store_id=payment.store_id,
        payment_id=payment.id,
        amount=amount,
        reason="Refunded at the provider",
    )
    db.session.add(refund)
    db.session.flush()
    return refund


def _check_left(refund: Refund, payment: Payment) -> None:
    """Refuse to give back what went back another way since."""
    promised = refund.amount if refund.status == "FAILED" else 0
    if promised > payments.left_to_refund(payment) or (
        payment.refunded_amount + refund.amount > payments.captured_amount(payment)
    ):
        raise Conflict("Less than this is left to refund.", code="nothing_to_refund")


def _reopen(refund: Refund) -> None:
    if refund.status == "FAILED":
        refund.move("PENDING")
        db.session.flush()


def _finish(payment: Payment, refund: Refund, *, summary: str = "") -> None:
    """Book that the money went back. An attempt that is not the paid one keeps its status."""
    done_at = clock.now(db.session())
    refund.move("DONE")
    refund.done_at = done_at
    payment.refunded_amount += refund.amount
    if payment.is_paid:
        is_all = payment.refunded_amount == payment.amount
        payment.move("REFUNDED" if is_all else "PARTIALLY_REFUNDED")
    # What has no name of its own is named by its refund: two of one amount are two.
    reference = refund.reference if payment.is_online and refund.reference else str(refund.id)
    payments.record(payment, "REFUNDED", amount=refund.amount, reference=reference, summary=summary)
    db.session.flush()


def _noted(payment: Payment, told: ProviderEvent, what: str) -> Outcome:
    readable = told.amount is not None and bool(told.currency)
    said = f" ({money.display(told.amount, told.currency)})" if readable else ""  # type: ignore[arg-type]
    note = f"{what}{said}: nothing was booked. Settle it at the provider."
    payments.record(payment, "NOTE", reference=told.reference, summary=note)
    return Outcome(word="HANDLED", note=note)
