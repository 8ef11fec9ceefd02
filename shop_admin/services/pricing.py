"""What a cart costs: lines, taxes and totals, exact to the smallest unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from shop_admin.errors import Invalid
from shop_admin.models.catalog import Product
from shop_admin.models.stores import TaxRate
from shop_admin.money import ZERO, tax_part

LARGEST_TOTAL = Decimal(10) ** 9


@dataclass(frozen=True, kw_only=True)
class PricedLine:
    """One line; `line_total` is gross where prices include tax, else net."""

    product: Product
    quantity: int
    rate: TaxRate
    tax_amount: Decimal
    line_total: Decimal


@dataclass(frozen=True, kw_only=True)
class PricedCart:
    """All lines and the sums that an order keeps."""

    lines: tuple[PricedLine, ...]
    subtotal: Decimal
    tax_amount: Decimal
    total_amount: Decimal


def price_cart(
    quantities: Sequence[tuple[Product, int]],
    rates: Mapping[str, TaxRate],
    *,
    currency: str,
    inclusive: bool,
) -> PricedCart:
    """Price each line at its product's price and its class's rate; round once a line."""
    lines = tuple(
        _line(product, quantity, rates[product.tax_class], currency, inclusive=inclusive)
        for product, quantity in quantities
    )
    subtotal = sum((line.line_total for line in lines), ZERO)
    if subtotal >= LARGEST_TOTAL:
        raise Invalid("This order is too large to be placed at once.", field="items")
    taxes = sum((line.tax_amount for line in lines), ZERO)
    return PricedCart(
        lines=lines,
        subtotal=subtotal,
        tax_amount=taxes,
        total_amount=subtotal if inclusive else subtotal + taxes,
    )


def _line(
    product: Product, quantity: int, rate: TaxRate, currency: str, *, inclusive: bool
) -> PricedLine:
    line_total = product.price * quantity
    return PricedLine(
        product=product,
        quantity=quantity,
        rate=rate,
        tax_amount=tax_part(line_total, rate.rate, currency, inclusive=inclusive),
        line_total=line_total,
    )
