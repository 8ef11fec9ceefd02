"""All that a checkout reads, in one statement: the store, its rates, and the products it locks."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import CTE, ColumnElement, Select
from sqlalchemy.dialects import postgresql

from shop_admin.db import Statement, run_together
from shop_admin.models.catalog import Product
from shop_admin.models.stores import Store, TaxRate
from shop_admin.queries.publication import NOW, in_force
from shop_admin.queries.sale import on_offer


@dataclass(frozen=True, kw_only=True)
class OnSale:
    """A product that is locked to be sold, as it is called and costs now."""

    id: UUID
    store_id: UUID
    sku: str
    name: str
    price: Decimal
    tax_class: str
    inventory_count: int


@dataclass(frozen=True, kw_only=True)
class LineTax:
    """The tax of a line as it was agreed, whatever the store's rates say by now."""

    name: str
    rate: Decimal
    components: list[dict[str, str]] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Till:
    """A store that sells, and what a cart needs of it: its products, rates by class, the moment."""

    id: UUID
    name: str
    slug: str
    currency: str
    country: str
    prices_include_tax: bool
    invoice_prefix: str
    invoice_rule: str
    payment_methods: Sequence[str]
    payment_terms_days: int
    reservation_minutes: int
    now: datetime
    products: Mapping[UUID, OnSale]
    rates: Mapping[str, LineTax]


_STORE = (
    Store.id,
    Store.name,
    Store.slug,
    Store.currency,
    Store.country,
    Store.prices_include_tax,
    Store.invoice_prefix,
    Store.invoice_rule,
    Store.payment_methods,
    Store.payment_terms_days,
    Store.reservation_minutes,
)


def find_till(store_id: UUID, product_ids: Collection[UUID], country: str) -> Till | None:
    """Return what sells these products, which are locked then; None where the store does not.

    Locked in the order of their ids, as weakly as an update of stock does: see
    `sale.products_for_sale`. Rates are of the country that the goods go to, else the store's own.
    """
    given = {
        "store": str(store_id),
        "products": "{" + ",".join(map(str, product_ids)) + "}",
        "country": country,
    }
    statement, constants = _till()
    rows = run_together([Statement(sql=statement, values=constants | given)])
    if not rows:
        return None
    found = rows[0]._asdict()
    products = [_on_sale(store_id, *one) for one in json.loads(found.pop("products") or "[]")]
    rates = _by_class(json.loads(found.pop("rates") or "[]"), country)
    return Till(**found, products={one.id: one for one in products}, rates=rates)


def _on_sale(
    store_id: UUID, product_id: str, sku: str, name: str, price: str, tax_class: str, count: int
) -> OnSale:
    return OnSale(
        id=UUID(product_id),
        store_id=store_id,
        sku=sku,
        name=name,
        price=Decimal(price),
        tax_class=tax_class,
        inventory_count=count,
    )


def _by_class(rows: Sequence[Sequence[Any]], country: str) -> dict[str, LineTax]:
    # The ship-to country's rates come last, and so win.
    ordered = sorted(rows, key=lambda row: bool(row[1] == country))
    return {
        tax_class: LineTax(name=name, rate=Decimal(rate), components=components)
        for tax_class, _, name, rate, components in ordered
    }


@cache
def _till() -> tuple[str, dict[str, Any]]:
    """Return the statement as the driver takes it, and the constants in it: written out once."""
    store: ColumnElement[UUID] = sa.cast(sa.bindparam("store", type_=sa.Text()), sa.Uuid())
    cart = _cart(store)
    names = ("id", "sku", "name", "price", "tax_class", "inventory_count")
    products = sa.select(sa.func.json_agg(_array(cart.c[name] for name in names)))
    statement = sa.select(
        *_STORE,
        NOW.label("now"),
        sa.cast(products.scalar_subquery(), sa.Text()).label("products"),
        sa.cast(_rates().scalar_subquery(), sa.Text()).label("rates"),
    ).where(Store.id == store, *in_force(Store))
    compiled = statement.compile(dialect=postgresql.psycopg2.dialect())  # type: ignore[no-untyped-call]
    return str(compiled), dict(compiled.params)


def _cart(store: ColumnElement[UUID]) -> CTE:
    wanted = sa.cast(sa.bindparam("products", type_=sa.Text()), postgresql.ARRAY(sa.Uuid()))
    columns = (Product.id, Product.sku, Product.name, Product.price, Product.tax_class)
    return (
        on_offer(*columns, Product.inventory_count)
        .where(Product.store_id == store, Product.id == sa.any_(wanted))
        .order_by(Product.id)
        .with_for_update(of=Product, key_share=True)
        .cte("cart")
    )


def _rates() -> Select[Any]:
    country = sa.bindparam("country", type_=sa.Text())
    columns = (TaxRate.tax_class, TaxRate.country, TaxRate.name, TaxRate.rate, TaxRate.components)
    return (
        sa.select(sa.func.json_agg(_array(columns)))
        .where(
            TaxRate.store_id == Store.id,
            TaxRate.country.in_((country, Store.country)),
            *in_force(TaxRate),
        )
        .correlate(Store)
    )


def _array(columns: Any) -> Any:
    # Amounts as text: JSON's numbers would lose their decimals.
    exact = [
        sa.cast(one, sa.Text()) if isinstance(one.type, sa.Numeric) else one for one in columns
    ]
    return sa.func.json_build_array(*exact)
