"""Takes the plan through the real services, in the order in which all of it happened."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from shop_admin.demo.cast import Cast
from shop_admin.demo.deeds import Deed, happen
from shop_admin.demo.moments import become
from shop_admin.demo.orders import Plan, PlannedOrder
from shop_admin.demo.shelves import PlannedMovement
from shop_admin.services import stock


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing that happens: to an order, PLACED or one of its steps, or else to the stock."""

    at: datetime
    state: str
    order_id: UUID | None = None
    plan: PlannedOrder | None = None
    movement: PlannedMovement | None = None


def timeline(plan: Plan) -> list[Event]:
    """Return everything that happens to all orders and shelves of all stores, the oldest first."""
    events = [Event(at=one.at, state=one.reason, movement=one) for one in plan.movements]
    for position, order in enumerate(plan.orders):
        order_id = planned_id(order, position)
        events += [
            Event(at=at, state=state, order_id=order_id, plan=order)
            for state, at in _happenings(order)
        ]
    return sorted(events, key=lambda event: event.at)


def planned_id(plan: PlannedOrder, position: int) -> UUID:
    """Return the order's id, the same for the same plan: a UUIDv7 of its moment (RFC 9562, 5.7)."""
    millis = int(plan.placed_at.timestamp() * 1000)
    noise = uuid5(NAMESPACE_URL, f"shop-admin:demo/{plan.store}/{millis}/{position}").int
    marks = (0xF << 76) | (0b11 << 62)
    bits = noise & ((1 << 80) - 1) & ~marks | (0x7 << 76) | (0b10 << 62)
    return UUID(int=millis << 80 | bits)


def replay(events: Sequence[Event] | Iterable[Event], cast: Cast) -> None:
    """Let everything happen in the running transaction, each at its moment and by its party."""
    for event in events:
        if event.movement is not None:
            _move(event.movement, cast)
        elif event.plan is not None and event.order_id is not None:
            happen(
                event.state,
                Deed(plan=event.plan, order_id=event.order_id, at=event.at, cast=cast),
            )


def _happenings(order: PlannedOrder) -> Iterator[tuple[str, datetime]]:
    if order.is_draft:
        yield "DRAFT", order.placed_at
        return
    yield "PLACED", order.placed_at
    if order.note and order.noted_at is not None:
        yield "NOTED", order.noted_at
    for step in order.steps:
        yield step.state, step.at


def _move(movement: PlannedMovement, cast: Cast) -> None:
    clerk = cast.clerks[movement.store]
    become(clerk, movement.at)
    product_id = cast.products[movement.store, movement.sku]
    stock.adjust(clerk, product_id, movement.delta, movement.reason, note=movement.note)
