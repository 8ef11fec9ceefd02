"""The plan of the demo's orders: who buys what, when, and how far it has come by now."""

import random
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count

from shop_admin.demo.catalogue import STORES
from shop_admin.demo.people import DemoCustomer, customers
from shop_admin.demo.records import DemoStore
from shop_admin.demo.rhythm import days_between, order_moments
from shop_admin.demo.shelves import PlannedMovement, Shelves
from shop_admin.demo.stories import HABITS, Beginning, PlannedStep, status_after, story

ORDERS = {"berlin": 105, "paris": 80, "mumbai": 60}
BUYERS = {"berlin": 90, "paris": 70, "mumbai": 55}
# Where stock is held for long, somebody has waited so long with paying.
WAITING = timedelta(hours=2, minutes=13)
DRAFTS = {"berlin": 2, "paris": 1, "mumbai": 1}
WORDS = (
    "Leave it with the neighbour on the first floor.",
    "A present: no price on the slip, please.",
    "Ring twice, the bell sticks.",
    "Wrapped as a gift, with the card that lies at the till.",
    "Called to ask where it is. Told her: tomorrow.",
    "Second complaint about the carrier from this address.",
    "Wants the invoice in the company's name next time.",
)


@dataclass(frozen=True, kw_only=True)
class PlannedItem:
    """A product by its SKU and how many of it."""

    sku: str
    quantity: int


@dataclass(frozen=True, kw_only=True)
class PlannedOrder:
    """An order to be taken through the real services with the clock moved.

    It is placed at `placed_at`; each step is due at its own moment, in order, all before now. One
    that `is_draft` was written down by then, on the phone, and not placed yet.
    """

    store: str
    customer: DemoCustomer
    items: tuple[PlannedItem, ...]
    payment_method: str
    channel: str
    placed_at: datetime
    steps: tuple[PlannedStep, ...]
    note: str = ""
    noted_at: datetime | None = None
    is_draft: bool = False

    @property
    def final_state(self) -> str:
        """Return the order's status after all steps."""
        return "DRAFT" if self.is_draft else status_after(self.payment_method, self.steps)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """All that happens: the orders, the oldest first, and the stock that is moved by hand."""

    orders: tuple[PlannedOrder, ...]
    movements: tuple[PlannedMovement, ...]


def plan_demo(now: datetime, seed: int = 2026) -> Plan:
    """Return the orders of the last 90 days up to now, denser lately, and some drafts.

    All times are aware, in the store's time zone. The same moment gives the same plan.
    """
    for attempt in count(seed):
        plan = _plan_all(random.Random(attempt), now)  # noqa: S311 - a story, not a secret
        if _is_varied(plan.orders):
            return plan
    raise AssertionError("count() never ends")


def _plan_all(chance: random.Random, now: datetime) -> Plan:
    orders: list[PlannedOrder] = []
    movements: list[PlannedMovement] = []
    for store in STORES:
        shelves = Shelves(chance, store)
        orders += _plan_store(chance, store, shelves, now)
        movements += [one for one in shelves.movements if one.at < now]
    return Plan(
        orders=tuple(sorted(orders, key=lambda plan: plan.placed_at)),
        movements=tuple(sorted(movements, key=lambda movement: movement.at)),
    )


def _is_varied(orders: tuple[PlannedOrder, ...]) -> bool:
    """Tell whether every state is there to look at, and not too much was cancelled."""
    states = Counter(plan.final_state for plan in orders)
    common = ("PLACED", "PAID", "SHIPPED", "COMPLETED", "CANCELLED")
    few = all(states[state] >= 3 for state in common) and states["PENDING"] >= 1
    return few and states["CANCELLED"] <= len(orders) / 8


def _plan_store(
    chance: random.Random, store: DemoStore, shelves: Shelves, now: datetime
) -> list[PlannedOrder]:
    buyers = customers(store.address.country, BUYERS[store.slug])
    # The first ones come again and again.
    weights = [1 / rank**0.7 for rank in range(1, len(buyers) + 1)]
    moments = order_moments(chance, ORDERS[store.slug], now, store.time_zone)
    here = now.astimezone(moments[0].tzinfo)
    plans = []
    for day in days_between(moments[0].date(), here.date()):
        shelves.tend(datetime(day.year, day.month, day.day, tzinfo=here.tzinfo), here)
        for at in (moment for moment in moments if moment.date() == day):
            buyer = chance.choices(buyers, weights)[0]
            plans.append(_plan(chance, store, buyer, shelves, at, now))
    if store.reservation_minutes > 2 * WAITING.total_seconds() / 60:
        plans.append(_waiting(chance, store, chance.choice(buyers), shelves, here - WAITING))
    for hours in range(DRAFTS[store.slug]):
        at = here - timedelta(hours=1 + 20 * hours, minutes=chance.randrange(50))
        plans.append(_draft(chance, store, chance.choice(buyers), shelves, at))
    return plans


def _plan(
    chance: random.Random,
    store: DemoStore,
    customer: DemoCustomer,
    shelves: Shelves,
    at: datetime,
    now: datetime,
) -> PlannedOrder:
    method = chance.choices(("sandbox", "bank_transfer", "cash_on_delivery"), HABITS[store.slug])
    items = _basket(chance, shelves)
    held = timedelta(minutes=store.reservation_minutes)
    start = Beginning(method=method[0], at=at, items=len(items), held=held)
    by_phone = method[0] != "sandbox" and chance.random() < 0.2
    return PlannedOrder(
        store=store.slug,
        customer=customer,
        items=items,
        payment_method=method[0],
        channel="CONSOLE" if by_phone else "API",
        placed_at=at,
        steps=tuple(step for step in story(chance, start) if step.at < now),
        note=chance.choice(WORDS) if chance.random() < 0.1 else "",
        noted_at=_noting_moment(chance, at, now),
    )


def _waiting(
    chance: random.Random,
    store: DemoStore,
    customer: DemoCustomer,
    shelves: Shelves,
    at: datetime,
) -> PlannedOrder:
    """Return an order of somebody who will pay online, and has not yet."""
    return PlannedOrder(
        store=store.slug,
        customer=customer,
        items=_basket(chance, shelves),
        payment_method="sandbox",
        channel="API",
        placed_at=at,
        steps=(),
    )


def _noting_moment(chance: random.Random, at: datetime, now: datetime) -> datetime | None:
    """Return when the staff would write a note, before the order is in anybody's hands."""
    noted_at = at + timedelta(seconds=chance.randint(5, 35))
    return noted_at if noted_at < now else None


def _draft(
    chance: random.Random,
    store: DemoStore,
    customer: DemoCustomer,
    shelves: Shelves,
    at: datetime,
) -> PlannedOrder:
    return replace(
        _waiting(chance, store, customer, shelves, at),
        payment_method="bank_transfer",
        channel="CONSOLE",
        note="Calls back when her sister has chosen the colour.",
        is_draft=True,
    )


def _basket(chance: random.Random, shelves: Shelves) -> tuple[PlannedItem, ...]:
    """Take one to five products that are still there, mostly one of each."""
    size = chance.choices((1, 2, 3, 4, 5), (42, 31, 16, 8, 3))[0]
    return tuple(
        PlannedItem(sku=product.sku, quantity=quantity) for product, quantity in shelves.take(size)
    )
