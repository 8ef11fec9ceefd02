"""What bulk orders choose from: baskets of a store's real products, priced as a checkout does."""

import random
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa

from shop_admin.db import acting_as, db
from shop_admin.models.catalog import Product
from shop_admin.models.stores import Store, TaxRate
from shop_admin.permissions import Actor
from shop_admin.queries import sale
from shop_admin.queries.visibility import visible
from shop_admin.services.checkout import tax_rates
from shop_admin.services.pricing import PricedLine, price_cart

BASKETS = 400


class MissingStores(Exception):
    """The demo's stores are not there yet, or sell nothing."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of a basket, as an order's item will say it."""

    product_id: UUID
    sku: str
    name: str
    quantity: int
    unit_price: Decimal
    tax_class: str
    tax_name: str
    tax_rate: Decimal
    tax_components: list[dict[str, str]]
    tax_amount: Decimal
    line_total: Decimal


@dataclass(frozen=True, kw_only=True)
class Basket:
    """What somebody may buy, and what it costs; one basket serves many orders."""

    lines: tuple[Line, ...]
    subtotal: Decimal
    tax_amount: Decimal
    total_amount: Decimal


@dataclass(frozen=True, kw_only=True)
class Counter:
    """A store that sells: what its orders are written with, and its priced baskets."""

    store_id: UUID
    slug: str
    prefix: str
    country: str
    currency: str
    time_zone: str
    prices_include_tax: bool
    reservation_minutes: int
    terms_days: int
    baskets: tuple[Basket, ...]


def read_counters(
    actor: Actor, slugs: Collection[str], chance: random.Random
) -> tuple[Counter, ...]:
    """Return the stores of these slugs with baskets of what they sell now.

    Raises MissingStores where one of them is not there or has nothing to sell.
    """
    with acting_as(actor.db_context()):
        wanted = sa.select(Store).where(Store.slug.in_(slugs), *visible(Store, actor))
        stores = db.session.scalars(wanted.order_by(Store.slug)).all()
        counters = tuple(_counter(store, chance) for store in stores)
    if len(counters) < len(slugs) or not all(one.baskets for one in counters):
        raise MissingStores
    return counters


def _counter(store: Store, chance: random.Random) -> Counter:
    rates = tax_rates(store, store.country)
    offered = sale.products_on_offer(store.id).order_by(Product.sku)
    products = [one for one in db.session.scalars(offered) if one.tax_class in rates]
    return Counter(
        store_id=store.id,
        slug=store.slug,
        prefix=store.invoice_prefix,
        country=store.country,
        currency=store.currency,
        time_zone=store.time_zone,
        prices_include_tax=store.prices_include_tax,
        reservation_minutes=store.reservation_minutes,
        terms_days=store.payment_terms_days,
        baskets=tuple(_iter_baskets(store, products, rates, chance)),
    )


def _iter_baskets(
    store: Store, products: Sequence[Product], rates: dict[str, TaxRate], chance: random.Random
) -> Iterator[Basket]:
    for _ in range(BASKETS if products else 0):
        size = min(chance.choices((1, 2, 3, 4, 5), (38, 30, 18, 9, 5))[0], len(products))
        chosen = chance.sample(products, size)
        cart = price_cart(
            [(product, chance.choices((1, 2, 3), (74, 20, 6))[0]) for product in chosen],
            rates,
            currency=store.currency,
            inclusive=store.prices_include_tax,
        )
        yield Basket(
            lines=tuple(_line(line) for line in cart.lines),
            subtotal=cart.subtotal,
            tax_amount=cart.tax_amount,
            total_amount=cart.total_amount,
        )


def _line(priced: PricedLine) -> Line:
    return Line(
        product_id=priced.product.id,
        sku=priced.product.sku,
        name=priced.product.name,
        quantity=priced.quantity,
        unit_price=priced.unit_price,
        tax_class=priced.product.tax_class,
        tax_name=priced.rate.name,
        tax_rate=priced.rate.rate,
        tax_components=priced.rate.components,
        tax_amount=priced.tax_amount,
        line_total=priced.line_total,
    )
