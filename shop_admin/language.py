"""The language somebody is answered in: texts are written in English and said in theirs.

`_`, `ngettext` and `pgettext` say a text now, in the language of the request that is served; jobs,
the command line and the public API speak English. `N_` marks a text that is written down long
before anybody reads it (a column's label, a constraint's sentence): who shows it says `_` of it.
Names and rules are GNU gettext's; `make messages` gathers the texts into the catalogues.
"""

from contextvars import ContextVar
from decimal import Decimal
from gettext import NullTranslations

from babel.numbers import format_decimal

ENGLISH = NullTranslations()
_spoken: ContextVar[NullTranslations] = ContextVar("spoken", default=ENGLISH)
_locale: ContextVar[str] = ContextVar("locale", default="en")


def speak(catalogue: NullTranslations, locale: str = "en") -> None:
    """Say everything in this catalogue's language from here on, in this thread; ENGLISH ends it.

    `locale` is the language's code: numbers and money within texts are written its way.
    """
    _spoken.set(catalogue)
    _locale.set(locale)


def locale() -> str:
    """Return the code of the language that is spoken."""
    return _locale.get()


def number(value: int | Decimal) -> str:
    """Write a number as the language does that is spoken: 1,000 in English, 1.000 in German."""
    return format_decimal(value, locale=_locale.get())


def _(text: str, /, **values: object) -> str:
    """Return a text in the language that is spoken, its %(name)s filled in."""
    said = _spoken.get().gettext(text) if text else ""
    return said % values if values else said


def ngettext(one: str, many: str, count: int, /, **values: object) -> str:
    """Return the text that fits a number, which is %(number)s in it, written as people do."""
    said = _spoken.get().ngettext(one, many, count)
    return said % {"number": number(count), **values}


def pgettext(context: str, text: str, /, **values: object) -> str:
    """Return a text whose English has several meanings; `context` tells which one is meant."""
    said = _spoken.get().pgettext(context, text)
    return said % values if values else said


def N_(text: str) -> str:  # noqa: N802 - the name that gettext's tools and readers know
    """Mark a text for the catalogues and return it as it is."""
    return text
