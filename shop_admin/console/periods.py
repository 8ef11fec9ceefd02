"""Months, quarters and years of the books: read from an address, named, stepped through."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from babel.dates import format_date, format_skeleton
from flask_babel import get_locale
from werkzeug.exceptions import BadRequest

from shop_admin.language import N_, _

Unit = Literal["month", "quarter", "year", "fiscal"]
UNITS: dict[Unit, str] = {
    "month": N_("Month"),
    "quarter": N_("Quarter"),
    "year": N_("Year"),
    "fiscal": N_("Fiscal year"),
}
MONTHS: dict[Unit, int] = {"month": 1, "quarter": 3, "year": 12, "fiscal": 12}
WRITTEN = re.compile(r"(FY)?((?:19|20|21)\d\d)(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Period:
    """Whole months from `first` on; `end` is the first day that is not in it any more."""

    unit: Unit
    first: date

    @property
    def end(self) -> date:
        """Return the day after the last one."""
        return _months_later(self.first, MONTHS[self.unit])

    @property
    def last(self) -> date:
        """Return the last day."""
        return date.fromordinal(self.end.toordinal() - 1)

    @property
    def key(self) -> str:
        """Return how addresses write it: 2026-05, 2026-Q2, 2026, FY2026."""
        match self.unit:
            case "month":
                return f"{self.first:%Y-%m}"
            case "quarter":
                return f"{self.first.year}-Q{(self.first.month + 2) // 3}"
            case "year":
                return f"{self.first.year}"
            case "fiscal":
                return f"FY{self.first.year}"

    @property
    def title(self) -> str:
        """Return what people call it."""
        language = str(get_locale() or "en")
        match self.unit:
            case "month":
                return format_skeleton("yMMMM", self.first, locale=language)
            case "quarter":
                return format_date(self.first, "QQQ y", locale=language)
            case "year":
                return str(self.first.year)
            case "fiscal":
                first, last = (
                    format_skeleton("yMMM", day, locale=language) for day in (self.first, self.last)
                )
                return f"{first} \N{EN DASH} {last}"

    @property
    def previous(self) -> "Period":
        """Return the period before."""
        return replace(self, first=_months_later(self.first, -MONTHS[self.unit]))

    @property
    def next(self) -> "Period":
        """Return the period after."""
        return replace(self, first=self.end)


def containing(day: date, unit: Unit, *, year_start: int = 1) -> Period:
    """Return the month, quarter or year of a day; a fiscal year begins in month `year_start`."""
    match unit:
        case "month":
            first = day.replace(day=1)
        case "quarter":
            first = date(day.year, day.month - (day.month - 1) % 3, 1)
        case "year":
            first = date(day.year, 1, 1)
        case "fiscal":
            first = date(day.year - (day.month < year_start), year_start, 1)
    return Period(unit=unit, first=first)


def parse(raw: str, *, year_start: int = 1) -> Period:
    """Return the period that an address writes. Raises BadRequest for what is none."""
    found = WRITTEN.fullmatch(raw)
    if found is None or (found[1] and (found[3] or found[4])):
        raise BadRequest(_("A period is written as 2026-05, 2026-Q2, 2026 or FY2026."))
    year = int(found[2])
    if found[1]:
        return Period(unit="fiscal", first=date(year, year_start, 1))
    if found[3]:
        return Period(unit="quarter", first=date(year, 3 * int(found[3]) - 2, 1))
    if found[4]:
        return Period(unit="month", first=date(year, int(found[4]), 1))
    return Period(unit="year", first=date(year, 1, 1))


def latest(newest: Period, number: int) -> Sequence[Period]:
    """Return a period and those before it, so many in all, the newest first."""
    found = [newest]
    while len(found) < number:
        found.append(found[-1].previous)
    return found


def at_hand(today: date) -> Sequence[tuple[str, Period]]:
    """Return the periods that people ask for most, by their names (N_)."""
    month, quarter = containing(today, "month"), containing(today, "quarter")
    return (
        (N_("This month"), month),
        (N_("Last month"), month.previous),
        (N_("This quarter"), quarter),
        (N_("Last quarter"), quarter.previous),
        (N_("This year"), containing(today, "year")),
    )


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)
