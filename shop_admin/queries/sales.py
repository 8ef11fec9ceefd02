"""What came in over a period: sums in steps of time, first orders, best sellers; by store."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
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
from shop_admin.models.sales import ProductDay
from shop_admin.permissions import Actor
from shop_admin.queries.days import Taken, Window
from shop_admin.queries.register import SIGN
from shop_admin.queries.seers import KEPT, Seer, seer_of
from shop_admin.queries.visibility import visible

Clause = ColumnElement[bool]


@dataclass(frozen=True, kw_only=True, eq=False)
class Source:
    """What is summed up: the rows of a model, by one moment of theirs, and what each comes to."""

    model: Any
    moment: InstrumentedAttribute[Any]
    amount: Any
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Step:
    """What fell into one step of a window, counted from 0, or a part of it.

    Of sales, `first_count` are to somebody who had bought nothing in that store before.
    """

    store_id: UUID
    step: int
    count: int
    amount: Decimal
    first_count: int = 0


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
    return _read_steps(actor, windows, source)


def list_sales(actor: Actor, taken: Taken) -> list[Step]:
    """Return what was sold in the steps of windows that were taken apart, step by step in parts."""
    summed = [
        Step(
            store_id=day.store_id,
            step=day.step,
            count=day.count,
            amount=day.amount,
            first_count=day.first_count,
        )
        for day in taken.days
        if day.count
    ]
    return summed + _read_steps(actor, taken.left, SALES, tells_firsts=True)


def _read_steps(
    actor: Actor, windows: Sequence[Window], source: Source, *, tells_firsts: bool = False
) -> list[Step]:
    if not windows:
        return []
    statement = _steps(seer_of(actor), source, tells_firsts)
    return [
        Step(store_id=store_id, step=step, count=count, amount=amount, first_count=first_count)
        for store_id, step, count, amount, first_count in db.session.execute(
            statement, {"windows": _written(windows)}
        )
    ]


@lru_cache(maxsize=KEPT)
def _steps(seer: Seer, source: Source, tells_firsts: bool) -> Any:
    """Return the select of what fell into each step of windows."""
    given = _table("windows")
    step = sa.func.width_bucket(source.moment, given.c.bounds).label("step")
    # Within an aggregate the question is asked of each order by the index: as a join, the planner
    # would read all that was ever sold to find who had bought before.
    firsts = sa.func.count().filter(is_first()) if tells_firsts else sa.literal(0)
    found = (
        sa.select(
            step,
            sa.func.count().label("count"),
            sa.func.sum(source.amount).label("amount"),
            firsts.label("firsts"),
        )
        .where(*_within(seer.actor, given, source))
        .group_by(step)
        .lateral()
    )
    number = given.c.first + found.c.step - 1
    return sa.select(
        given.c.store_id, number, found.c.count, found.c.amount, found.c.firsts
    ).join_from(given, found, sa.true())


def list_best_sellers(actor: Actor, taken: Taken, limit: int) -> list[Seller]:
    """Return what brought most, the first one first."""
    if not (taken.days or taken.left):
        return []
    moments: dict[UUID, list[str]] = {}
    for day in taken.days:
        moments.setdefault(day.store_id, []).append(day.starts_at.isoformat())
    given = {
        "days": [{"store_id": str(one), "bounds": starts} for one, starts in moments.items()],
        "windows": _written(taken.left),
        "most": limit,
    }
    return [
        Seller(product_id=product_id, store_id=store_id, quantity=int(quantity), amount=amount)
        for product_id, store_id, quantity, amount in db.session.execute(
            _best(seer_of(actor)), given
        )
    ]


@lru_cache(maxsize=KEPT)
def _best(seer: Seer) -> Any:
    """Return the select of what brought most, on days that are summed and in windows."""
    sold = sa.union_all(_of_days(seer.actor), _of_orders(seer.actor)).subquery()
    amount = sa.func.sum(sold.c.amount)
    return (
        sa.select(sold.c.product_id, sold.c.store_id, sa.func.sum(sold.c.quantity), amount)
        .group_by(sold.c.product_id, sold.c.store_id)
        .order_by(amount.desc(), sold.c.product_id)
        .limit(sa.bindparam("most", type_=sa.Integer()))
    )


def _of_days(actor: Actor) -> Any:
    """Return the select of what the days say was sold of each product."""
    given = _table("days")
    return (
        sa.select(
            ProductDay.product_id,
            ProductDay.store_id,
            sa.func.sum(ProductDay.quantity).label("quantity"),
            sa.func.sum(ProductDay.amount).label("amount"),
        )
        .where(
            *visible(ProductDay, actor),
            ProductDay.store_id == given.c.store_id,
            ProductDay.starts_at == sa.any_(given.c.bounds),
        )
        .group_by(ProductDay.product_id, ProductDay.store_id)
    )


def _of_orders(actor: Actor) -> Any:
    """Return the select of what the orders of windows say was sold of each product."""
    given = _table("windows")
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
    return sa.select(sold.c.product_id, given.c.store_id, sold.c.quantity, sold.c.amount).join_from(
        given, sold, sa.true()
    )


def _written(windows: Sequence[Window]) -> list[dict[str, Any]]:
    return [
        {
            "store_id": str(one.store_id),
            "first": one.first,
            "bounds": [moment.isoformat() for moment in one.bounds],
        }
        for one in windows
    ]


def _table(name: str) -> Any:
    """Return rows that are given under this name as a table."""
    return (
        sa.func.jsonb_to_recordset(sa.bindparam(name, type_=JSONB))
        .table_valued(
            sa.column("store_id", sa.Uuid()),
            sa.column("first", sa.Integer()),
            sa.column("bounds", ARRAY(Moment)),
        )
        .render_derived(name=name, with_types=True)
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
