"""How values look in templates: money, moments, sizes; filters of Jinja, no markup."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_timedelta
from flask import Flask
from flask_babel import get_locale

from shop_admin import money
from shop_admin.console import choices, vocabulary
from shop_admin.console.acting import current_actor
from shop_admin.console.base.columns import currency_of
from shop_admin.language import N_, _, number

TONES = {
    "ACTIVE": "good",
    "ACCEPTED": "good",
    "OPEN": "warm",
    "EXPIRED": "quiet",
    "PAID": "good",
    "COMPLETED": "good",
    "CAPTURED": "good",
    "SHIPPED": "info",
    "AUTHORIZED": "info",
    "PLACED": "warm",
    "PENDING": "warm",
    "DRAFT": "quiet",
    "INACTIVE": "quiet",
    "ARCHIVED": "quiet",
    "PARTIALLY_REFUNDED": "quiet",
    "REFUNDED": "quiet",
    "CANCELLED": "bad",
    "FAILED": "bad",
    "remove": "bad",
    "denied": "bad",
    "create": "good",
    "restore": "good",
}


# The first mark that is found: each browser also names those that it wants to be taken for.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("FxiOS/", "Firefox"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", N_("a Mac")),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
NOTHING = "\N{EN DASH}"
AN_HOUR = 3_600
REMEMBERED = 4_096
"""So many written amounts and moments are kept: a list says the same ones again and again."""


def install(app: Flask) -> None:
    """Make the filters known to the templates."""
    app.jinja_env.filters.update(
        money=amount,
        exact=exact,
        ago=ago,
        day=day,
        iso=iso,
        tone=tone,
        words=words,
        role=role,
        shown=shown,
        number=number,
        device=device,
        initials=initials,
    )
    app.jinja_env.globals.update(currency_of=currency_of, zone_of=zone_of)


def zone_of(record: Any) -> str:
    """Return the time zone that a record's moments are told in: its store's, else UTC."""
    store_id = getattr(record, "store_id", None)
    found = [one for one in choices.stores(current_actor()) if one.id in (store_id, record.id)]
    return found[0].time_zone if found else "UTC"


def amount(value: Decimal | None, currency: str) -> str:
    """Write an amount with its currency as the person's language does."""
    return "" if value is None else _amount(value, currency, str(get_locale() or "en"))


@lru_cache(REMEMBERED)
def _amount(value: Decimal, currency: str, language: str) -> str:
    return money.display(value, currency, locale=language)


def exact(value: datetime | None, zone: str = "UTC") -> str:
    """Write a moment in full, in a time zone, to the minute."""
    return "" if value is None else _exact(value, zone, str(get_locale() or "en"))


@lru_cache(REMEMBERED)
def _exact(value: datetime, zone: str, language: str) -> str:
    moment = value.astimezone(ZoneInfo(zone))
    return f"{format_datetime(moment, 'd MMM y, HH:mm', locale=language)} {moment.tzname()}"


def day_of(value: datetime, record: Any) -> str:
    """Write the day that a moment of a record lies in, in its store's time zone."""
    moment = value.astimezone(ZoneInfo(zone_of(record)))
    return format_datetime(moment, "d MMM y", locale=str(get_locale() or "en"))


def day(value: date) -> str:
    """Write a day."""
    return format_date(value, "d MMM y", locale=str(get_locale() or "en"))


def ago(value: datetime | None) -> str:
    """Write how long ago, or until when, as people say it."""
    if value is None:
        return ""
    # What happens at this moment has happened: nobody saves "in 0 seconds".
    seconds = int((value - datetime.now(UTC)).total_seconds()) or -1
    if abs(seconds) > AN_HOUR:
        seconds -= seconds % 60
    return _ago(seconds, str(get_locale() or "en"))


@lru_cache(REMEMBERED)
def _ago(seconds: int, language: str) -> str:
    return format_timedelta(timedelta(seconds=seconds), add_direction=True, locale=language)


def iso(value: datetime | None) -> str:
    """Write a moment for machines."""
    return value.astimezone(UTC).isoformat(timespec="seconds") if value else ""


def tone(value: object) -> str:
    """Return the colour that a state is shown in."""
    return TONES.get(str(value), "quiet")


def words(value: object) -> str:
    """Write a constant as people read it: PARTIALLY_REFUNDED is 'Partially refunded'."""
    return _(vocabulary.spelled(str(value)))


def role(value: str) -> str:
    """Write a role as it stands within a sentence: manager."""
    return _(vocabulary.ROLES[value])


def initials(name: str) -> str:
    """Write the first letters of a person's first and last name."""
    words = name.split()
    return "".join(word[0] for word in (*words[:1], *words[1:][-1:])).upper()


def device(agent: str) -> str:
    """Write a browser's name of itself as people say it: Firefox on Windows, or its first word."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    if browser:
        on = _("%(browser)s on %(system)s", browser=browser, system=_(system))
        return on if system else browser
    return agent.partition(" ")[0][:40] or _("Something unnamed")


def shown(value: Any) -> str:
    """Write any value of a record or of the audit trail as plain text."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return ", ".join(f"{name}: {shown(one)}" for name, one in value.items()) or NOTHING
    if isinstance(value, list | tuple | frozenset):
        return ", ".join(shown(one) for one in value) or NOTHING
    return str(value)
