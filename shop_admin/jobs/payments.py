"""Payments: messages handled, refunds sent, orders out of time given up, play money delivered."""

import logging
from decimal import Decimal
from uuid import UUID

from shop_admin import clock
from shop_admin.db import acting_as, transaction
from shop_admin.errors import ShopError
from shop_admin.permissions import IDENTITY, job
from shop_admin.providers.payment.base import MessageKind, PaymentProvider, RefundRefused
from shop_admin.providers.payment.sandbox import Sandbox, told
from shop_admin.queries import payments as queries
from shop_admin.services import inbox, orders, refunds
from shop_admin.wiring import parts

log = logging.getLogger(__name__)

DELIVER = "sandbox.deliver"
ORDERS_A_SWEEP = 500


def handle(*, event_id: str) -> None:
    """Handle a provider's message; a second time finds it handled."""
    event = UUID(event_id)
    with transaction(IDENTITY.db_context()):
        store_id = inbox.find_store(event)
    if store_id is None:
        return
    actor = job(store_id)
    with transaction(actor.db_context()):
        inbox.handle(actor, event)


def send_refund(*, store_id: str, refund_id: str) -> None:
    """Ask the provider for a refund, with no transaction open; a second time it is the same one."""
    actor, refund = job(UUID(store_id)), UUID(refund_id)
    with acting_as(actor.db_context()):
        sending = refunds.find_sending(actor, refund)
    if sending is None:
        return
    try:
        answer = _provider(sending.provider).refund(sending.request)
    except RefundRefused as refused:
        with transaction(actor.db_context()):
            refunds.note_refusal(actor, refund, str(refused))
        return
    with transaction(actor.db_context()):
        refunds.note_answer(actor, refund, answer)


def _provider(name: str) -> PaymentProvider:
    found = parts().payment_providers.get(name)
    if found is None:
        raise RefundRefused(f"{name} is not set up here")
    return found


def sweep() -> int:
    """Give up the orders whose time to pay is over, each in a transaction of its own; how many."""
    with acting_as(IDENTITY.db_context()) as session:
        found = session.execute(queries.expired(ORDERS_A_SWEEP)).all()
    return sum(_expired(order_id, store_id) for order_id, store_id in found)


def _expired(order_id: UUID, store_id: UUID) -> bool:
    actor = job(store_id)
    try:
        with transaction(actor.db_context()):
            return orders.expire_order(actor, order_id)
    except ShopError as refused:
        # One order that is stuck must not keep the others' stock.
        log.warning("order %s is not swept: %s", order_id, refused.message)
        return False


def deliver(*, payment_id: str, kind: str, amount: str, currency: str) -> None:
    """Send a message of play money over the wire. Raises ProviderDown, to be tried again."""
    sandbox = parts().payment_providers.get(Sandbox.name)
    if not isinstance(sandbox, Sandbox):
        return
    with acting_as(IDENTITY.db_context()) as session:
        now = clock.now(session)
    message = told(UUID(payment_id), MessageKind(kind), Decimal(amount), currency)
    sandbox.deliver(message, now)
