"""Refunds under their locks: what is left to give back, and the moment that it is done."""

from uuid import UUID

from shop_admin import clock
from shop_admin.db import db
from shop_admin.errors import Conflict
from shop_admin.language import _
from shop_admin.models.orders import Order
from shop_admin.models.payments import Payment, Refund
from shop_admin.permissions import Actor, Permission
from shop_admin.queries.visibility import get, get_locked
from shop_admin.services import payments


def lock_payment(actor: Actor, payment_id: UUID) -> tuple[Order, Payment]:
    """Lock the order, then the payment, as everybody does."""
    found: Payment = get(Payment, actor, payment_id)
    order: Order = get_locked(Order, actor, found.order_id)
    payment: Payment = get_locked(Payment, actor, payment_id)
    return order, payment


def lock_refund(actor: Actor, refund_id: UUID) -> tuple[Payment, Refund]:
    """Lock a refund's order and payment, then the refund; raise Forbidden for who may not."""
    found: Refund = get(Refund, actor, refund_id)
    actor.require(Permission.ORDER_REFUND, found.store_id)
    _order, payment = lock_payment(actor, found.payment_id)
    refund: Refund = get_locked(Refund, actor, refund_id)
    return payment, refund


def check_left(refund: Refund, payment: Payment) -> None:
    """Refuse to give back what went back another way since."""
    promised = refund.amount if refund.status == "FAILED" else 0
    if promised > payments.left_to_refund(payment) or (
        payment.refunded_amount + refund.amount > payments.captured_amount(payment)
    ):
        raise Conflict(_("Less than this is left to refund."), code="nothing_to_refund")


def reopen(refund: Refund) -> None:
    """Let a refused refund be tried once more."""
    if refund.status == "FAILED":
        refund.move("PENDING")
        db.session.flush()


def finish(payment: Payment, refund: Refund, *, summary: str = "") -> None:
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
