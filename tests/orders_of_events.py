"""Seven messages about one payment, told in many orders, each twice: what stands in the end."""

import itertools
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import telling

from shop_admin.db import db, transaction
from shop_admin.models.orders import Order
from shop_admin.models.payments import Payment, PaymentEvent, Refund
from shop_admin.permissions import job
from shop_admin.services import inbox

KINDS = ("AUTHORIZED", "CAPTURED", "FAILED", "REFUNDED", "REFUNDED", "DISPUTED", "OTHER")
AMOUNTS = ("50.00", "50.00", "50.00", "10.00", "15.00", "50.00", "50.00")
ALL = tuple(itertools.permutations(range(len(KINDS))))
ASKED = sa.text(
    "SELECT count(*) FROM procrastinate_jobs"
    " WHERE task_name = 'invoices.issue' AND args ->> 'order_id' = :order_id"
)
ROLE = sa.text("SELECT set_config('role', :role, true)")


def final_states(sale: telling.Sale, orders: Sequence[tuple[int, ...]]) -> set[Any]:
    """Return every state in which these orders of the seven messages end.

    Orders that begin alike share what came of their beginning: a savepoint a message.
    """
    told = [
        telling.tell(kind, sale.payment_id, amount)
        for kind, amount in zip(KINDS, AMOUNTS, strict=True)
    ]
    with transaction(job(sale.store_id).db_context()):
        return set(_walk(sale, told, sorted(orders), 0))


def _walk(
    sale: telling.Sale, told: Sequence[UUID], orders: Sequence[tuple[int, ...]], depth: int
) -> Iterator[Any]:
    if depth == len(told):
        # Once more, long after: nothing changes any more.
        inbox.handle(job(sale.store_id), told[orders[0][0]])
        yield _state(sale)
        return
    for number, alike in itertools.groupby(orders, key=lambda one: one[depth]):
        savepoint = db.session.begin_nested()
        for _ in range(2):
            inbox.handle(job(sale.store_id), told[number])
        db.session.flush()
        yield from _walk(sale, told, list(alike), depth + 1)
        savepoint.rollback()
        db.session.expire_all()


def _state(sale: telling.Sale) -> Any:
    payment = db.session.execute(
        sa.select(
            Payment.status,
            Payment.refunded_amount,
            Payment.transaction_id,
            Payment.paid_at != None,  # noqa: E711
        ).where(Payment.id == sale.payment_id)
    ).one()
    order = db.session.execute(
        sa.select(Order.status, Order.reserved_until).where(Order.id == sale.order_id)
    ).one()
    events = db.session.execute(
        sa.select(PaymentEvent.kind, PaymentEvent.amount, PaymentEvent.reference)
        .where(PaymentEvent.payment_id == sale.payment_id)
        .order_by(PaymentEvent.kind, PaymentEvent.reference)
    ).all()
    refunds = db.session.execute(
        sa.select(Refund.status, Refund.amount, Refund.reference)
        .where(Refund.payment_id == sale.payment_id)
        .order_by(Refund.amount)
    ).all()
    db.session.execute(ROLE, {"role": "shop_all"})
    asked = db.session.scalar(ASKED, {"order_id": str(sale.order_id)})
    db.session.execute(ROLE, {"role": "shop_scoped"})
    return (*payment, *order, *map(tuple, events), *map(tuple, refunds), asked)
