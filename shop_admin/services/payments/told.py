"""What providers tell of an attempt, in whatever order and however often: it only moves forward."""

from collections.abc import Callable, Mapping

from shop_admin import money
from shop_admin.db import db
from shop_admin.language import N_
from shop_admin.models.inbox import ProviderEvent
from shop_admin.models.orders import Order
from shop_admin.models.payments import Payment
from shop_admin.permissions import Actor
from shop_admin.services.orders import live_payment
from shop_admin.services.payments.events import (
    HANDLED,
    TOLD_BEFORE,
    Outcome,
    differs,
    record,
    reference_of,
)
from shop_admin.services.payments.late import settle_even_late
from shop_admin.services.payments.owing import captured_amount, owe_back
from shop_admin.services.payments.settling import cancel

ONCE_MORE = N_(
    "The provider tells of %(amount)s once more, under another reference: nothing was booked."
    " Settle it at the provider."
)

Booking = Callable[[Actor, Order, Payment, ProviderEvent], Outcome]


def book(actor: Actor, order: Order, payment: Payment, told: ProviderEvent) -> Outcome:
    """Book a message on its locked order and payment: everything but refunds.

    A kind that no shop acts on is ignored.
    """
    booking = _BOOKINGS.get(told.kind)
    if booking is None:
        return Outcome(word="IGNORED", note=N_("Nothing follows from this kind of message."))
    return booking(actor, order, payment, told)


def _authorized(_actor: Actor, _order: Order, payment: Payment, told: ProviderEvent) -> Outcome:
    wrong = differs(payment, told)
    if wrong is not None:
        return wrong
    is_new = _recorded(payment, told)
    if payment.status == "PENDING":
        payment.move("AUTHORIZED")
        _keep_transaction(payment, told)
    return HANDLED if is_new else TOLD_BEFORE


def _captured(actor: Actor, order: Order, payment: Payment, told: ProviderEvent) -> Outcome:
    wrong = differs(payment, told)
    if wrong is not None:
        return wrong
    came_before = captured_amount(payment) > 0
    if not _recorded(payment, told):
        return TOLD_BEFORE
    if came_before:
        return _came_again(payment, told)
    _keep_transaction(payment, told)
    other = live_payment(order)
    if other is not None and other.id != payment.id:
        if other.is_paid:
            owe_back(payment, payment.amount, N_("The order was paid twice"))
            return Outcome(
                word="HANDLED", note=N_("The order was paid before: the money goes back.")
            )
        cancel(other, N_("An earlier attempt was paid"))
        db.session.flush()
    return settle_even_late(actor, order, payment)


def _came_again(payment: Payment, told: ProviderEvent) -> Outcome:
    """Write down money that came on one attempt a second time: nobody here knows whose it is."""
    note = ONCE_MORE % {"amount": money.display(payment.amount, payment.currency)}
    record(payment, "NOTE", reference=reference_of(told), summary=note)
    return Outcome(word="HANDLED", note=note)


def _ended(_actor: Actor, _order: Order, payment: Payment, told: ProviderEvent) -> Outcome:
    is_new = _recorded(payment, told)
    if payment.status in ("PENDING", "AUTHORIZED"):
        payment.move(told.kind)
    return HANDLED if is_new else TOLD_BEFORE


def _disputed(_actor: Actor, _order: Order, payment: Payment, told: ProviderEvent) -> Outcome:
    return HANDLED if _recorded(payment, told) else TOLD_BEFORE


def _recorded(payment: Payment, told: ProviderEvent) -> bool:
    return record(payment, told.kind, amount=told.amount, reference=reference_of(told))


def _keep_transaction(payment: Payment, told: ProviderEvent) -> None:
    payment.transaction_id = payment.transaction_id or told.transaction_id or None
    db.session.flush()


_BOOKINGS: Mapping[str, Booking] = {
    "AUTHORIZED": _authorized,
    "CAPTURED": _captured,
    "FAILED": _ended,
    "CANCELLED": _ended,
    "DISPUTED": _disputed,
}
