"""The demo's shelves as the story goes: what is left, what is ordered anew, lost and counted."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from shop_admin.demo.records import DemoProduct, DemoStore
from shop_admin.demo.rhythm import DAYS_BACK, office_moment

# So many of a store's products are not ordered anew: they run low, and out.
RUNNING_OUT = 3
# The days before today on which the shelves were counted.
STOCKTAKES = (62, 31, 3)
LOSSES = (
    ("DAMAGE", -1, "Broken while unpacking"),
    ("DAMAGE", -2, "Water in the storeroom"),
    ("RETURN", 1, "Came back unopened, no order named"),
)
COUNTS = (-1, -1, -2, 1, -1)


@dataclass(frozen=True, kw_only=True)
class PlannedMovement:
    """Stock that is moved by hand: RECEIPT, DAMAGE, RETURN, or COUNT by a difference."""

    store: str
    sku: str
    delta: int
    reason: str
    note: str
    at: datetime


class Shelves:
    """What is left of a store's products, day by day; never less than what really is."""

    def __init__(self, chance: random.Random, store: DemoStore) -> None:
        self._chance, self._store = chance, store
        self._products = [one for one in store.products if not one.scheduled_in]
        self._left = {one.sku: one.stock for one in self._products}
        stocked = [one.sku for one in self._products if one.stock > one.low_stock_at]
        self._running_out = set(chance.sample(stocked, RUNNING_OUT))
        self._weights = {
            one.sku: 1 / rank**0.6
            for rank, one in enumerate(chance.sample(self._products, len(self._products)), 1)
        }
        self._awaited: dict[str, PlannedMovement] = {}
        self.movements: list[PlannedMovement] = []

    def take(self, size: int) -> Iterator[tuple[DemoProduct, int]]:
        """Yield so many different products that are there, and how many of each are bought."""
        there = [one for one in self._products if self._left[one.sku] > 0]
        for _ in range(min(size, len(there))):
            weights = [self._weights[one.sku] for one in there]
            product = self._chance.choices(there, weights)[0]
            there.remove(product)
            wanted = self._chance.choices((1, 2, 3), (72, 20, 8))[0]
            quantity = min(wanted, self._left[product.sku])
            self._left[product.sku] -= quantity
            yield product, quantity

    def tend(self, until: datetime, today: datetime) -> None:
        """Let come in what has come by then, order anew what runs low, count when it is time."""
        for sku, delivery in list(self._awaited.items()):
            if delivery.at <= until:
                self._move(delivery)
                del self._awaited[sku]
        for product in self._products:
            is_low = self._left[product.sku] <= product.low_stock_at
            if is_low and product.sku not in self._awaited and product.stock:
                self._order(product, until)
        back = (today.date() - until.date()).days
        if back in STOCKTAKES:
            self._count(until)
        elif self._chance.random() < 10 / DAYS_BACK:
            self._lose(until)

    def _order(self, product: DemoProduct, now: datetime) -> None:
        if product.sku in self._running_out:
            return
        cartons = max(2, round(product.stock / 6))
        self._awaited[product.sku] = PlannedMovement(
            store=self._store.slug,
            sku=product.sku,
            delta=6 * cartons,
            reason="RECEIPT",
            note=f"Delivery note {self._chance.randint(40_000, 59_999)}",
            at=office_moment(self._chance, now, self._chance.randint(2, 8)),
        )

    def _count(self, day: datetime) -> None:
        # Shelf by shelf in the morning; most of what is counted is as the books say.
        begun = office_moment(self._chance, day - timedelta(days=1), 1)
        for place, product in enumerate(self._chance.sample(self._products, len(COUNTS))):
            delta = COUNTS[place]
            if self._left[product.sku] + delta > product.low_stock_at:
                at = begun + timedelta(minutes=3 * place)
                self._note(product.sku, delta, "COUNT", f"Stocktake, shelf {place + 1}", at)

    def _lose(self, day: datetime) -> None:
        reason, delta, note = self._chance.choice(LOSSES)
        product = self._chance.choice(self._products)
        if self._left[product.sku] + delta > product.low_stock_at:
            at = office_moment(self._chance, day - timedelta(days=1), 1)
            self._note(product.sku, delta, reason, note, at)

    def _note(self, sku: str, delta: int, reason: str, note: str, at: datetime) -> None:
        store = self._store.slug
        movement = PlannedMovement(
            store=store, sku=sku, delta=delta, reason=reason, note=note, at=at
        )
        self._move(movement)

    def _move(self, movement: PlannedMovement) -> None:
        self._left[movement.sku] += movement.delta
        self.movements.append(movement)
