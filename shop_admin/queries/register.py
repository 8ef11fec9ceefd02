"""The register of issued documents: which of them an address means, and what they add up to."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select
from sqlalchemy.dialects.postgresql import JSONB

from shop_admin.clock import midnight
from shop_admin.db import db
from shop_admin.models.invoices import Invoice
from shop_admin.models.stores import Store
from shop_admin.permissions import Actor
from shop_admin.queries.visibility import visible

Clause = ColumnElement[bool]
Zones = Mapping[str, Collection[UUID]]

SIGN = sa.case((Invoice.kind == "CREDIT_NOTE", -1), else_=1)
"""What a document counts for: a credit note takes away what its invoice brought."""


@dataclass(frozen=True, kw_only=True)
class Tax:
    """A tax, or a part of one that papers show apart: its rate in per cent, and its name."""

    rate: Decimal
    name: str


@dataclass(frozen=True, kw_only=True)
class Sum:
    """What documents of one currency come to; credit notes are taken off."""

    currency: str
    count: int
    net: Decimal
    tax: Decimal

    @property
    def gross(self) -> Decimal:
        """Return net and tax together."""
        return self.net + self.tax


@dataclass(frozen=True, kw_only=True)
class RateSum(Sum):
    """What documents come to at one rate."""

    rate: Tax


def zones_of(actor: Actor) -> Zones:
    """Return the stores that the actor sees by their time zones, the removed ones too."""
    rows = db.session.execute(
        sa.select(Store.time_zone, Store.id).where(
            sa.or_(sa.and_(*visible(Store, actor)), sa.and_(*visible(Store, actor, removed=True)))
        )
    )
    zones: dict[str, list[UUID]] = {}
    for zone, store_id in rows:
        zones.setdefault(zone, []).append(store_id)
    return zones


def issued_from(day: date, zones: Zones) -> Clause:
    """Return the clause of documents issued since a day began where their store is."""
    return _by_zone(zones, lambda zone: Invoice.issued_at >= midnight(day, ZoneInfo(zone)))


def issued_before(day: date, zones: Zones) -> Clause:
    """Return the clause of documents issued before a day began where their store is."""
    return _by_zone(zones, lambda zone: Invoice.issued_at < midnight(day, ZoneInfo(zone)))


def _by_zone(zones: Zones, compare: Callable[[str], Clause]) -> Clause:
    if len(zones) == 1:
        return compare(*zones)
    windows = [
        sa.and_(Invoice.store_id.in_(stores), compare(zone)) for zone, stores in zones.items()
    ]
    return sa.or_(sa.false(), *windows)


def has_tax(tax: Tax) -> Clause:
    """Return the clause of documents with this tax on them."""
    return _any_of(*_of_tax(tax, entries(Invoice.taxes)))


def has_part(tax: Tax, part: Tax) -> Clause:
    """Return the clause of documents with this tax on them, of which they show this part."""
    entry = entries(Invoice.snapshot["paper"]["taxes"])
    component = entries(entry["components"])
    return _any_of(*_of_tax(tax, entry), _any_of(*_of_tax(part, component)))


def _of_tax(tax: Tax, entry: Any) -> tuple[Any, Clause, Clause]:
    return entry.table, numeric(entry["rate"]) == tax.rate, entry["name"].astext == tax.name


def _any_of(table: Any, *conditions: Clause) -> Clause:
    return sa.exists(sa.select(sa.true()).select_from(table).where(*conditions))


def shipped_to(country: str) -> Clause:
    """Return the clause of documents for what went to a country (ISO 3166)."""
    return destination(Invoice.snapshot["paper"]) == country


def destination(paper: Any) -> ColumnElement[str]:
    """Return where a paper's goods went: to its recipient, else to its buyer; "" if unsaid."""
    return sa.func.coalesce(
        sa.func.nullif(paper["ship_to"]["country"].astext, ""),
        paper["buyer"]["country"].astext,
        "",
    )


def entries(array: Any) -> Any:
    """Return the elements of a JSON array, one a row, beside the row that holds the array."""
    table = sa.func.jsonb_array_elements(array).table_valued(
        sa.column("value", JSONB), joins_implicitly=True
    )
    return table.c.value


def numeric(value: Any) -> ColumnElement[Decimal]:
    """Return a JSON string as the exact number that it spells."""
    return sa.cast(value.astext, sa.Numeric)


def sums(actor: Actor, *clauses: Clause) -> Sequence[Sum]:
    """Return what the documents that the clauses leave come to, each currency by itself."""
    net = Invoice.amount - Invoice.tax_amount
    statement = (
        sa.select(
            Invoice.currency,
            sa.func.count(),
            sa.func.sum(SIGN * net),
            sa.func.sum(SIGN * Invoice.tax_amount),
        )
        .where(*visible(Invoice, actor), *clauses)
        .group_by(Invoice.currency)
        .order_by(Invoice.currency)
    )
    return [
        Sum(currency=currency, count=count, net=net, tax=tax)
        for currency, count, net, tax in db.session.execute(statement)
    ]


def sums_by_rate(actor: Actor, *clauses: Clause) -> Sequence[RateSum]:
    """Return what they come to at each rate, the highest first; by their frozen tax lines."""
    return [
        RateSum(currency=currency, rate=Tax(rate=rate, name=name), count=count, net=net, tax=tax)
        for currency, rate, name, count, net, tax in db.session.execute(_rates(actor, *clauses))
    ]


def _rates(actor: Actor, *clauses: Clause) -> Select[Any]:
    entry = entries(Invoice.taxes)
    line = (
        sa.select(
            Invoice.currency,
            numeric(entry["rate"]).label("rate"),
            entry["name"].astext.label("name"),
            (SIGN * numeric(entry["net"])).label("net"),
            (SIGN * numeric(entry["tax"])).label("tax"),
        )
        .where(*visible(Invoice, actor), *clauses)
        .subquery()
    )
    kind = (line.c.currency, line.c.rate, line.c.name)
    return (
        sa.select(*kind, sa.func.count(), sa.func.sum(line.c.net), sa.func.sum(line.c.tax))
        .group_by(*kind)
        .order_by(line.c.currency, line.c.rate.desc(), line.c.name)
    )
