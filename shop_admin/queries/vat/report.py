"""The tax report of a store: per country, rate and part of a rate, out of the frozen papers."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from shop_admin.db import db
from shop_admin.models.invoices import INVOICE_KINDS
from shop_admin.money import ZERO
from shop_admin.permissions import Actor
from shop_admin.queries.register import Clause, Tax
from shop_admin.queries.vat.lines import taxed


@dataclass(frozen=True, kw_only=True)
class Figures:
    """How many documents, and what they come to."""

    count: int = 0
    net: Decimal = ZERO
    tax: Decimal = ZERO

    @property
    def gross(self) -> Decimal:
        """Return net and tax together."""
        return self.net + self.tax

    def plus(self, other: "Figures", *, sign: int = 1) -> "Figures":
        """Return both together; with sign -1 the other's money is taken off, not its number."""
        return Figures(
            count=self.count + other.count,
            net=self.net + sign * other.net,
            tax=self.tax + sign * other.tax,
        )


@dataclass(frozen=True, kw_only=True)
class RateLine:
    """What one rate came to, and the parts of the tax that are shown apart."""

    tax: Tax
    figures: Figures
    parts: Sequence[tuple[Tax, Figures]] = ()


@dataclass(frozen=True, kw_only=True)
class Country:
    """What went to one country (ISO 3166; "" where no paper says it), the highest rate first."""

    code: str
    lines: Sequence[RateLine]
    total: Figures


@dataclass(frozen=True, kw_only=True)
class Section:
    """Documents of one kind, or (kind None) all of them; `total` is what their tax lines add up to.

    `documents` is what the documents themselves say, summed up apart from their tax lines.
    """

    kind: str | None
    countries: Sequence[Country]
    total: Figures
    documents: Figures

    @property
    def is_tied(self) -> bool:
        """Tell whether the tax lines come to what the documents come to, to the last digit."""
        return (self.total.net, self.total.tax) == (self.documents.net, self.documents.tax)


@dataclass(frozen=True, kw_only=True)
class Report:
    """All that was issued in one currency: together, then each kind apart if there are both."""

    currency: str
    sections: Sequence[Section]


@dataclass(kw_only=True)
class _Sheet:
    """Rows while they are added up: by country and rate, by the parts of a rate, by documents."""

    rates: dict[tuple[str, Tax], Figures] = field(default_factory=dict)
    parts: dict[tuple[str, Tax, Tax], Figures] = field(default_factory=dict)
    documents: Figures = field(default_factory=Figures)

    def add(self, row: Any, figures: Figures, sign: int) -> None:
        if row.rate is None:
            self.documents = self.documents.plus(figures, sign=sign)
            return
        tax = Tax(rate=row.rate, name=row.name)
        if row.part_rate is None:
            known = self.rates.get((row.country, tax), Figures())
            self.rates[row.country, tax] = known.plus(figures, sign=sign)
        else:
            part = (row.country, tax, Tax(rate=row.part_rate, name=row.part_name))
            self.parts[part] = self.parts.get(part, Figures()).plus(figures, sign=sign)

    def countries(self) -> Sequence[Country]:
        codes = sorted({code for code, _ in self.rates})
        return [self._country(code) for code in codes]

    def _country(self, code: str) -> Country:
        taxes = sorted((tax for at, tax in self.rates if at == code), key=_highest_first)
        lines = [
            RateLine(
                tax=tax,
                figures=self.rates[code, tax],
                parts=[
                    (part, figures)
                    for (at, of, part), figures in sorted(self.parts.items(), key=_by_part)
                    if (at, of) == (code, tax)
                ],
            )
            for tax in taxes
        ]
        return Country(code=code, lines=lines, total=_total(line.figures for line in lines))


def reports(actor: Actor, *clauses: Clause) -> Sequence[Report]:
    """Return the reports of the documents that the clauses leave, one for each currency."""
    rows = db.session.execute(taxed(actor, *clauses)).all()
    return [
        _report(currency, [row for row in rows if row.currency == currency])
        for currency in sorted({row.currency for row in rows})
    ]


def _report(currency: str, rows: Sequence[Any]) -> Report:
    apart = [
        _section(kind, own)
        for kind in INVOICE_KINDS
        if (own := [row for row in rows if row.kind == kind])
    ]
    together = [_section(None, rows)] if len(apart) > 1 else []
    return Report(currency=currency, sections=[*together, *apart])


def _section(kind: str | None, rows: Sequence[Any]) -> Section:
    sheet = _Sheet()
    for row in rows:
        sheet.add(row, Figures(count=row.count, net=row.net, tax=row.tax), _sign(row.kind))
    countries = sheet.countries()
    total = _total(country.total for country in countries)
    return Section(
        kind=kind,
        countries=countries,
        # A document with two rates has two tax lines, and is one document all the same.
        total=replace(total, count=sheet.documents.count),
        documents=sheet.documents,
    )


def _sign(kind: str) -> int:
    return -1 if kind == "CREDIT_NOTE" else 1


def _total(figures: Any) -> Figures:
    total = Figures()
    for one in figures:
        total = total.plus(one)
    return total


def _highest_first(tax: Tax) -> tuple[Decimal, str]:
    return -tax.rate, tax.name


def _by_part(item: tuple[tuple[str, Tax, Tax], Figures]) -> tuple[str, Decimal]:
    return item[0][2].name, item[0][2].rate
