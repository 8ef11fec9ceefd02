"""Amounts at a provider's edge: whole numbers of a currency's smallest unit."""

from decimal import Decimal

from shop_admin import money


def to_minor(amount: Decimal, currency: str) -> int:
    """Return an amount in smallest units: 12.50 EUR is 1250, 1250 JPY is 1250.

    Raises ValueError for one that has more decimals than its currency.
    """
    if not money.fits(amount, currency):
        raise ValueError(f"{amount} {currency} is no whole number of smallest units")
    return int(amount / money.unit(currency))


def from_minor(units: int, currency: str) -> Decimal:
    """Return the amount of so many smallest units."""
    return units * money.unit(currency)
