"""The span of days that the first page tells of, cut into steps, with the days before it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_interval, format_time
from flask_babel import get_locale
from werkzeug.exceptions import BadRequest

from shop_admin.clock import midnight
from shop_admin.console import periods
from shop_admin.language import N_, _
from shop_admin.queries.days import Window

NAMES: Mapping[str, str] = {
    "today": N_("Today"),
    "yesterday": N_("Yesterday"),
    "7d": N_("7 days"),
    "30d": N_("30 days"),
    "90d": N_("90 days"),
    "month": N_("This month"),
    "last-month": N_("Last month"),
}
USUAL = "7d"
LONGEST = 1_100
"""Days that one page tells of at most: three years."""
MOST_DAYS = 100
"""More days than these are told of by weeks."""
Unit = Literal["hour", "day", "week"]


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What an address asks for: a span by its name, or a custom one by its days."""

    key: str
    first: date | None = None
    last: date | None = None

    def on(self, today: date) -> "Span":
        """Return the span as it is on a day."""
        if self.first and self.last:
            return Span(first=self.first, last=self.last)
        return _named(self.key, today)


@dataclass(frozen=True, kw_only=True)
class Span:
    """Days from `first` to `last`; the days before are as many, up to the day before `first`."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """Return how many days it has."""
        return (self.last - self.first).days + 1

    @property
    def before(self) -> "Span":
        """Return the days before, as many as these."""
        back = timedelta(days=self.days)
        return Span(first=self.first - back, last=self.last - back)

    @property
    def unit(self) -> Unit:
        """Return in what steps it is told."""
        if self.days == 1:
            return "hour"
        return "day" if self.days <= MOST_DAYS else "week"

    @property
    def title(self) -> str:
        """Return its days as people write them."""
        language = str(get_locale() or "en")
        if self.days == 1:
            return format_date(self.first, "d MMM y", locale=language)
        return format_interval(self.first, self.last, "yMMMd", locale=language)

    def holds(self, day: date) -> bool:
        """Tell whether a day is one of its days."""
        return self.first <= day <= self.last


@dataclass(frozen=True, kw_only=True)
class Steps:
    """The steps of a span and of the days before it; `names` are those of the span's own.

    `before` and `now` are how many steps each has. Where the span is not over, the days before
    count up to the same time of their last day only: `cut` is the step that begins there.
    """

    names: Sequence[str]
    before: int
    now: int
    cut: int | None


def read(args: Mapping[str, str]) -> Chosen:
    """Understand the address. Raises BadRequest for what is no span."""
    key = args.get("period", "") or USUAL
    if key != "custom":
        if key not in NAMES:
            raise BadRequest(_("Choose one of the periods, or its first and last day."))
        return Chosen(key=key)
    first, last = _day(args.get("from", "")), _day(args.get("until", ""))
    if not first <= last:
        raise BadRequest(_("The first day comes before the last one."))
    if (last - first).days >= LONGEST:
        raise BadRequest(_("This page tells of three years at most. Choose fewer days."))
    return Chosen(key=key, first=first, last=last)


def steps_of(span: Span, zone: str, now: datetime) -> tuple[Steps, Sequence[datetime]]:
    """Return a span's steps, and the moments at which they begin by the clock of a zone."""
    where = ZoneInfo(zone)
    before, own = _starts(span.before, where), _starts(span, where)
    local = now.astimezone(where)
    cut = None
    if span.holds(local.date()):
        moment = datetime.combine(
            local.date() - timedelta(days=span.days), local.time(), where
        ).astimezone(UTC)
        moment = min(moment, own[0])
        cut = sum(start < moment for start in before)
        before = [*before[:cut], moment, *before[cut:]]
    names = [_name(span.unit, start.astimezone(where)) for start in own]
    end = midnight(span.last + timedelta(days=1), where)
    steps = Steps(names=names, before=len(before), now=len(own), cut=cut)
    return steps, [*before, *own, end]


def windows_of(bounds: Mapping[UUID, Sequence[datetime]]) -> list[Window]:
    """Return the windows of stores."""
    return [Window(store_id=store_id, bounds=moments) for store_id, moments in bounds.items()]


def _named(key: str, today: date) -> Span:
    match key:
        case "today":
            return Span(first=today, last=today)
        case "yesterday":
            return Span(first=today - timedelta(days=1), last=today - timedelta(days=1))
        case "month":
            return Span(first=today.replace(day=1), last=today)
        case "last-month":
            month = periods.containing(today, "month").previous
            return Span(first=month.first, last=month.last)
        case _:
            return Span(first=today - timedelta(days=int(key.removesuffix("d")) - 1), last=today)


def _starts(span: Span, zone: ZoneInfo) -> list[datetime]:
    """Return when each step of a span begins, in UTC: a day has 23 to 25 hours."""
    if span.unit == "hour":
        start, end = midnight(span.first, zone), midnight(span.last + timedelta(days=1), zone)
        hours = int((end - start) / timedelta(hours=1))
        return [start + timedelta(hours=number) for number in range(hours)]
    stride = 7 if span.unit == "week" else 1
    return [
        midnight(span.first + timedelta(days=number), zone)
        for number in range(0, span.days, stride)
    ]


def _name(unit: Unit, start: datetime) -> str:
    language = str(get_locale() or "en")
    if unit == "hour":
        return format_time(start, "HH:mm", locale=language)
    return format_date(start.date(), "d MMM", locale=language)


def _day(raw: str) -> date:
    try:
        day = date.fromisoformat(raw)
    except ValueError:
        raise BadRequest(_("A custom period needs its first and its last day.")) from None
    if not 2000 <= day.year <= 2199:
        raise BadRequest(_("A custom period lies between the years 2000 and 2199."))
    return day
