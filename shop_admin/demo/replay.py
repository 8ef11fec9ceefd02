"""Takes the planned orders through the real services, in the order in which all of it happened."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

import sqlalchemy as sa

from shop_admin.db import acting_as
from shop_admin.demo.cast import Cast
from shop_admin.demo.moments import move_clock, transaction_at
from shop_admin.demo.orders import PlannedOrder
from shop_admin.demo.records import filled
from shop_admin.models.orders import Order, Shipment
from shop_admin.models.payments import Payment
from shop_admin.permissions import Actor, guest, job
from shop_admin.queries.visibility import visible
from shop_admin.services import checkout, invoices, orders, payments

# About what the worker takes to issue an invoice once its payment is booked.
ISSUING = timedelta(seconds=2)


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing that happens to one order: it is PLACED, or one of its steps."""

    at: datetime
    state: str
    order_id: UUID
    plan: PlannedOrder


def timeline(plans: Sequence[PlannedOrder]) -> list[Event]:
    """Return everything that happens to all orders of all stores, the oldest first."""
    events = []
    for position, plan in enumerate(plans):
        order_id = planned_id(plan, position)
        happenings = [(plan.placed_at, "PLACED"), *((step.at, step.state) for step in plan.steps)]
        events += [
            Event(at=at, state=state, order_id=order_id, plan=plan) for at, state in happenings
        ]
    return sorted(events, key=lambda event: event.at)


def planned_id(plan: PlannedOrder, position: int) -> UUID:
    """Return the order's id, the same in every attempt: a UUIDv7 of its moment (RFC 9562, 5.7)."""
    millis = int(plan.placed_at.timestamp() * 1000)
    noise = uuid5(NAMESPACE_URL, f"shop-admin:demo/{plan.store}/{millis}/{position}").int
    marks = (0xF << 76) | (0b11 << 62)
    bits = noise & ((1 << 80) - 1) & ~marks | (0x7 << 76) | (0b10 << 62)
    return UUID(int=millis << 80 | bits)


def replay(actor: Actor, events: Sequence[Event], cast: Cast) -> None:
    """Let everything happen that has not yet: after a crash it goes on where it stopped.

    Each event is a transaction at its own moment, by the guest who buys or the clerk of the store.
    """
    past = _past(actor)
    for event in events:
        if (event.order_id, event.state) in past:
            continue
        store_id, clerk = cast.stores[event.plan.store], cast.clerks[event.plan.store]
        party = guest(store_id) if event.state == "PLACED" else clerk
        with transaction_at(event.at, party):
            _happen(party, event, cast)


def _past(actor: Actor) -> set[tuple[UUID, str]]:
    """Return what has happened already, as (order, state)."""
    paid = (Payment.paid_at.is_not(None), *visible(Payment, actor))
    facts = (
        sa.select(Order.id, sa.literal("PLACED")).where(*visible(Order, actor)),
        sa.select(Order.id, Order.status).where(*visible(Order, actor)),
        sa.select(Payment.order_id, sa.literal("PAID")).where(*paid),
        sa.select(Shipment.order_id, sa.literal("SHIPPED")).where(*visible(Shipment, actor)),
    )
    with acting_as(actor.db_context()) as session:
        return {(row[0], row[1]) for row in session.execute(sa.union_all(*facts))}


def _happen(party: Actor, event: Event, cast: Cast) -> None:
    match event.state:
        case "PLACED":
            store_id, cart = cast.stores[event.plan.store], _cart(event.plan, cast)
            checkout.place_order(party, store_id, cart, order_id=event.order_id)
        case "PAID":
            _collect(party, event, cast)
        case "SHIPPED":
            parcel = f"DP{event.order_id.int % 10**9:09d}"
            orders.ship_order(party, event.order_id, carrier="Demo Parcel", tracking_number=parcel)
        case "COMPLETED":
            orders.complete_order(party, event.order_id)
        case "CANCELLED":
            orders.cancel_order(party, event.order_id, reason="Ordered by mistake")


def _cart(plan: PlannedOrder, cast: Cast) -> checkout.Cart:
    buyer = plan.customer
    return checkout.Cart(
        items=tuple(
            checkout.CartItem(
                product_id=cast.products[plan.store, item.sku],
                quantity=item.quantity,
                field=f"items.{position}",
            )
            for position, item in enumerate(plan.items)
        ),
        contact=checkout.Contact(name=buyer.name, email=buyer.email, phone=buyer.mobile_number),
        shipping_address=filled({"name": buyer.name, **asdict(buyer.address)}),
        payment_method=plan.payment_method,
        channel=plan.channel,
    )


def _collect(clerk: Actor, event: Event, cast: Cast) -> None:
    """Book the payment and issue its invoice at once, as the worker's job would a moment later.

    In one transaction: a worker that runs meanwhile finds the invoice issued. Its own would
    bear the date of today, and no later one of the past could follow it.
    """
    payments.mark_paid(clerk, event.order_id)
    move_clock(event.at + ISSUING)
    invoices.issue_invoice(job(cast.stores[event.plan.store]), event.order_id)
