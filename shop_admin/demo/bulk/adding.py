"""Adds orders in bulk: one transaction, the owner's, from the lot to the shop's tables."""

import random
from collections import Counter as Tally
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from datetime import datetime
from itertools import islice

import psycopg2
from psycopg2 import extensions

from shop_admin import clock
from shop_admin.config import Settings
from shop_admin.db import acting_as
from shop_admin.demo.bulk import staging, writing
from shop_admin.demo.bulk.assortment import Counter, read_counters
from shop_admin.demo.bulk.bare import tables_bare
from shop_admin.demo.bulk.history import Drawn, Lot, months_deliveries
from shop_admin.demo.bulk.paying import Due
from shop_admin.demo.bulk.quiet import triggers_resting
from shop_admin.permissions import Actor

AT_ONCE = 20_000
# Several times as much as the database's own share: its sorts and checks are many at once.
SESSION = """
SET LOCAL statement_timeout = 0;
SET LOCAL idle_in_transaction_session_timeout = 0;
SET LOCAL lock_timeout = '60s';
SET LOCAL work_mem = '128MB';
SET LOCAL maintenance_work_mem = '512MB';
SET LOCAL synchronous_commit = off;
SET LOCAL timezone = 'UTC'
"""
TABLES = (
    "orders",
    "order_items",
    "payments",
    "payment_events",
    "shipments",
    "stock_movements",
    "audit_entries",
)
# From so many orders on it is quicker to make all indexes anew.
MANY = 100_000
Progress = Callable[[int], None]


def add_orders(
    actor: Actor,
    settings: Settings,
    slugs: Collection[str],
    *,
    orders: int,
    invoices: int,
    told: Progress,
) -> list[Due]:
    """Add so many orders to these stores; return those whose money came in, for `collect`.

    They are as many as `invoices` at most. Until the orders are committed, nobody else writes
    orders; `told` hears of each batch. Raises MissingStores.
    """
    with acting_as(actor.db_context()) as session:
        now = clock.now(session)
    # Another moment is another story: a second run adds, and repeats nothing.
    chance = random.Random(now.isoformat())  # noqa: S311 - a story, not a secret
    counters = read_counters(actor, slugs, chance)
    lot = Lot(counters, orders=orders, invoices=invoices, now=now, chance=chance)
    url = (settings.owner_url or settings.database_url).replace("+psycopg2", "")
    with closing(psycopg2.connect(url, application_name="shop_admin demo")) as owner:
        with owner, owner.cursor() as cursor:
            cursor.execute(SESSION)
            due = _write(cursor, counters, lot, told)
        _settle(owner)
    return due


def _write(
    cursor: extensions.cursor, counters: Sequence[Counter], lot: Lot, told: Progress
) -> list[Due]:
    """Write all orders and what was delivered for them; return those that are still to be paid."""
    staging.open_tables(cursor)
    staging.copy_choices(cursor, counters, lot.buyers)
    kept: Tally[tuple[datetime, int, int]] = Tally()
    due: list[Due] = []
    with triggers_resting(cursor), _made_quick(cursor, lot.orders):
        drawn = iter(lot)
        while batch := list(islice(drawn, AT_ONCE)):
            numbered = zip(batch, _numbers(cursor, counters, batch), strict=True)
            staging.copy_orders(cursor, numbered, counters, lot.buyers)
            writing.write_orders(cursor)
            kept.update(_month_and_basket(one) for one in batch if not one.cancelled_at)
            due += [_due(one, counters) for one in batch if one.paid_at]
            told(len(batch))
        staging.copy_deliveries(cursor, months_deliveries(kept, counters))
        writing.write_deliveries(cursor)
    return due


def _made_quick(cursor: extensions.cursor, orders: int) -> AbstractContextManager[None]:
    return tables_bare(cursor, TABLES) if orders >= MANY else nullcontext()


def _numbers(
    cursor: extensions.cursor, counters: Sequence[Counter], batch: Sequence[Drawn]
) -> Iterator[str]:
    """Take the next numbers of each store for its orders of a batch."""
    taken: list[Iterator[str]] = []
    for number, counter in enumerate(counters):
        wanted = sum(one.counter == number for one in batch)
        cursor.execute(
            "SELECT next_order_number(%s) FROM generate_series(1, %s)",
            (str(counter.store_id), wanted),
        )
        taken.append(iter([f"{counter.prefix}-{row[0]}" for row in cursor.fetchall()]))
    return (next(taken[one.counter]) for one in batch)


def _month_and_basket(order: Drawn) -> tuple[datetime, int, int]:
    month = order.placed_at.replace(day=1, hour=6, minute=0, second=0, microsecond=0)
    return month, order.counter, order.basket


def _due(order: Drawn, counters: Sequence[Counter]) -> Due:
    assert order.paid_at is not None
    return Due(
        order_id=order.id,
        store_id=counters[order.counter].store_id,
        paid_at=order.paid_at,
        is_shipped=order.shipped_at is not None,
    )


def _settle(owner: extensions.connection) -> None:
    """Let the planner know what there is now, and reads skip looking whether rows are visible."""
    owner.autocommit = True
    with owner.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(f"VACUUM (ANALYZE) {', '.join(TABLES)}")
