"""Attempts to pay: each is a row, begun with its order or anew, and started at its provider."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from shop_admin import clock
from shop_admin.db import Statement, db, run_together
from shop_admin.errors import Conflict, Invalid
from shop_admin.language import N_, _
from shop_admin.models.mixins import new_id, said
from shop_admin.models.orders import Order
from shop_admin.models.payments import Payment
from shop_admin.models.stores import OFFLINE_METHODS, ONLINE_METHODS, Store
from shop_admin.permissions import Actor, Permission
from shop_admin.providers.payment.base import NextAction, PaymentRequest
from shop_admin.queries import payments as queries
from shop_admin.queries.receipts import Attempt, PlacedOrder
from shop_admin.queries.till import Till
from shop_admin.queries.visibility import get, get_locked
from shop_admin.services import invoices, mails, orders, payments, shipments


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a way to pay means for an order: its status, and until when it holds its stock."""

    status: str
    reserved_until: datetime | None
    due_at: datetime


_ATTEMPT = """
    INSERT INTO payments (id, store_id, order_id, payment_method, amount, currency, due_at)
    VALUES (%(id)s, %(store_id)s, %(order_id)s, %(payment_method)s, %(amount)s, %(currency)s,
        %(due_at)s)
"""
_CREATED = """
    INSERT INTO payment_events (id, store_id, payment_id, kind, amount)
    VALUES (%(id)s, %(store_id)s, %(payment_id)s, 'CREATED', %(amount)s)
"""


@dataclass(frozen=True, kw_only=True)
class Started:
    """An attempt that a provider is to start, and which one."""

    provider: str
    request: PaymentRequest


def terms_of(store: Store | Till, method: str, now: datetime) -> Terms:
    """Return the terms of a way to pay in a store, counted from now."""
    if method in ONLINE_METHODS:
        until = now + timedelta(minutes=store.reservation_minutes)
        return Terms(status="PENDING", reserved_until=until, due_at=until)
    due_at = now + timedelta(days=store.payment_terms_days)
    if method != "bank_transfer":
        return Terms(status="PLACED", reserved_until=None, due_at=due_at)
    # Banks need a day, also where the store's terms leave none.
    until = max(due_at, now + timedelta(days=1))
    return Terms(status="PLACED", reserved_until=until, due_at=due_at)


def check_method(store: Store | Till, method: str, online: Collection[str]) -> None:
    """Refuse a way to pay that the store does not offer, or the installation does not have."""
    if method not in store.payment_methods or method not in (*OFFLINE_METHODS, *online):
        raise Invalid(_("This store does not offer this way to pay."), field="payment_method")


def begin(order: Order, method: str, due_at: datetime) -> Payment:
    """Write a new attempt to pay an order."""
    attempt = new_attempt(order, method, due_at)
    run_together(beginning(attempt))
    return db.session.get_one(Payment, attempt.id)


def new_attempt(order: Order | PlacedOrder, method: str, due_at: datetime) -> Attempt:
    """Return a new attempt to pay an order, which `beginning` writes."""
    return Attempt(
        id=new_id(),
        store_id=order.store_id,
        order_id=order.id,
        payment_method=method,
        amount=order.total_amount,
        currency=order.currency,
        due_at=due_at,
    )


def beginning(attempt: Attempt) -> list[Statement]:
    """Return what writes a new attempt to pay, and the first thing that happened to it."""
    event = {
        "id": new_id(),
        "store_id": attempt.store_id,
        "payment_id": attempt.id,
        "amount": attempt.amount,
    }
    return [Statement(sql=_ATTEMPT, values=vars(attempt)), Statement(sql=_CREATED, values=event)]


def pay_again(actor: Actor, order_id: UUID, method: str, *, online: Collection[str]) -> Payment:
    """Begin a new attempt on an unpaid order, maybe another way; the one before is cancelled.

    Raises Conflict `already_paid` and `not_payable`, and Invalid for a way that is not offered.
    """
    order: Order = get_locked(Order, actor, order_id)
    actor.require(Permission.ORDER_PLACE, order.store_id)
    before = orders.live_payment(order)
    _check_payable(order, before)
    store: Store = get(Store, actor, order.store_id)
    check_method(store, method, online)
    if before is not None:
        payments.cancel(before, N_("Paid another way"))
        db.session.flush()
    terms = terms_of(store, method, clock.now(db.session()))
    payment = begin(order, method, terms.due_at)
    # What has left is out of the shelf for good: there is nothing to hold, and nothing to wait for.
    if not shipments.has_left(order):
        _hold(order, store, terms)
    return payment


def find_started(actor: Actor, order_id: UUID, *, return_url: str) -> Started | None:
    """Return what the order's provider is to be asked for; None where no provider is waited for."""
    row = db.session.execute(queries.to_start(actor, order_id)).one_or_none()
    if row is None:
        return None
    request = PaymentRequest(
        payment_id=row.id,
        amount=row.amount,
        currency=row.currency,
        order_number=row.number,
        description=f"{row.store_name} · {row.number}",
        return_url=return_url,
    )
    return Started(provider=row.payment_method, request=request)


def keep_next_action(actor: Actor, payment_id: UUID, action: NextAction) -> None:
    """Write down where the buyer goes to pay, as long as there is something to pay."""
    db.session.execute(
        sa.update(Payment)
        .where(*queries.unstarted(actor, payment_id))
        .values(next_action=action.to_json())
        .execution_options(synchronize_session=False)
    )


def _hold(order: Order, store: Store, terms: Terms) -> None:
    order.reserved_until = terms.reserved_until
    if order.status == terms.status:
        return
    order.move(terms.status)
    db.session.flush()
    mails.confirm_order(order)
    if order.status == "PLACED" and store.invoice_rule == "PLACED":
        invoices.ask_for_invoice(order)


def _check_payable(order: Order, before: Payment | None) -> None:
    if before is not None and before.is_paid:
        raise Conflict(_("This order is paid already."), code="already_paid")
    if order.status in ("DRAFT", "CANCELLED"):
        refused = _("An order that is %(state)s cannot be paid.", state=said(order.status))
        raise Conflict(refused, code="not_payable")
    if before is not None and before.status == "AUTHORIZED":
        # Its money is on the way: a second attempt would make the buyer pay twice.
        raise Conflict(
            _("The payment is being confirmed. Wait a moment."), code="payment_in_progress"
        )
