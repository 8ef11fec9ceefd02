"""The tax report: a store's month, quarter or year by rate, tied to its documents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import request, url_for
from flask_admin import expose

from shop_admin import clock
from shop_admin.console import choices, issued, periods
from shop_admin.console.base import ConsolePage
from shop_admin.console.base.filters import chosen_id
from shop_admin.console.base.permits import Permits
from shop_admin.console.periods import MONTHS, UNITS, Period
from shop_admin.db import db
from shop_admin.errors import NotFound
from shop_admin.language import N_, _
from shop_admin.models.invoices import Invoice
from shop_admin.models.stores import Store
from shop_admin.permissions import Permission
from shop_admin.queries import register, vat

YEARS = 2
"""How far back the list of periods goes, in years of 12 months; arrows lead further."""


@dataclass(frozen=True, kw_only=True)
class Links:
    """Where the figures of a report lead: to the documents of its store and period."""

    store: Store
    period: Period

    def documents(
        self,
        kind: str | None = None,
        country: str | None = None,
        *taxes: register.Tax,
    ) -> str:
        """Return the list of the documents, narrowed to a kind, a country, a tax or its part."""
        filters = {
            "store": str(self.store.id),
            "from": self.period.first.isoformat(),
            "until": self.period.last.isoformat(),
            "kind": kind,
            "country": None if country is None else country or issued.UNSAID,
            "rate": issued.tax_word(*taxes) if taxes else None,
        }
        query = urlencode({name: text for name, text in filters.items() if text})
        return f"{url_for('invoices.index_view')}?{query}"

    @property
    def export(self) -> str:
        """Return the form that exports what the report is made of."""
        first, last = self.period.first.isoformat(), self.period.last.isoformat()
        return issued.export_url(str(self.store.id), None, first, last)


class VatPage(ConsolePage):
    """The figures of a tax return, each with its documents behind it."""

    permits: ClassVar[Permits] = {"index_view": {"GET": Permission.REGISTER}}
    icon, group = "sum", N_("Sales")

    @expose("/")
    def index_view(self) -> str:
        """Show the report of the store and period that the address names."""
        stores = choices.stores_with(self.actor, Permission.REGISTER)
        store = self._store(stores)
        if store is None:
            return self.render("admin/vat.html", store=None)
        today = clock.now(db.session()).astimezone(ZoneInfo(store.time_zone)).date()
        period = _period(store, today)
        return self.render(
            "admin/vat.html",
            store=store,
            choosable=stores,
            period=period,
            units=_units(store, period, today),
            periods=_choice(store, period, today),
            reports=vat.reports(self.actor, *_in(store, period)),
            links=Links(store=store, period=period),
            may_export=self.actor.may(Permission.EXPORT, store.id),
            country_name=issued.country_name,
            tax_name=issued.tax_name,
        )

    def _store(self, stores: Sequence[Store]) -> Store | None:
        """Return the store that was asked for, else the first one; None where there is none.

        Raises BadRequest for no id, NotFound out of scope, Forbidden without the permission.
        """
        raw = request.args.get("store", "")
        if not raw:
            return stores[0] if stores else None
        store_id = chosen_id(raw)
        self.actor.require(Permission.REGISTER, store_id)
        found = [store for store in stores if store.id == store_id]
        if not found:
            raise NotFound
        return found[0]


def _period(store: Store, today: date) -> Period:
    raw = request.args.get("period", "")
    year_start = store.fiscal_year_start
    return periods.parse(raw, year_start=year_start) if raw else periods.containing(today, "month")


def _in(store: Store, period: Period) -> tuple[register.Clause, ...]:
    """Return the clauses of a store's documents of a period."""
    zones = {store.time_zone: (store.id,)}
    return (
        Invoice.store_id == store.id,
        register.issued_from(period.first, zones),
        register.issued_before(period.end, zones),
    )


def _units(store: Store, period: Period, today: date) -> Mapping[str, Period]:
    """Return the units to choose from, each with its period about the one that is shown."""
    day = today if period.first <= today < period.end else period.first
    names = {
        unit: name
        for unit, name in UNITS.items()
        if unit != "fiscal" or store.fiscal_year_start > 1
    }
    return {
        _(name): periods.containing(day, unit, year_start=store.fiscal_year_start)
        for unit, name in names.items()
    }


def _choice(store: Store, period: Period, today: date) -> Sequence[Period]:
    """Return the periods to choose from, with the one that is shown among them."""
    newest = periods.containing(today, period.unit, year_start=store.fiscal_year_start)
    listed = list(periods.latest(newest, max(4, YEARS * 12 // MONTHS[period.unit])))
    return listed if period in listed else sorted([*listed, period], key=_newest_first)


def _newest_first(period: Period) -> int:
    return -period.first.toordinal()
