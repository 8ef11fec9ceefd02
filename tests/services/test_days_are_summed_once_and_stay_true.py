"""What is read from summed days is what the orders say, whatever happens to them and when."""

import contextlib
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import factories
import pytest
import sqlalchemy as sa
from clocks import set_clock
from flask import Flask

from shop_admin.db import acting_as, db, transaction
from shop_admin.errors import ShopError
from shop_admin.jobs import sales as job
from shop_admin.models.sales import SalesChange, SalesDay
from shop_admin.models.stores import Store
from shop_admin.permissions import Actor, command, guest
from shop_admin.queries import days, sales
from shop_admin.queries.days import Window
from shop_admin.services import orders, payments

DAYS = 12
BUYERS = ("ada@example.com", "ben@example.com", "cleo@example.com")
DIRECT = sa.text(
    """
    SELECT count(*), coalesce(sum(total_amount), 0), count(*) FILTER (WHERE buyer IS NULL OR
        placed_at = (SELECT min(placed_at) FROM orders AS own WHERE own.store_id = orders.store_id
                     AND own.buyer = orders.buyer AND own.status = ANY (:sold)))
    FROM orders WHERE store_id = :store AND status = ANY (:sold)
        AND placed_at >= :starts AND placed_at < :ends
    """
)
DIRECT_PRODUCTS = sa.text(
    """
    SELECT product_id, sum(quantity)::int, sum(line_total) FROM order_items
    JOIN orders ON orders.id = order_id
    WHERE orders.store_id = :store AND status = ANY (:sold)
        AND placed_at >= :starts AND placed_at < :ends
    GROUP BY product_id
    """
)
SOLD = ["PLACED", "PAID", "SHIPPED", "COMPLETED"]


@dataclass
class History:
    """A store in which things happen at random, on days that are over."""

    seed: int
    store: UUID = field(init=False)
    products: Sequence[UUID] = field(init=False)
    now: datetime = field(init=False)
    orders: list[UUID] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.store = factories.make_store()
        self.products = [
            factories.make_product(self.store, stock=9_999, price=price)
            for price in ("3.10", "7.77", "25.00")
        ]
        with acting_as(command().db_context()) as session:
            self.now = session.scalar(sa.select(sa.func.now()))

    def go_on(self) -> None:
        """Let something happen."""
        deeds = (self.sell, self.sell, self.sell, self.cancel, self.pay, self.rename)
        with contextlib.suppress(ShopError):
            self.chance.choice(deeds)()

    def sell(self) -> None:
        back = timedelta(seconds=self.chance.randrange(DAYS * 86_400))
        set_clock((self.now - back).isoformat())
        product = (self.chance.choice(self.products), self.chance.randint(1, 3))
        email = self.chance.choice(BUYERS)
        self.orders.append(factories.place(self.store, product, email=email))

    def cancel(self) -> None:
        with transaction(command().db_context()):
            orders.cancel_order(command(), self._any())

    def pay(self) -> None:
        with transaction(command().db_context()):
            payments.mark_paid(command(), self._any())

    def rename(self) -> None:
        change = sa.text("UPDATE orders SET contact_email = :email WHERE id = :id")
        with transaction(command().db_context()) as session:
            session.execute(change, {"id": self._any(), "email": self.chance.choice(BUYERS)})

    def move_the_clock(self) -> None:
        """Let the store be somewhere else from now on."""
        zone = self.chance.choice(("Asia/Kolkata", "America/New_York", "Europe/Berlin"))
        with transaction(command().db_context()) as session:
            session.get_one(Store, self.store).time_zone = zone

    def window(self, *, is_cut: bool = True) -> Window:
        """Return all days by the store's clock, one of them cut in two."""
        with acting_as(command().db_context()) as session:
            zone = ZoneInfo(session.get_one(Store, self.store).time_zone)
        today = self.now.astimezone(zone).date()
        bounds = [_midnight(today - timedelta(days=back), zone) for back in range(DAYS + 1, -2, -1)]
        cut = bounds[3] + timedelta(hours=self.chance.randrange(24))
        return Window(store_id=self.store, bounds=sorted([*bounds, cut] if is_cut else bounds))

    def _any(self) -> UUID:
        return self.chance.choice(self.orders or [self.store])


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _read(actor: Actor, window: Window) -> tuple[list[Any], dict[UUID, Any], int]:
    """Return what the first page reads: its steps, its sellers, and how many days were summed."""
    with acting_as(actor.db_context()):
        taken = days.take(actor, [window])
        steps = [[0, 0, 0] for _ in window.bounds[1:]]
        for one in sales.list_sales(actor, taken):
            steps[one.step][0] += one.count
            steps[one.step][1] += one.amount
            steps[one.step][2] += one.first_count
        sellers = sales.list_best_sellers(actor, taken, 99)
        late = sales.list_best_sellers(actor, taken.since({window.store_id: 4}), 99)
    told = {one.product_id: (one.quantity, one.amount) for one in sellers}
    told |= {f"late {one.product_id}": (one.quantity, one.amount) for one in late}
    return [tuple(step) for step in steps], told, len(taken.days)


def _direct(window: Window) -> tuple[list[Any], dict[Any, Any]]:
    """Return the same out of the orders alone."""
    given = {"store": window.store_id, "sold": SOLD}
    with acting_as(command().db_context()) as session:
        steps = [
            tuple(session.execute(DIRECT, {**given, "starts": starts, "ends": ends}).one())
            for starts, ends in zip(window.bounds, window.bounds[1:], strict=False)
        ]
        told = {}
        for name, first in (("", 0), ("late ", 4)):
            span = {**given, "starts": window.bounds[first], "ends": window.bounds[-1]}
            for product_id, quantity, amount in session.execute(DIRECT_PRODUCTS, span):
                told[f"{name}{product_id}" if name else product_id] = (quantity, amount)
    return steps, told


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens(app: Flask, seed: int) -> None:
    history, used = History(seed), 0
    for turn in range(60):
        history.go_on()
        if turn % 7 == 6:
            job.sum_days()
        if turn % 25 == 24:
            history.move_the_clock()
        if turn % 4 == 3:
            window = history.window()
            steps, sellers, summed = _read(command(), window)
            assert (steps, sellers) == _direct(window), turn
            used += summed
    assert used > 30


def test_a_day_is_trusted_once_it_is_summed_and_no_longer_once_it_is_changed(app: Flask) -> None:
    history = History(0)
    for _ in range(9):
        history.sell()
    window = history.window(is_cut=False)
    assert _read(command(), window)[2] == 0
    job.sum_days()
    summed = _read(command(), window)[2]
    assert summed >= 3
    history.cancel()
    assert _read(command(), window)[2] < summed
    job.sum_days()
    assert _read(command(), window)[2] == summed


def test_todays_sales_leave_no_mark(app: Flask) -> None:
    store = factories.make_store()
    order_id = factories.place(store, (factories.make_product(store), 1))
    with transaction(command().db_context()):
        payments.mark_paid(command(), order_id)
    job.sum_days()
    with acting_as(command().db_context()):
        assert db.session.scalars(sa.select(SalesChange.id)).all() == []
        assert db.session.scalars(sa.select(SalesDay.starts_at)).all() == []


def test_sums_are_for_people_at_work_in_the_store(app: Flask) -> None:
    history = History(1)
    history.sell()
    job.sum_days()
    counted = sa.select(sa.func.count()).select_from(SalesDay)

    def seen(actor: Actor) -> int:
        with acting_as(actor.db_context()):
            return int(db.session.scalar(counted) or 0)

    assert seen(factories.make_person(history.store).actor) > 0
    assert seen(factories.make_person(factories.make_store("Paris")).actor) == 0
    assert seen(guest(history.store)) == 0
