"""From templates/mail to a letter: `NAME.txt` and `NAME.html` get the same values."""

import re
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from shop_admin.config import ROOT
from shop_admin.documents.mails.letter import Attached, Letter, Sender
from shop_admin.money import display

FOLDER = ROOT / "templates" / "mail"
SUBJECT_LENGTH = 200


def write_letter(
    template: str,
    *,
    sender: Sender,
    subject: str,
    attached: tuple[Attached, ...] = (),
    **values: Any,
) -> Letter:
    """Return the letter that a pair of templates makes of these values.

    Both see `sender`, `subject` and `attached` too, and the filters `money(currency, locale)`,
    `day(zone, locale)` and `moment(zone, locale)`. The HTML form escapes every value.
    """
    subject = one_line(subject)[:SUBJECT_LENGTH]
    given = {"sender": sender, "subject": subject, "attached": attached, **values}
    words = _environment()
    text = words.get_template(f"{template}.txt").render(given)
    return Letter(
        sender=sender,
        subject=subject,
        text=re.sub(r"\n{3,}", "\n\n", text).strip() + "\n",
        html=words.get_template(f"{template}.html").render(given),
        attached=attached,
    )


def one_line(words: str) -> str:
    """Return words without line breaks and other control characters, such as a header takes."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", words).split())


def _money(amount: Decimal, currency: str, locale: str) -> str:
    return display(amount, currency, locale)


def _day(at: datetime, zone: str, locale: str) -> str:
    return format_date(at.astimezone(ZoneInfo(zone)), "long", locale=locale)


def _moment(at: datetime, zone: str, locale: str) -> str:
    clock = format_time(at, "short", tzinfo=ZoneInfo(zone), locale=locale)
    return f"{_day(at, zone, locale)}, {clock} ({zone})"


@cache
def _environment() -> Environment:
    words = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    words.filters |= {"money": _money, "day": _day, "moment": _moment, "one_line": one_line}
    return words
