"""The figures of the first page: what came in, in each currency, against the days before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.numbers import format_percent
from flask import url_for
from flask_babel import get_locale

from shop_admin import money
from shop_admin.console.spans import Chosen, Span, Steps, Unit, steps_of, windows_of
from shop_admin.language import N_, _
from shop_admin.models.stores import Store
from shop_admin.money import ZERO
from shop_admin.permissions import Actor, Permission
from shop_admin.queries import days, sales
from shop_admin.queries.days import Taken
from shop_admin.queries.sales import Source

FIGURES = {
    "sales": N_("Sales"),
    "orders": N_("Orders"),
    "average": N_("Average order"),
    "new": N_("New customers"),
    "returning": N_("Returning customers"),
    "refunds": N_("Refunds"),
    "invoiced": N_("Invoiced"),
    "documents": N_("Documents"),
    "tax": N_("Tax"),
    "received": N_("Payments received"),
}
CHARTS: Mapping[tuple[str, Unit], str] = {
    ("sales", "hour"): N_("Sales by hour"),
    ("sales", "day"): N_("Sales by day"),
    ("sales", "week"): N_("Sales by week"),
    ("invoiced", "hour"): N_("Invoiced by hour"),
    ("invoiced", "day"): N_("Invoiced by day"),
    ("invoiced", "week"): N_("Invoiced by week"),
}
UNITS: Mapping[Unit, str] = {"hour": N_("Hour"), "day": N_("Day"), "week": N_("Week")}


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A figure with the one of the days before, and the list whose sum or number it is.

    `value` is money where there is a currency, else a number of records.
    """

    name: str
    value: Decimal
    before: Decimal
    currency: str
    url: str

    @property
    def title(self) -> str:
        """Return what it is called."""
        return _(FIGURES[self.name])

    @property
    def change(self) -> Decimal | None:
        """Return the change as a part of what was before; None where that was nothing."""
        return (self.value - self.before) / self.before if self.before else None

    @property
    def change_text(self) -> str:
        """Return how much it changed, in per cent, without its sign."""
        language = str(get_locale() or "en")
        return "" if self.change is None else format_percent(abs(self.change), locale=language)

    @property
    def is_better(self) -> bool:
        """Tell whether the change is a good one: of refunds, fewer are better."""
        return (self.value < self.before) == (self.name == "refunds")


@dataclass(frozen=True, kw_only=True)
class Line:
    """A step of the chart and of its table: what came in, and what had on the days before."""

    name: str
    value: Decimal
    count: int
    before: Decimal


@dataclass(frozen=True, kw_only=True)
class Share:
    """What a store added to its currency's sum."""

    store: Store
    value: Decimal
    count: int
    url: str


@dataclass(frozen=True, kw_only=True)
class Block:
    """The figures of the stores that share a currency; the first figure is the one of the chart."""

    currency: str
    span: Span
    is_open: bool
    figures: Sequence[Figure]
    lines: Sequence[Line]
    shares: Sequence[Share]
    stores: Sequence[Store]
    sold: Taken | None = None
    """The days of the span, for who asks more about them; None for who may not see sales."""

    @property
    def chart_title(self) -> str:
        """Return what the chart shows."""
        return _(CHARTS[self.figures[0].name, self.span.unit])

    @property
    def unit_title(self) -> str:
        """Return what a step of the chart is called."""
        return _(UNITS[self.span.unit])


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Sum and number of a span, and of the days before it up to the same time."""

    amount: Decimal = ZERO
    count: int = 0
    first_count: int = 0
    amount_before: Decimal = ZERO
    count_before: int = 0
    first_count_before: int = 0


@dataclass(frozen=True, kw_only=True)
class Times:
    """When it was: the span of some stores, in each one's steps by its own clock."""

    span: Span
    steps: Mapping[UUID, Steps]
    bounds: Mapping[UUID, Sequence[datetime]]

    @property
    def in_short(self) -> Mapping[UUID, Sequence[datetime]]:
        """Return the bounds in three steps: before, before but later in the day, the span."""
        return {
            store_id: (moments[0], self._cut(store_id), *self._own(store_id))
            for store_id, moments in self.bounds.items()
        }

    @property
    def begins(self) -> Mapping[UUID, int]:
        """Return with which step of each store the span begins."""
        return {store_id: steps.before for store_id, steps in self.steps.items()}

    def _own(self, store_id: UUID) -> tuple[datetime, datetime]:
        moments = self.bounds[store_id]
        return moments[self.steps[store_id].before], moments[-1]

    def _cut(self, store_id: UUID) -> datetime:
        steps = self.steps[store_id]
        return self.bounds[store_id][steps.before if steps.cut is None else steps.cut]


def times_of(stores: Sequence[Store], chosen: Chosen, now: datetime) -> Times:
    """Return the span of stores that are told of together: the day that has begun somewhere."""
    today = max(now.astimezone(ZoneInfo(store.time_zone)).date() for store in stores)
    span = chosen.on(today)
    cut = {store.id: steps_of(span, store.time_zone, now) for store in stores}
    return Times(
        span=span,
        steps={store_id: steps for store_id, (steps, _) in cut.items()},
        bounds={store_id: moments for store_id, (_, moments) in cut.items()},
    )


def block_of(actor: Actor, stores: Sequence[Store], chosen: Chosen, now: datetime) -> Block:
    """Return the figures of stores of one currency: of their sales, or of their books."""
    times = times_of(stores, chosen, now)
    sells = all(actor.may(Permission.ORDER_VIEW, store.id) for store in stores)
    taken = days.take(actor, windows_of(times.bounds)) if sells else None
    found = (
        sales.list_steps(actor, windows_of(times.bounds), sales.DOCUMENTS)
        if taken is None
        else sales.list_sales(actor, taken)
    )
    main = _pair(found, times)
    told = _of_books if taken is None else _of_sales
    return Block(
        currency=stores[0].currency,
        span=times.span,
        is_open=any(steps.cut is not None for steps in times.steps.values()),
        figures=told(actor, stores, times, main),
        lines=_lines(found, times),
        shares=_shares(found, stores, times, "orders" if sells else "invoices"),
        stores=stores,
        sold=taken and taken.since(times.begins),
    )


def _of_sales(actor: Actor, stores: Sequence[Store], times: Times, sold: Pair) -> Sequence[Figure]:
    new = Pair(count=sold.first_count, count_before=sold.first_count_before)
    others = Pair(count=sold.count - new.count, count_before=sold.count_before - new.count_before)
    link, currency = _link("orders", stores, times.span, sales="sold"), stores[0].currency
    return (
        _money("sales", sold, currency, link),
        _number("orders", sold, link),
        _average(sold, currency, link),
        _number("new", new, f"{link}&customer=new"),
        _number("returning", others, f"{link}&customer=returning"),
        _refunds(actor, stores, times),
    )


def _of_books(
    actor: Actor, stores: Sequence[Store], times: Times, issued: Pair
) -> Sequence[Figure]:
    link, currency = _link("invoices", stores, times.span), stores[0].currency
    received = _link("payments", stores, times.span)
    return (
        _money("invoiced", issued, currency, link),
        _number("documents", issued, link),
        _money("tax", _short(actor, times, sales.TAXES), currency, link),
        _money("received", _short(actor, times, sales.RECEIPTS), currency, received),
        _refunds(actor, stores, times),
    )


def _refunds(actor: Actor, stores: Sequence[Store], times: Times) -> Figure:
    link = _link("refunds", stores, times.span, status="DONE")
    return _money("refunds", _short(actor, times, sales.REFUNDS), stores[0].currency, link)


def _money(name: str, pair: Pair, currency: str, url: str) -> Figure:
    return Figure(
        name=name, value=pair.amount, before=pair.amount_before, currency=currency, url=url
    )


def _number(name: str, pair: Pair, url: str) -> Figure:
    return Figure(
        name=name,
        value=Decimal(pair.count),
        before=Decimal(pair.count_before),
        currency="",
        url=url,
    )


def _average(pair: Pair, currency: str, url: str) -> Figure:
    def each(amount: Decimal, count: int) -> Decimal:
        return money.round_amount(amount / count, currency) if count else ZERO

    return Figure(
        name="average",
        value=each(pair.amount, pair.count),
        before=each(pair.amount_before, pair.count_before),
        currency=currency,
        url=url,
    )


def _short(actor: Actor, times: Times, source: Source) -> Pair:
    """Return the sums of a source without its steps."""
    sums = [(ZERO, 0)] * 3
    for one in sales.list_steps(actor, windows_of(times.in_short), source):
        amount, count = sums[one.step]
        sums[one.step] = (amount + one.amount, count + one.count)
    (before, count_before), _, (amount, count) = sums
    return Pair(amount=amount, count=count, amount_before=before, count_before=count_before)


def _pair(found: Sequence[sales.Step], times: Times) -> Pair:
    now = [one for one in found if one.step >= times.steps[one.store_id].before]
    ago = [one for one in found if _counts_before(one, times.steps[one.store_id])]
    return Pair(
        amount=sum((one.amount for one in now), ZERO),
        count=sum(one.count for one in now),
        first_count=sum(one.first_count for one in now),
        amount_before=sum((one.amount for one in ago), ZERO),
        count_before=sum(one.count for one in ago),
        first_count_before=sum(one.first_count for one in ago),
    )


def _counts_before(one: sales.Step, steps: Steps) -> bool:
    return one.step < (steps.before if steps.cut is None else steps.cut)


def _lines(found: Sequence[sales.Step], times: Times) -> Sequence[Line]:
    """Return the steps one by one; the line of the days before is drawn to their very end."""
    names = max((steps.names for steps in times.steps.values()), key=len)
    values, counts = [ZERO] * len(names), [0] * len(names)
    before = [ZERO] * len(names)
    for one in found:
        steps = times.steps[one.store_id]
        if one.step >= steps.before:
            values[one.step - steps.before] += one.amount
            counts[one.step - steps.before] += one.count
        else:
            place = one.step - (steps.cut is not None and one.step >= steps.cut)
            before[min(place, len(names) - 1)] += one.amount
    return [
        Line(name=name, value=value, count=count, before=ago)
        for name, value, count, ago in zip(names, values, counts, before, strict=True)
    ]


def _shares(
    found: Sequence[sales.Step], stores: Sequence[Store], times: Times, listed: str
) -> Sequence[Share]:
    """Return what each of several stores added, the most first."""
    if len(stores) < 2:
        return ()
    shares = []
    for store in stores:
        own = [one for one in found if one.store_id == store.id]
        pair = _pair(own, times)
        chosen = {"sales": "sold"} if listed == "orders" else {}
        link = _link(listed, [store], times.span, **chosen)
        shares.append(Share(store=store, value=pair.amount, count=pair.count, url=link))
    return sorted(shares, key=lambda share: -share.value)


def _link(listed: str, stores: Sequence[Store], span: Span, **filters: Any) -> str:
    """Return the address of the list that holds what a figure tells of."""
    days: dict[str, Any] = {"from": span.first.isoformat(), "until": span.last.isoformat()}
    chosen = [str(store.id) for store in stores]
    return url_for(f"{listed}.index_view", store=chosen, **days, **filters)
