"""What all parts of one invoice share: the page's measures, its inks, its words and figures."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from reportlab.lib.utils import ImageReader

from shop_admin.documents import figures
from shop_admin.documents.invoices.labels import Labels, labels_for
from shop_admin.documents.paper import InvoicePaper
from shop_admin.documents.pen import Pen, colour
from shop_admin.documents.typesetting import MISSING, runs

PAGE_WIDTH, PAGE_HEIGHT = 595.28, 841.89
LEFT, RIGHT = 56.69, 538.59
WIDTH = RIGHT - LEFT
TOP, BOTTOM = 794.0, 76.0

INK = colour("#1b2430")
SOFT = colour("#5d6876")
HAIRLINE = colour("#dfe3e8")
PANEL = colour("#f5f6f8")
DEFAULT_ACCENT = "#2f5bb7"
# 4.5:1 on white, the contrast that WCAG 2.2 success criterion 1.4.3 asks of text.
_LIGHTEST = 0.183


@dataclass(frozen=True)
class Block:
    """A part that is never torn: its height, and how to draw it below a given y.

    `carried` is the sum up to and with this line, on invoice lines only. With `keep_with_next`
    the following block comes on the same page.
    """

    height: float
    draw: Callable[[Pen, float], None]
    carried: Decimal | None = None
    keep_with_next: bool = False


@dataclass(frozen=True)
class Sheet:
    """One paper with its words, its accent ink and its logo."""

    paper: InvoicePaper
    labels: Labels
    locale: str
    accent: str
    logo: ImageReader | None

    def money(self, amount: Decimal) -> str:
        """Return an amount of the paper's currency in its locale."""
        return figures.money(amount, self.paper.currency, self.locale)

    def day(self, value: date) -> str:
        """Return a day in the paper's locale."""
        return figures.day(value, self.locale)

    def percent(self, rate: Decimal) -> str:
        """Return a rate in the paper's locale."""
        return figures.percent(rate, self.locale)


def lay_out(paper: InvoicePaper, logo: ImageReader | None, accent: str) -> Sheet:
    """Return the sheet of a paper; an accent that is no colour becomes the default one."""
    locale = _printable_locale(paper.locale, paper.currency)
    return Sheet(paper, labels_for(locale), locale, legible(accent), logo)


@lru_cache(maxsize=256)
def _printable_locale(name: str, currency: str) -> str:
    # A locale whose figures need a script that the faces lack would print boxes for amounts.
    locale = figures.known_locale(name)
    amount = figures.money(Decimal("-1234.5"), currency, locale)
    sample = amount + figures.day(date(2026, 11, 22), locale) + figures.percent(Decimal(9), locale)
    return "en" if any(MISSING in run.text for run in runs(sample, False)) else locale


def legible(accent: str) -> str:
    """Return the accent as ink, darkened until it can be read on white."""
    try:
        parts = [float(part) for part in colour(accent).split()]
    except ValueError:
        return colour(DEFAULT_ACCENT)
    while _luminance(parts) > _LIGHTEST:
        parts = [part * 0.92 for part in parts]
    return " ".join(f"{part:.3f}" for part in parts)


def _luminance(parts: list[float]) -> float:
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
