"""The inbox: providers' messages are stored as they come, and handled once, by a job."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from shop_admin.db import db
from shop_admin.language import N_
from shop_admin.models.inbox import ProviderEvent, ProviderEventResult
from shop_admin.models.mixins import new_id
from shop_admin.models.orders import Order
from shop_admin.models.payments import Payment
from shop_admin.permissions import Actor, Permission
from shop_admin.providers.payment.base import ProviderMessage
from shop_admin.queries import payments as queries
from shop_admin.queries.visibility import get_locked
from shop_admin.queue import enqueue
from shop_admin.services import payments, refunds
from shop_admin.services.payments import Outcome

HANDLE = "inbox.handle"
UNKNOWN = Outcome(word="IGNORED", note=N_("This payment is not one of ours."))
NOT_KNOWN_YET = Outcome(word="PARKED", note=N_("Waits until its payment is known."))


def receive(provider: str, message: ProviderMessage) -> bool:
    """Store a message and ask for its handling; False where it was stored before."""
    new = new_id()
    stored = db.session.execute(
        insert(ProviderEvent)
        .values(
            id=new,
            provider=provider,
            event_id=message.event_id,
            kind=message.kind.value,
            payment_id=message.payment_id,
            refund_id=message.refund_id,
            transaction_id=message.transaction_id,
            reference=message.reference,
            amount=message.amount,
            currency=message.currency,
            payload=dict(message.payload),
        )
        # Without a target: the webhook's party may read nothing, not even its own unique key.
        .on_conflict_do_nothing()
    )
    is_new: bool = stored.rowcount == 1  # type: ignore[attr-defined]
    if is_new:
        enqueue(HANDLE, queue="payments", event_id=str(new))
    return is_new


def find_store(event_id: UUID) -> UUID | None:
    """Return the store whose payment a message is about; without one, write down what became of it.

    Called by a party of all stores: whose message it is, nobody knows before.
    """
    event = db.session.get_one(ProviderEvent, event_id)
    payment = db.session.scalars(queries.payment_told_of(event)).one_or_none()
    if payment is not None:
        return payment.store_id
    may_come = event.payment_id is None and event.transaction_id and event.kind != "OTHER"
    _settle(event, NOT_KNOWN_YET if may_come else UNKNOWN)
    return None


def handle(actor: Actor, event_id: UUID) -> None:
    """Book a message on its payment, once; money that came lets messages go on that waited for it.

    All of it happens under the order's lock: two messages of one order follow each other.
    """
    event = db.session.get_one(ProviderEvent, event_id)
    if _is_settled(event):
        return
    found = db.session.scalars(queries.payment_told_of(event)).one()
    order: Order = get_locked(Order, actor, found.order_id)
    actor.require(Permission.PAYMENT_RECONCILE, order.store_id)
    payment: Payment = get_locked(Payment, actor, found.id)
    # Under the lock once more: its twin may have come first.
    if _is_settled(event):
        return
    _settle(event, _booked(actor, order, payment, event))
    for parked in db.session.scalars(queries.parked_for(payment)).all():
        if parked.id != event.id:
            _settle(parked, _booked(actor, order, payment, parked))


def _booked(actor: Actor, order: Order, payment: Payment, event: ProviderEvent) -> Outcome:
    if event.kind == "REFUNDED":
        outcome = refunds.book(payment, event)
    else:
        outcome = payments.book(actor, order, payment, event)
    db.session.flush()
    return outcome


def _is_settled(event: ProviderEvent) -> bool:
    settled = sa.select(ProviderEventResult.id).where(
        ProviderEventResult.event_id == event.id, ProviderEventResult.outcome != "PARKED"
    )
    return db.session.scalars(settled).first() is not None


def _settle(event: ProviderEvent, outcome: Outcome) -> None:
    db.session.execute(
        insert(ProviderEventResult)
        .values(id=new_id(), event_id=event.id, outcome=outcome.word, note=outcome.note)
        .on_conflict_do_nothing(index_elements=["event_id", "outcome"])
    )
