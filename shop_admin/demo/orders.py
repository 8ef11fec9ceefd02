"""The plan of the demo's orders: who buys what, when, and how far it has come by today."""

import random
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from shop_admin.demo.catalogue import STORES
from shop_admin.demo.people import DemoCustomer, customers
from shop_admin.demo.records import DemoProduct, DemoStore

ORDERS = {"berlin": 18, "paris": 15, "mumbai": 12}
DAYS_BACK = 90
# What people do on a weekday, Monday first, and at an hour: evenings and Sundays are busy.
WEEKDAYS = (10, 9, 9, 10, 8, 11, 14)
HOURS = (0, 0, 0, 0, 0, 0, 1, 2, 3, 5, 6, 6, 7, 6, 5, 5, 6, 7, 9, 11, 12, 10, 6, 0)


@dataclass(frozen=True, kw_only=True)
class PlannedItem:
    """A product by its SKU and how many of it."""

    sku: str
    quantity: int


@dataclass(frozen=True, kw_only=True)
class PlannedStep:
    """Something done to an order: PAID, SHIPPED, COMPLETED or CANCELLED, and when."""

    state: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class PlannedOrder:
    """An order to be taken through the real services with the clock moved.

    It is placed at `placed_at`; each step is due at its own moment, in order, all before today.
    """

    store: str
    customer: DemoCustomer
    items: tuple[PlannedItem, ...]
    payment_method: str
    channel: str
    placed_at: datetime
    steps: tuple[PlannedStep, ...]

    @property
    def final_state(self) -> str:
        """Return the order's status after all steps; shipped and then paid stays SHIPPED."""
        states = ["PLACED", *(step.state for step in self.steps)]
        return "SHIPPED" if states[-2:] == ["SHIPPED", "PAID"] else states[-1]


def plan_orders(today: date, seed: int = 2026) -> list[PlannedOrder]:
    """Return 45 orders of the last 90 days, oldest first, denser lately, none later than yesterday.

    All times are aware, in the store's time zone. No product is sold beyond its initial stock.
    """
    for attempt in count(seed):
        plans = _plan_all(random.Random(attempt), today)  # noqa: S311 - a story, not a secret
        if _is_varied(plans):
            return plans
    raise AssertionError("count() never ends")


def _plan_all(chance: random.Random, today: date) -> list[PlannedOrder]:
    plans = [plan for store in STORES for plan in _plan_store(chance, store, today)]
    return sorted(plans, key=lambda plan: plan.placed_at)


def _is_varied(plans: list[PlannedOrder]) -> bool:
    """Tell whether every state is there to look at, and not too much was cancelled."""
    states = Counter(plan.final_state for plan in plans)
    common = ("PLACED", "PAID", "SHIPPED", "COMPLETED", "CANCELLED")
    return all(states[state] >= 2 for state in common) and states["CANCELLED"] <= 6


def _plan_store(chance: random.Random, store: DemoStore, today: date) -> list[PlannedOrder]:
    buyers = customers(store.address.country, 14)
    left = {product.sku: product.stock for product in store.products}
    moments = sorted(_moment(chance, store, today) for _ in range(ORDERS[store.slug]))
    return [_plan(chance, store, chance.choice(buyers), left, at, today) for at in moments]


def _moment(chance: random.Random, store: DemoStore, today: date) -> datetime:
    days = [1 + int((DAYS_BACK - 1) * chance.random() ** 2) for _ in range(3)]
    weights = [WEEKDAYS[(today - timedelta(days=day)).weekday()] for day in days]
    day = today - timedelta(days=chance.choices(days, weights)[0])
    hour = chance.choices(range(24), HOURS)[0]
    clock = time(hour, chance.randrange(60), chance.randrange(60))
    return datetime.combine(day, clock, ZoneInfo(store.time_zone))


def _plan(
    chance: random.Random,
    store: DemoStore,
    customer: DemoCustomer,
    left: dict[str, int],
    at: datetime,
    today: date,
) -> PlannedOrder:
    # Where cash is king, and where a transfer is a habit.
    cash = {"berlin": 0.3, "paris": 0.4, "mumbai": 0.7}[store.slug]
    method = "cash_on_delivery" if chance.random() < cash else "bank_transfer"
    end = datetime.combine(today, time(0), at.tzinfo)
    return PlannedOrder(
        store=store.slug,
        customer=customer,
        items=_basket(chance, store.products, left),
        payment_method=method,
        channel="CONSOLE" if chance.random() < 0.15 else "API",
        placed_at=at,
        steps=tuple(step for step in _story(chance, method, at) if step.at < end),
    )


def _basket(
    chance: random.Random, products: tuple[DemoProduct, ...], left: dict[str, int]
) -> tuple[PlannedItem, ...]:
    """Take one to four products that are still there, mostly one of each."""
    there = [product for product in products if left[product.sku] > 0]
    size = chance.choices((1, 2, 3, 4), (40, 33, 19, 8))[0]
    items = []
    for product in chance.sample(there, size):
        quantity = min(chance.choices((1, 2, 3), (68, 23, 9))[0], left[product.sku])
        left[product.sku] -= quantity
        items.append(PlannedItem(sku=product.sku, quantity=quantity))
    return tuple(items)


def _story(chance: random.Random, method: str, at: datetime) -> list[PlannedStep]:
    """Return all that will ever happen to an order; the caller cuts what lies ahead of today."""
    if chance.random() < 0.1:
        return [_step(chance, "CANCELLED", at, days=1)]
    if method == "bank_transfer":
        paid = _step(chance, "PAID", at, days=chance.choice((1, 1, 2, 3, 4)))
        sent = _step(chance, "SHIPPED", paid.at, days=chance.choice((1, 1, 2)))
        return [paid, sent, _step(chance, "COMPLETED", sent.at, days=chance.choice((3, 4, 5)))]
    sent = _step(chance, "SHIPPED", at, days=chance.choice((1, 2)))
    paid = _step(chance, "PAID", sent.at, days=chance.choice((2, 3, 4)))
    return [sent, paid, _step(chance, "COMPLETED", paid.at, days=1)]


def _step(chance: random.Random, state: str, after: datetime, *, days: int) -> PlannedStep:
    """Return a step some days later, in office hours, weekends left out."""
    day = after.date() + timedelta(days=days)
    day += timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
    clock = time(chance.randint(9, 16), chance.randrange(60))
    return PlannedStep(state=state, at=datetime.combine(day, clock, after.tzinfo))
