"""What came in over a period: sums in steps of time, first orders, best sellers; by store."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import InstrumentedAttribute, aliased

from shop_admin.db import db
from shop_admin.models.invoices import Invoice
from shop_admin.models.mixins import Moment
from shop_admin.models.orders import SOLD, Order, OrderItem
from shop_admin.models.payments import Payment, Refund
from shop_admin.permissions import Actor
from shop_admin.queries.register import SIGN
from shop_admin.queries.visibility import visible

Clause = ColumnElement[bool]

# Told from sizes alone, the planner reads all that was ever sold to find who bought before.
_BY_INDEX = sa.text(
    "SELECT set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)"
)
_AS_USUAL = sa.text(
    "SELECT set_config('enable_hashjoin', 'on', true), set_config('enable_mergejoin', 'on', true)"
)


@dataclass(frozen=True, kw_only=True)
class Window:
    """A store's time, cut into steps at `bounds`; the last one is the end."""

    store_id: UUID
    bounds: Sequence[datetime]


@dataclass(frozen=True, kw_only=True)
class Source:
    """What is summed up: the rows of a model, by one moment of theirs, and what each comes to."""

    model: Any
    moment: InstrumentedAttribute[Any]
    amount: Any
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Step:
    """What fell into one step of a window, counted from 0."""

    store_id: UUID
    step: int
    count: int
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class Seller:
    """What was sold of a product."""

    product_id: UUID
    store_id: UUID
    quantity: int
    amount: Decimal


def is_sold() -> Clause:
    """Return the clause of orders that count as a sale."""
    return Order.status.in_(SOLD)


@cache
def _earlier() -> Any:
    """Return orders once more, to be compared with: to make it anew takes a millisecond."""
    return aliased(Order)


def is_first() -> Clause:
    """Return the clause of sales to somebody who had bought nothing in that store before."""
    earlier = _earlier()
    return ~sa.exists().where(
        earlier.store_id == Order.store_id,
        earlier.buyer == Order.buyer,
        earlier.placed_at < Order.placed_at,
        earlier.status.in_(SOLD),
        earlier.is_deleted.is_(False),
    )


SALES = Source(
    model=Order,
    moment=Order.placed_at,
    amount=Order.total_amount,
    clauses=(is_sold(),),
)
REFUNDS = Source(
    model=Refund,
    moment=Refund.done_at,
    amount=Refund.amount,
    clauses=(Refund.status == "DONE",),
)
DOCUMENTS = Source(model=Invoice, moment=Invoice.issued_at, amount=SIGN * Invoice.amount)
TAXES = Source(model=Invoice, moment=Invoice.issued_at, amount=SIGN * Invoice.tax_amount)
RECEIPTS = Source(
    model=Payment,
    moment=Payment.paid_at,
    amount=Payment.amount,
    clauses=(Payment.paid_at.is_not(None),),
)


def list_steps(actor: Actor, windows: Sequence[Window], source: Source) -> list[Step]:
    """Return what fell into each step of each store's window; empty steps are left out."""
    if not windows:
        return []
    given = _values(windows)
    step = sa.func.width_bucket(source.moment, given.c.bounds).label("step")
    found = (
        sa.select(step, sa.func.count().label("count"), sa.func.sum(source.amount).label("amount"))
        .where(*_within(actor, given, source))
        .group_by(step)
        .lateral()
    )
    statement = sa.select(given.c.store_id, found.c.step, found.c.count, found.c.amount)
    rows = db.session.execute(statement.select_from(given).join(found, sa.true()))
    return [
        Step(store_id=store_id, step=number - 1, count=count, amount=amount)
        for store_id, number, count, amount in rows
    ]


def count_first_orders(actor: Actor, windows: Sequence[Window]) -> dict[int, int]:
    """Return how many sales of each step, of all the windows, were somebody's first."""
    if not windows:
        return {}
    given = _values(windows)
    step = sa.func.width_bucket(Order.placed_at, given.c.bounds).label("step")
    first = sa.select(step).where(*_within(actor, given, SALES), is_first()).lateral()
    db.session.execute(_BY_INDEX)
    statement = (
        sa.select(first.c.step, sa.func.count()).join_from(given, first, sa.true()).group_by("step")
    )
    found = {number - 1: count for number, count in db.session.execute(statement)}
    db.session.execute(_AS_USUAL)
    return found


def list_best_sellers(actor: Actor, windows: Sequence[Window], limit: int) -> list[Seller]:
    """Return what brought most, the first one first; windows of one step each."""
    if not windows:
        return []
    given = _values(windows)
    sold = (
        sa.select(
            OrderItem.product_id,
            sa.func.sum(OrderItem.quantity).label("quantity"),
            sa.func.sum(OrderItem.line_total).label("amount"),
        )
        .join_from(Order, OrderItem, OrderItem.order_id == Order.id)
        .where(
            *_within(actor, given, SALES),
            *visible(OrderItem, actor),
            OrderItem.store_id == given.c.store_id,
        )
        .group_by(OrderItem.product_id)
        .lateral()
    )
    statement = (
        sa.select(sold.c.product_id, given.c.store_id, sold.c.quantity, sold.c.amount)
        .select_from(given)
        .join(sold, sa.true())
        .order_by(sold.c.amount.desc(), sold.c.product_id)
        .limit(limit)
    )
    return [
        Seller(product_id=product_id, store_id=store_id, quantity=quantity, amount=amount)
        for product_id, store_id, quantity, amount in db.session.execute(statement)
    ]


def _values(windows: Sequence[Window]) -> Any:
    """Return the windows as a table: one value, so that each statement is compiled once."""
    written = [
        {"store_id": str(one.store_id), "bounds": [moment.isoformat() for moment in one.bounds]}
        for one in windows
    ]
    return (
        sa.func.jsonb_to_recordset(sa.cast(written, JSONB))
        .table_valued(sa.column("store_id", sa.Uuid()), sa.column("bounds", ARRAY(Moment)))
        .render_derived(name="windows", with_types=True)
    )


def _within(actor: Actor, given: Any, source: Source) -> tuple[Clause, ...]:
    last = sa.func.array_length(given.c.bounds, 1)
    return (
        *visible(source.model, actor),
        source.model.store_id == given.c.store_id,
        source.moment >= given.c.bounds[1],
        source.moment < given.c.bounds[last],
        *source.clauses,
    )
