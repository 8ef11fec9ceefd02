"""What a cart costs: lines, taxes and totals, exact to the smallest unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from shop_admin.errors import Invalid
from shop_admin.language import _
from shop_admin.models.catalog import Product
from shop_admin.models.stores import TaxRate
from shop_admin.money import ZERO, tax_part
from shop_admin.queries.till import LineTax, OnSale

__all__ = ["LineTax", "PricedCart", "PricedLine", "add_up", "price_cart", "price_line"]

LARGEST_TOTAL = Decimal(10) ** 9


@dataclass(frozen=True, kw_only=True)
class PricedLine:
    """One line; `line_total` is gross where prices include tax, else net."""

    product: Product | OnSale
    quantity: int
    unit_price: Decimal
    rate: TaxRate | LineTax
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
    quantities: Sequence[tuple[Product | OnSale, int]],
    rates: Mapping[str, TaxRate | LineTax],
    *,
    currency: str,
    inclusive: bool,
) -> PricedCart:
    """Price each line at its product's price and its class's rate; round once a line."""
    lines = [
        price_line(
            product,
            quantity,
            product.price,
            rates[product.tax_class],
            currency=currency,
            inclusive=inclusive,
        )
        for product, quantity in quantities
    ]
    return add_up(lines, inclusive=inclusive)


def price_line(
    product: Product | OnSale,
    quantity: int,
    unit_price: Decimal,
    rate: TaxRate | LineTax,
    *,
    currency: str,
    inclusive: bool,
) -> PricedLine:
    """Price one line at a price and a rate; its tax is rounded once."""
    line_total = unit_price * quantity
    return PricedLine(
        product=product,
        quantity=quantity,
        unit_price=unit_price,
        rate=rate,
        tax_amount=tax_part(line_total, rate.rate, currency, inclusive=inclusive),
        line_total=line_total,
    )


def add_up(lines: Sequence[PricedLine], *, inclusive: bool) -> PricedCart:
    """Return the lines with their sums. Raises Invalid for more than an order may hold."""
    subtotal = sum((line.line_total for line in lines), ZERO)
    if subtotal >= LARGEST_TOTAL:
        raise Invalid(_("This order is too large to be placed at once."), field="items")
    taxes = sum((line.tax_amount for line in lines), ZERO)
    return PricedCart(
        lines=tuple(lines),
        subtotal=subtotal,
        tax_amount=taxes,
        total_amount=subtotal if inclusive else subtotal + taxes,
    )
