"""The story of each bulk order, drawn by lot: when, by whom, of what, and what became of it."""

import random
from collections import Counter as Tally
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from shop_admin.demo.bulk.assortment import Counter

DAYS_BACK = 3 * 365
ONLINE, TRANSFER, CASH = "sandbox", "bank_transfer", "cash_on_delivery"
# How sales are spread over a week, Monday first, and over a day; what the day of one order among
# a million is by the store's own clock, nobody looks at.
WEEKDAYS = (10, 9, 9, 10, 11, 12, 14)
HOURS = (2, 1, 0, 0, 0, 1, 2, 4, 6, 8, 9, 10, 12, 10, 8, 8, 9, 11, 14, 17, 18, 15, 9, 4)
# Of all who go to pay online most never come back: about seven in ten, says every study of it.
MOST_GIVEN_UP, LEAST_GIVEN_UP = 0.7, 0.06
BUSIEST_STORE_FIRST = (0.5, 0.3, 0.2)


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawn:
    """One order: where, what (a basket's number), who (a buyer's), when, and its end so far."""

    id: UUID
    counter: int
    basket: int
    buyer: int
    method: str
    channel: str
    status: str
    placed_at: datetime
    due_at: datetime
    reserved_until: datetime | None
    shipped_at: datetime | None
    cancelled_at: datetime | None
    paid_at: datetime | None


class Lot:
    """Draws orders one after the other, the oldest first.

    Who began to pay online has given up, or has some minutes left: money through a provider is
    confirmed by its messages, and these are not to be invented by the million. The others pay by
    hand: as many as may have an invoice are paid, the rest of what was sent is still owed.
    """

    def __init__(
        self,
        counters: Sequence[Counter],
        *,
        orders: int,
        invoices: int,
        now: datetime,
        chance: random.Random,
    ) -> None:
        self.orders, self.invoices = orders, min(invoices, orders)
        self.buyers = max(20, orders // 4)
        self._counters, self._now, self._chance = counters, now, chance
        self._weights = BUSIEST_STORE_FIRST[: len(counters)]
        wanted = 1 - self.invoices / orders
        self._given_up = min(MOST_GIVEN_UP, max(LEAST_GIVEN_UP, wanted))
        self._paid_share = min(1.0, self.invoices / (orders * (1 - self._given_up)))
        self._papers = self.invoices

    def __iter__(self) -> Iterator[Drawn]:
        """Yield the orders of the last three years, each day a little more than the one before."""
        chance = self._chance
        for moment in self._moments():
            number = chance.choices(range(len(self._counters)), self._weights)[0]
            yield self._order(number, moment)

    def _moments(self) -> Iterator[datetime]:
        today = self._now.replace(hour=0, minute=0, second=0, microsecond=0)
        days = [today - timedelta(days=back) for back in range(DAYS_BACK, -1, -1)]
        weights = [WEEKDAYS[day.weekday()] * (1 + age / DAYS_BACK) for age, day in enumerate(days)]
        total, passed, given = sum(weights), 0.0, 0
        for day, weight in zip(days, weights, strict=True):
            passed += weight
            upto = round(self.orders * passed / total)
            yield from self._moments_of(day, upto - given)
            given = upto

    def _moments_of(self, day: datetime, number: int) -> list[datetime]:
        chance, end = self._chance, (self._now - day).total_seconds()
        seconds = [
            hour * 3600 + chance.random() * 3600
            for hour in chance.choices(range(24), HOURS, k=number)
        ]
        # Of today there is only what has passed.
        inside = [second if second < end else chance.random() * end for second in seconds]
        return [day + timedelta(seconds=second) for second in sorted(inside)]

    def _order(self, number: int, at: datetime) -> Drawn:
        chance, counter = self._chance, self._counters[number]
        is_online = chance.random() < self._given_up
        method = ONLINE if is_online else (CASH if chance.random() < 0.55 else TRANSFER)
        held = counter.reservation_minutes / 1440 if is_online else counter.terms_days
        due_at = at + timedelta(days=held)
        shipped_at = None if is_online else self._past(at, chance.uniform(0.5, 3))
        # The sweep comes once a minute.
        cancelled_at = self._past(due_at, chance.random() / 1440) if is_online else None
        return Drawn(
            id=_id_at(at, chance),
            counter=number,
            basket=chance.randrange(len(counter.baskets)),
            buyer=int(self.buyers * chance.random() ** 1.5),
            method=method,
            channel="CONSOLE" if not is_online and chance.random() < 0.12 else "API",
            status=_status(is_online, shipped_at, cancelled_at),
            placed_at=at,
            due_at=due_at,
            reserved_until=None if shipped_at or cancelled_at or method == CASH else due_at,
            shipped_at=shipped_at,
            cancelled_at=cancelled_at,
            paid_at=self._paid_at(shipped_at or at) if not is_online else None,
        )

    def _paid_at(self, after: datetime) -> datetime | None:
        """Return when the money comes in by hand; None where it has not, or no paper is left."""
        chance = self._chance
        paid_at = self._past(after, chance.uniform(0.1, 9))
        if paid_at is None or self._papers == 0 or chance.random() >= self._paid_share:
            return None
        self._papers -= 1
        return paid_at

    def _past(self, after: datetime, days: float) -> datetime | None:
        moment = after + timedelta(days=days)
        return moment if moment < self._now else None


def months_deliveries(
    kept: Tally[tuple[datetime, int, int]], counters: Sequence[Counter]
) -> Iterator[tuple[datetime, UUID, UUID, int]]:
    """Yield (month, store, product, quantity) of what was delivered to be sold in each month.

    `kept` counts the orders that were not cancelled, by (month, counter, basket).
    """
    sold: Tally[tuple[datetime, UUID, UUID]] = Tally()
    for (month, number, basket), count in kept.items():
        counter = counters[number]
        for line in counter.baskets[basket].lines:
            sold[month, counter.store_id, line.product_id] += count * line.quantity
    for (month, store_id, product_id), quantity in sorted(sold.items(), key=lambda one: one[0][:1]):
        yield month, store_id, product_id, quantity


def _status(is_online: bool, shipped_at: datetime | None, cancelled_at: datetime | None) -> str:
    if cancelled_at:
        return "CANCELLED"
    if is_online:
        return "PENDING"
    return "SHIPPED" if shipped_at else "PLACED"


def _id_at(moment: datetime, chance: random.Random) -> UUID:
    """Return a UUIDv7 of a moment (RFC 9562, 5.7)."""
    noise = chance.getrandbits(74)
    bits = (0x7 << 76) | (noise >> 62 << 64) | (0b10 << 62) | (noise & ((1 << 62) - 1))
    return UUID(int=int(moment.timestamp() * 1000) << 80 | bits)
