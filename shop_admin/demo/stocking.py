"""Puts the demo's products on their shelves, with their first stock."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from shop_admin.demo.catalogue import STORES
from shop_admin.demo.moments import move_clock, shelving_moment
from shop_admin.demo.records import DemoProduct
from shop_admin.permissions import Actor
from shop_admin.services import catalog

# (category id, subcategory id) by (store id, category slug, subcategory slug)
Shelves = Mapping[tuple[UUID, str, str], tuple[UUID, UUID]]


def stock_stores(actor: Actor, today: date, opened: Mapping[str, UUID], shelves: Shelves) -> None:
    """Enter all products, the oldest first."""
    entries = [
        (shelving_moment(today, store.slug, one.sku), opened[store.slug], one)
        for store in STORES
        for one in store.products
    ]
    for moment, store_id, one in sorted(entries, key=lambda entry: entry[0]):
        move_clock(moment)
        given = _product_input(store_id, one, shelves)
        catalog.create_product(actor, given, inventory_count=one.stock)


def _product_input(store_id: UUID, given: DemoProduct, shelves: Shelves) -> catalog.ProductInput:
    category_id, subcategory_id = shelves[store_id, given.category, given.subcategory]
    return catalog.ProductInput(
        store_id=store_id,
        sku=given.sku,
        name=given.name,
        slug=given.name,
        price=given.price,
        compare_at_price=given.compare_at_price,
        description=given.description,
        low_stock_at=given.low_stock_at,
        category_id=category_id,
        subcategory_id=subcategory_id,
        tax_class=given.tax_class,
        weight=given.weight,
        attributes=dict(given.attributes),
    )
