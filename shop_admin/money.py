"""Exact money: rounding to a currency's smallest unit, splitting without loss, formatting."""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import cache

from babel.numbers import format_currency, get_currency_precision

ZERO = Decimal(0)


@cache
def unit(currency: str) -> Decimal:
    """Return the smallest unit of an ISO 4217 currency: 0.01 for EUR, 1 for JPY, 0.001 for KWD."""
    return Decimal(1).scaleb(-get_currency_precision(currency))


def round_amount(amount: Decimal, currency: str) -> Decimal:
    """Round half up to the currency's smallest unit, the way tax offices and tills do."""
    return amount.quantize(unit(currency), ROUND_HALF_UP)


def fits(amount: Decimal, currency: str) -> bool:
    """Tell whether an amount has no more decimals than its currency."""
    return amount == round_amount(amount, currency)


def split(amount: Decimal, weights: Sequence[Decimal], currency: str) -> list[Decimal]:
    """Split an amount by weights with the largest remainder, so that the parts add up exactly.

    All weights zero: equal parts. No weights: ValueError, since money would vanish.
    """
    if not weights:
        raise ValueError("an amount cannot be split over nothing")
    total = sum(weights, ZERO)
    shares = [w / total for w in weights] if total else [Decimal(1) / len(weights)] * len(weights)
    smallest = unit(currency)
    exact = [amount * share for share in shares]
    parts = [part.quantize(smallest, ROUND_FLOOR) for part in exact]
    missing = int((amount - sum(parts, ZERO)) / smallest)
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_remainder[:missing]:
        parts[i] += smallest
    return parts


def plain(amount: Decimal, currency: str) -> str:
    """Write an amount as the API does: '12.50', no symbol, the currency's decimals."""
    return str(round_amount(amount, currency))


def display(amount: Decimal, currency: str, locale: str = "en") -> str:
    """Write an amount for people: '€12.50' in English, '12,50 €' in German."""
    return format_currency(amount, currency, locale=locale)


def with_code(amount: Decimal, currency: str, locale: str = "en") -> str:
    """Write an amount for people with its currency's code: '1,250.00 EUR' in English."""
    return format_currency(amount, currency, "#,##0.00 ¤¤", locale=locale)


def tax_part(line_total: Decimal, rate: Decimal, currency: str, *, inclusive: bool) -> Decimal:
    """Return the tax of one line at `rate` per cent, rounded once.

    Inclusive: line_total × r ÷ (100 + r); exclusive: line_total × r ÷ 100.
    """
    divisor = 100 + rate if inclusive else Decimal(100)
    return round_amount(line_total * rate / divisor, currency)
