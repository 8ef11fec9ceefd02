"""Filters of issued documents: by days where their store is, by tax and its parts, by country."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import quote, unquote, urlencode
from zoneinfo import ZoneInfo

from babel import Locale
from babel.numbers import format_percent
from flask import url_for
from flask_babel import get_locale
from werkzeug.exceptions import BadRequest

from shop_admin.console import choices
from shop_admin.console.acting import current_actor
from shop_admin.console.base.filters import Clause, DayFilter, Filter
from shop_admin.language import _
from shop_admin.permissions import Actor
from shop_admin.queries import register

PER_CENT = re.compile(r"\d{1,3}(\.\d{1,8})?", re.ASCII)
COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
UNSAID = "-"
"""How an address writes the country of papers that name none."""


@dataclass(frozen=True, kw_only=True)
class IssuedFilter(DayFilter):
    """From a day on, or up to and with a day, by the clock of each document's own store."""

    def bound(self, day: date, zone: ZoneInfo) -> Clause:
        """Return the clause of a day; the zone of the page does not matter."""
        zones = choices.zones(current_actor())
        if self.until:
            return register.issued_before(day + timedelta(days=1), zones)
        return register.issued_from(day, zones)


@dataclass(frozen=True, kw_only=True)
class TaxFilter(Filter):
    """A tax by rate and name, then perhaps one of its parts: 19:VAT, 18:GST:9:CGST."""

    input: str = field(default="hidden", init=False)

    def clause(self, raw: str, zone: ZoneInfo) -> Clause:
        """Return the clause of documents with such a tax line. Raises BadRequest."""
        match self._understood(raw):
            case [tax]:
                return register.has_tax(tax)
            case [tax, part]:
                return register.has_part(tax, part)
            case _:
                raise BadRequest(_("%(label)s is written as 19:VAT.", label=_(self.label)))

    def said(self, raw: str, actor: Actor) -> str:
        """Return the tax, or its part, as people say it."""
        return tax_name(self._understood(raw)[-1])

    def _understood(self, raw: str) -> list[register.Tax]:
        words = [unquote(word) for word in raw.split(":")]
        rates, names = words[::2], words[1::2]
        if len(rates) != len(names) or not all(map(PER_CENT.fullmatch, rates)):
            raise BadRequest(_("%(label)s is written as 19:VAT.", label=_(self.label)))
        if any("\0" in name for name in names):
            raise BadRequest(_("%(label)s has a name of letters and digits.", label=_(self.label)))
        return [
            register.Tax(rate=Decimal(rate), name=name)
            for rate, name in zip(rates, names, strict=True)
        ]


@dataclass(frozen=True, kw_only=True)
class CountryFilter(Filter):
    """Where the goods went, by ISO 3166; a dash where no paper says it."""

    input: str = field(default="hidden", init=False)

    def clause(self, raw: str, zone: ZoneInfo) -> Clause:
        """Return the clause of what went to this country. Raises BadRequest."""
        if raw != UNSAID and not COUNTRY.fullmatch(raw):
            raise BadRequest(_("A country is written as DE."))
        return register.shipped_to("" if raw == UNSAID else raw)

    def said(self, raw: str, actor: Actor) -> str:
        """Return the country's name."""
        return country_name("" if raw == UNSAID else raw)


def tax_word(*taxes: register.Tax) -> str:
    """Write a tax, and perhaps one of its parts, as the filter's address has it."""
    words = (word for tax in taxes for word in (f"{tax.rate.normalize():f}", tax.name))
    return ":".join(quote(word, safe="") for word in words)


def tax_name(tax: register.Tax) -> str:
    """Write a tax as people of this language do: 5,5 % TVA."""
    language = str(get_locale() or "en")
    rate = format_percent(tax.rate.normalize() / 100, locale=language, decimal_quantization=False)
    return f"{rate} {tax.name}"


def country_name(code: str) -> str:
    """Return a country's name in the person's language."""
    if not code:
        return _("No country given")
    locale = Locale.parse(str(get_locale() or "en"))
    return str(locale.territories.get(code, code))


def export_url(store: str, kind: str | None, first: str, last: str) -> str:
    """Return the address of the form that exports such documents, days included."""
    chosen = {"store": store, "kind": kind, "from": first, "to": last}
    query = urlencode({name: value for name, value in chosen.items() if value})
    form = url_for("exports.new_view")
    return f"{form}?{query}" if query else form
