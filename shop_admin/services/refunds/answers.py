"""What providers answer and tell of refunds: booked once, refused in words, never guessed."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from shop_admin import money
from shop_admin.db import db
from shop_admin.language import N_
from shop_admin.models.inbox import ProviderEvent
from shop_admin.models.payments import Payment, Refund
from shop_admin.permissions import Actor, Permission
from shop_admin.providers.payment.base import RefundAnswer, RefundRequest
from shop_admin.queries import payments as queries
from shop_admin.queries.visibility import get
from shop_admin.services import payments
from shop_admin.services.payments import HANDLED, TOLD_BEFORE, Outcome
from shop_admin.services.payments.events import NO_AMOUNT
from shop_admin.services.refunds.booking import (
    finish,
    lock_refund,
    reopen,
)

REFUSED = N_("The refund was refused: %(reason)s")
ANOTHER_AMOUNT = N_(
    "The provider tells of a refund of another amount (%(amount)s): nothing was booked."
    " Settle it at the provider."
)
TOO_MUCH = N_(
    "The provider tells of a refund of more than came in (%(amount)s): nothing was booked."
    " Settle it at the provider."
)
PARKED = Outcome(word="PARKED", note=N_("Waits until its money is known to have come in."))


@dataclass(frozen=True, kw_only=True)
class Sending:
    """A refund that a provider is to be asked for, and which one."""

    provider: str
    request: RefundRequest


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
    payment, refund = lock_refund(actor, refund_id)
    if refund.status == "DONE":
        return
    reopen(refund)
    refund.reference = answer.reference
    if answer.is_done:
        finish(payment, refund)
    db.session.flush()


def note_refusal(actor: Actor, refund_id: UUID, reason: str) -> None:
    """Write down that the provider will not give this money back: staff see it and decide."""
    payment, refund = lock_refund(actor, refund_id)
    if refund.status == "PENDING":
        refund.move("FAILED")
        summary = REFUSED % {"reason": reason}
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
        return _noted(payment, told, ANOTHER_AMOUNT)
    if payment.refunded_amount + told.amount > payments.captured_amount(payment):
        return _noted(payment, told, TOO_MUCH)
    if refund is None:
        refund = _made_at_provider(payment, told.amount)
    reopen(refund)
    refund.reference = reference
    finish(payment, refund)
    return HANDLED


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
        reason=N_("Refunded at the provider"),
    )
    db.session.add(refund)
    db.session.flush()
    return refund


def _noted(payment: Payment, told: ProviderEvent, what: str) -> Outcome:
    readable = told.amount is not None and bool(told.currency)
    said = money.display(told.amount, told.currency) if readable else NO_AMOUNT  # type: ignore[arg-type]
    note = what % {"amount": said}
    payments.record(payment, "NOTE", reference=told.reference, summary=note)
    return Outcome(word="HANDLED", note=note)
