"""Days that are summed already, and what is left to be read from the orders themselves."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from shop_admin.db import db
from shop_admin.models.sales import SalesChange, SalesDay
from shop_admin.permissions import Actor
from shop_admin.queries.visibility import visible


@dataclass(frozen=True, kw_only=True)
class Window:
    """A store's time, cut into steps at `bounds`, the last of which is the end.

    `first` is the number of its first step.
    """

    store_id: UUID
    bounds: Sequence[datetime]
    first: int = 0


@dataclass(frozen=True, kw_only=True)
class Day:
    """What a store's sales from one moment to another came to, all of it within one step."""

    store_id: UUID
    step: int
    starts_at: datetime
    ends_at: datetime
    count: int
    first_count: int
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class Taken:
    """Windows taken apart: days that are summed, and what is left, both in the same steps."""

    days: Sequence[Day]
    left: Sequence[Window]

    def since(self, begins: Mapping[UUID, int]) -> "Taken":
        """Return what is left of it from a step on, which each store has its own number of."""
        return Taken(
            days=[day for day in self.days if day.step >= begins[day.store_id]],
            left=[late for one in self.left for late in _since(one, begins[one.store_id])],
        )


def take(actor: Actor, windows: Sequence[Window]) -> Taken:
    """Take windows apart: each moment of theirs is in one day or in one window, in no second."""
    summed = _summed(actor, windows)
    days: list[Day] = []
    left: list[Window] = []
    for window in windows:
        used = list(_fitting(window, summed.get(window.store_id, ())))
        days += used
        left += _joined(window, _gaps(window, used))
    return Taken(days=days, left=left)


def is_unchanged() -> ColumnElement[bool]:
    """Return the clause of days in which no sale has changed since they were summed."""
    return ~sa.exists().where(
        SalesChange.store_id == SalesDay.store_id,
        SalesChange.placed_at >= SalesDay.starts_at,
        SalesChange.placed_at < SalesDay.ends_at,
    )


def _summed(
    actor: Actor, windows: Sequence[Window]
) -> Mapping[UUID, Sequence[sa.Row[*tuple[UUID, datetime, datetime, int, int, Decimal]]]]:
    """Return the days of each store that can be trusted, in their order."""
    statement = (
        sa.select(
            SalesDay.store_id,
            SalesDay.starts_at,
            SalesDay.ends_at,
            SalesDay.count,
            SalesDay.first_count,
            SalesDay.amount,
        )
        .where(
            *visible(SalesDay, actor),
            SalesDay.store_id.in_({one.store_id for one in windows}),
            SalesDay.starts_at >= min(one.bounds[0] for one in windows),
            SalesDay.starts_at < max(one.bounds[-1] for one in windows),
            is_unchanged(),
        )
        .order_by(SalesDay.starts_at)
    )
    found: dict[UUID, list[sa.Row[*tuple[UUID, datetime, datetime, int, int, Decimal]]]] = {}
    for row in db.session.execute(statement):
        found.setdefault(row.store_id, []).append(row)
    return found


def _fitting(
    window: Window, rows: Sequence[sa.Row[*tuple[UUID, datetime, datetime, int, int, Decimal]]]
) -> Iterator[Day]:
    """Yield the days that lie within a step and do not overlap: those of an older clock may."""
    covered = window.bounds[0]
    for row in rows:
        place = bisect_right(window.bounds, row.starts_at) - 1
        is_inside = 0 <= place < len(window.bounds) - 1
        if is_inside and row.starts_at >= covered and row.ends_at <= window.bounds[place + 1]:
            covered = row.ends_at
            yield Day(**row._mapping, step=window.first + place)


def _gaps(window: Window, days: Sequence[Day]) -> Iterator[tuple[int, datetime, datetime]]:
    """Yield what lies around the days, step by step."""
    of_steps: dict[int, list[Day]] = {}
    for day in days:
        of_steps.setdefault(day.step, []).append(day)
    steps = zip(window.bounds, window.bounds[1:], strict=False)
    for step, (begins, ends) in enumerate(steps, start=window.first):
        start = begins
        for day in of_steps.get(step, ()):
            if start < day.starts_at:
                yield step, start, day.starts_at
            start = day.ends_at
        if start < ends:
            yield step, start, ends


def _joined(window: Window, gaps: Iterator[tuple[int, datetime, datetime]]) -> list[Window]:
    """Return gaps as windows: one that goes on in the next step belongs to the one before it."""
    joined: list[tuple[int, list[datetime]]] = []
    for step, begins, ends in gaps:
        # A step may be of no time at all, where the days before are cut at its very beginning.
        first, bounds = joined[-1] if joined else (step, [])
        if bounds and bounds[-1] == begins and step == first + len(bounds) - 1:
            bounds.append(ends)
        else:
            joined.append((step, [begins, ends]))
    return [
        Window(store_id=window.store_id, first=first, bounds=bounds) for first, bounds in joined
    ]


def _since(window: Window, step: int) -> Iterator[Window]:
    passed = max(0, step - window.first)
    if passed < len(window.bounds) - 1:
        yield Window(
            store_id=window.store_id,
            first=window.first + passed,
            bounds=window.bounds[passed:],
        )
