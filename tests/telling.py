"""Orders paid online in tests, and what their provider tells of them."""

import itertools
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from factories import cart_of, make_product, make_store

from shop_admin.db import acting_as, db, transaction
from shop_admin.jobs import payments as jobs
from shop_admin.models.inbox import ProviderEvent
from shop_admin.models.mixins import new_id
from shop_admin.models.orders import Order
from shop_admin.models.payments import Payment, PaymentEvent, Refund
from shop_admin.permissions import WEBHOOK, command, guest
from shop_admin.providers.payment.base import MessageKind, ProviderMessage
from shop_admin.services import attempts, checkout, inbox

ONLINE = ("sandbox",)
METHODS = ("cash_on_delivery", "bank_transfer", "sandbox")
_count = itertools.count(1)


@dataclass(frozen=True, kw_only=True)
class Sale:
    """An order of two lamps that waits for its money."""

    store_id: UUID
    product_id: UUID
    order_id: UUID
    payment_id: UUID


def online_store(**more: Any) -> UUID:
    """Make a store that offers the sandbox; return its id."""
    return make_store(payment_methods=METHODS, **more)


def sell(
    store_id: UUID | None = None, product_id: UUID | None = None, *, quantity: int = 2
) -> Sale:
    """Let a guest order lamps of 25.00 to be paid by the sandbox."""
    store_id = store_id or online_store()
    product_id = product_id or make_product(store_id, stock=10)
    order_id = new_id()
    buyer = guest(store_id, order_id=order_id)
    cart = cart_of((product_id, quantity), method="sandbox")
    with transaction(buyer.db_context()):
        checkout.place_order(buyer, store_id, cart, order_id=order_id, online=ONLINE)
    return Sale(
        store_id=store_id,
        product_id=product_id,
        order_id=order_id,
        payment_id=latest_payment(order_id).id,
    )


def pay_again(sale: Sale, method: str = "sandbox") -> UUID:
    """Let the buyer begin anew; return the new attempt's id."""
    buyer = guest(sale.store_id, order_id=sale.order_id)
    with transaction(buyer.db_context()):
        return attempts.pay_again(buyer, sale.order_id, method, online=ONLINE).id


def tell(kind: str, payment_id: UUID, amount: str = "50.00", **more: Any) -> UUID:
    """Store a message, as the webhook does; return its id for `jobs.handle`."""
    number = next(_count)
    told: dict[str, Any] = {
        "event_id": f"evt_{number}",
        "transaction_id": f"pay_{payment_id.hex}",
        "reference": f"{kind.lower()}_{number}",
        "amount": Decimal(amount),
        "currency": "EUR",
        **more,
    }
    message = ProviderMessage(kind=MessageKind(kind), payment_id=payment_id, **told)
    with transaction(WEBHOOK.db_context()):
        inbox.receive("sandbox", message)
    with acting_as(command().db_context()):
        stored = sa.select(ProviderEvent.id).where(ProviderEvent.event_id == message.event_id)
        return db.session.scalars(stored).one()


def told(kind: str, payment_id: UUID, amount: str = "50.00", **more: Any) -> UUID:
    """Store a message and handle it."""
    event_id = tell(kind, payment_id, amount, **more)
    jobs.handle(event_id=str(event_id))
    return event_id


def latest_payment(order_id: UUID) -> Payment:
    """Return the latest attempt, as it is now."""
    return _one(sa.select(Payment).where(Payment.order_id == order_id).order_by(Payment.id.desc()))


def payment(payment_id: UUID) -> Payment:
    """Return an attempt, as it is now."""
    return _one(sa.select(Payment).where(Payment.id == payment_id))


def order(order_id: UUID) -> Order:
    """Return an order, as it is now."""
    return _one(sa.select(Order).where(Order.id == order_id))


def refunds(payment_id: UUID) -> list[tuple[str, Decimal, str]]:
    """Return status, amount and reason of an attempt's refunds."""
    with acting_as(command().db_context()):
        rows = db.session.execute(
            sa.select(Refund.status, Refund.amount, Refund.reason)
            .where(Refund.payment_id == payment_id)
            .order_by(Refund.id)
        )
        return [(status, amount, reason) for status, amount, reason in rows]


def events(payment_id: UUID) -> list[str]:
    """Return the kinds of what happened to an attempt, in their order."""
    with acting_as(command().db_context()):
        return list(
            db.session.scalars(
                sa.select(PaymentEvent.kind)
                .where(PaymentEvent.payment_id == payment_id)
                .order_by(PaymentEvent.id)
            )
        )


def jobs_of(task: str, **arguments: UUID) -> int:
    """Return how many jobs of a task were asked for with these ids."""
    wanted = {name: str(value) for name, value in arguments.items()}
    with acting_as(command().db_context()):
        statement = sa.text(
            "SELECT count(*) FROM procrastinate_jobs"
            " WHERE task_name = :task AND args @> CAST(:wanted AS jsonb)"
        ).bindparams(sa.bindparam("wanted", type_=sa.JSON))
        return db.session.scalar(statement, {"task": task, "wanted": wanted}) or 0


def move_time(minutes: int) -> None:
    """Move the shop's clock forward, for this test's connection."""
    text = sa.text(
        "SELECT set_config('app.now', (clock_timestamp() + make_interval(mins => :n))::text, false)"
    )
    with acting_as(command().db_context()) as session:
        session.connection().execute(text, {"n": minutes})
        session.commit()


def _one(statement: Any) -> Any:
    with acting_as(command().db_context()):
        found = db.session.scalars(statement.limit(1)).one()
        db.session.expunge(found)
        return found
