"""What checkout reads: the products of a cart under lock, and the taxes of a store."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Select
from sqlalchemy.orm import contains_eager, lazyload

from shop_admin.models.catalog import Category, Product, Subcategory
from shop_admin.models.stores import Store, TaxRate
from shop_admin.queries.publication import in_force, product_is_public


def store_for_sale(store_id: UUID) -> Select[Store]:
    """Return the select of a store that sells at this moment."""
    return sa.select(Store).where(Store.id == store_id, *in_force(Store))


def products_for_sale(store_id: UUID, product_ids: Collection[UUID]) -> Select[Product]:
    """Return the select of a cart's products, locked in the order of their ids.

    The same order everywhere is what keeps two carts from waiting for each other for ever. The
    lock is the weakest that an update of stock takes, so that foreign keys do not wait for it.
    """
    return (
        products_on_offer(store_id)
        .where(Product.id.in_(product_ids))
        .order_by(Product.id)
        .with_for_update(of=Product, key_share=True)
        .execution_options(populate_existing=True)
    )


def products_on_offer(store_id: UUID) -> Select[Product]:
    """Return the select of what the store sells at this moment."""
    return (
        on_offer(Product)
        .where(Product.store_id == store_id)
        .options(contains_eager(Product.store), lazyload(Product.category))
    )


def on_offer(*columns: Any) -> Select[Any]:
    """Return the select of these columns of whatever any store sells at this moment."""
    return (
        sa.select(*columns)
        .join(Store, Store.id == Product.store_id)
        .outerjoin(Category, Category.id == Product.category_id)
        .outerjoin(Subcategory, Subcategory.id == Product.subcategory_id)
        .where(*product_is_public())
    )


def products_of(store_id: UUID, product_ids: Collection[UUID]) -> Select[Product]:
    """Return the select of a store's products by their ids, locked in their order, sold or not."""
    return (
        sa.select(Product)
        .where(Product.store_id == store_id, Product.id.in_(product_ids))
        .order_by(Product.id)
        .with_for_update(of=Product, key_share=True)
        .execution_options(populate_existing=True)
    )


def tax_rates(store_id: UUID, countries: Collection[str]) -> Select[TaxRate]:
    """Return the select of the store's rates for these countries that hold at this moment."""
    return sa.select(TaxRate).where(
        TaxRate.store_id == store_id,
        TaxRate.country.in_(countries),
        *in_force(TaxRate),
    )
