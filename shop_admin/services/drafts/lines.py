"""The lines of a draft: priced as they were told to the customer, and what the shop says by now."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa

from shop_admin.db import db
from shop_admin.errors import Invalid, Problem
from shop_admin.language import _, locale, number
from shop_admin.models.catalog import Product
from shop_admin.models.orders import Order, OrderItem
from shop_admin.models.stores import TaxRate
from shop_admin.money import with_code
from shop_admin.queries import sale
from shop_admin.queries.orders import items_of
from shop_admin.services import checkout, pricing

MOST_LINES = 100
MOST_OF_ONE = 99_999


@dataclass(frozen=True, kw_only=True)
class Change:
    """A line whose product is no longer sold as it was written down, in words."""

    item: OrderItem
    text: str
    is_gone: bool = False


@dataclass(frozen=True, kw_only=True)
class _Shop:
    """What lines are priced by: products, those on offer, rates; whether prices hold the tax."""

    products: Mapping[UUID, Product]
    offered: frozenset[UUID]
    rates: Mapping[str, TaxRate]
    inclusive: bool


def _shop(draft: Order, product_ids: Collection[UUID], *, inclusive: bool) -> _Shop:
    known = sa.select(Product).where(
        Product.id.in_(product_ids), Product.store_id == draft.store_id
    )
    offered = (
        sale.products_on_offer(draft.store_id)
        .where(Product.id.in_(product_ids))
        .with_only_columns(Product.id)
    )
    return _Shop(
        products={product.id: product for product in db.session.scalars(known).unique()},
        offered=frozenset(db.session.scalars(offered)),
        rates=checkout.tax_rates(draft.store, country_of(draft.shipping_address)),
        inclusive=inclusive,
    )


def price_lines(
    draft: Order,
    quantities: Mapping[UUID, int],
    kept: Mapping[UUID, OrderItem],
    *,
    new_rates: bool,
    inclusive: bool,
) -> list[pricing.PricedLine]:
    """Return the lines priced: as they were written down, and new ones as the shop sells now."""
    wanted = {product_id: quantity for product_id, quantity in quantities.items() if quantity}
    _check_quantities(wanted)
    shop = _shop(draft, wanted, inclusive=inclusive)
    lines, problems = [], []
    for product_id, quantity in wanted.items():
        line = _line(draft, shop, product_id, quantity, kept.get(product_id), new_rates)
        if isinstance(line, Problem):
            problems.append(line)
        else:
            lines.append(line)
    if problems:
        raise Invalid(problems[0].detail, code="not_available", problems=tuple(problems))
    return lines


def _line(
    draft: Order,
    shop: _Shop,
    product_id: UUID,
    quantity: int,
    before: OrderItem | None,
    new_rates: bool,
) -> pricing.PricedLine | Problem:
    product = shop.products.get(product_id)
    if product is None or (before is None and product_id not in shop.offered):
        if product is None:
            return Problem("product", _("This product is not for sale."))
        return Problem("product", _("%(product)s is not for sale.", product=product.name))
    rate = _rate(shop.rates, product, None if new_rates else before)
    if rate is None:
        text = _(
            "%(product)s cannot be sold to this country: the store has no tax for it.",
            product=product.name,
        )
        return Problem("product", text)
    return pricing.price_line(
        product,
        quantity,
        before.unit_price if before else product.price,
        rate,
        currency=draft.currency,
        inclusive=shop.inclusive,
    )


def _check_quantities(wanted: Mapping[UUID, int]) -> None:
    if len(wanted) > MOST_LINES:
        refused = _("An order has %(most)s lines at most.", most=number(MOST_LINES))
        raise Invalid(refused, field="product")
    if not all(0 < quantity <= MOST_OF_ONE for quantity in wanted.values()):
        refused = _("Give quantities from 1 to %(most)s.", most=number(MOST_OF_ONE))
        raise Invalid(refused, field="quantity")


def _rate(
    rates: Mapping[str, TaxRate], product: Product, before: OrderItem | None
) -> TaxRate | pricing.LineTax | None:
    if before is None:
        return rates.get(product.tax_class)
    return pricing.LineTax(
        name=before.tax_name, rate=before.tax_rate, components=before.tax_components
    )


def changes_of(draft: Order) -> list[Change]:
    """Return what changed in the shop since the draft's lines were written down."""
    items = db.session.scalars(items_of(draft)).all()
    on_offer = db.session.scalars(
        sale.products_on_offer(draft.store_id).where(
            Product.id.in_([item.product_id for item in items])
        )
    )
    return find_changes(draft, items, {product.id: product for product in on_offer})


def find_changes(
    draft: Order, items: Sequence[OrderItem], on_offer: Mapping[UUID, Product]
) -> list[Change]:
    """Return in which of these lines the draft is not what the shop sells now."""
    rates = checkout.tax_rates(draft.store, country_of(draft.shipping_address))
    taxed = _taxed_otherwise(draft)
    found = []
    for item in items:
        product = on_offer.get(item.product_id)
        rate = rates.get(product.tax_class) if product else None
        if product is None or rate is None:
            text = _("%(product)s is not for sale any more: remove the line.", product=item.name)
            found.append(Change(item=item, text=text, is_gone=True))
        elif changes := "; ".join([*taxed, *_differences(item, product, rate)]):
            text = _("%(product)s: %(changes)s", product=item.name, changes=changes)
            found.append(Change(item=item, text=text))
    return found


def _taxed_otherwise(draft: Order) -> list[str]:
    now = draft.store.prices_include_tax
    if now == draft.prices_include_tax:
        return []
    if now:
        return [_("is priced with tax in it now, before tax when it was written down")]
    return [_("is priced before tax now, with tax in it when it was written down")]


def _differences(item: OrderItem, product: Product, rate: TaxRate) -> list[str]:
    currency = product.store.currency
    parts = []
    if item.unit_price != product.price:
        now, then = (_shown(amount, currency) for amount in (product.price, item.unit_price))
        text = _("costs %(now)s now, %(then)s when it was written down", now=now, then=then)
        parts.append(text)
    if (item.tax_rate, item.tax_name) != (rate.rate, rate.name):
        now, then = (f"{number(one.normalize())} %" for one in (rate.rate, item.tax_rate))
        text = _("is taxed at %(now)s now, %(then)s when it was written down", now=now, then=then)
        parts.append(text)
    if (item.sku, item.name) != (product.sku, product.name):
        parts.append(_("is called %(name)s (%(sku)s) now", name=product.name, sku=product.sku))
    return parts


def _shown(amount: Decimal, currency: str) -> str:
    return with_code(amount, currency, locale())


def country_of(address: Mapping[str, str]) -> str:
    """Return an address's country, empty where it has none yet."""
    return address.get("country", "")
