"""Puts the demo's products on their shelves, with their first stock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from shop_admin.db import db
from shop_admin.demo.cast import Cast
from shop_admin.demo.catalogue import STORES
from shop_admin.demo.moments import become, move_clock, shelving_moment
from shop_admin.demo.records import DemoProduct
from shop_admin.models.catalog import Product
from shop_admin.permissions import Actor
from shop_admin.services import catalog, records

# (category id, subcategory id) by (store id, category slug, subcategory slug)
Shelves = Mapping[tuple[UUID, str, str], tuple[UUID, UUID]]


@dataclass(frozen=True, kw_only=True)
class Discontinued:
    """A product that is in the bin."""

    store: str
    sku: str
    name: str
    price: Decimal
    removed_days_ago: int


DISCONTINUED = (
    Discontinued(
        store="berlin",
        sku="FF-VAS-09",
        name="Milk Glass Vase",
        price=Decimal("34.00"),
        removed_days_ago=12,
    ),
    Discontinued(
        store="paris",
        sku="MM-TRY-07",
        name="Wicker Tray, Round",
        price=Decimal("45.00"),
        removed_days_ago=33,
    ),
    Discontinued(
        store="mumbai",
        sku="NB-LAN-03",
        name="Paper Lantern, Set of Three",
        price=Decimal("649.00"),
        removed_days_ago=4,
    ),
)


def stock_stores(actor: Actor, today: date, opened: Mapping[str, UUID], shelves: Shelves) -> None:
    """Enter all products, the oldest first."""
    entries = [
        (shelving_moment(today, store.slug, one.sku), opened[store.slug], one)
        for store in STORES
        for one in store.products
    ]
    for moment, store_id, one in sorted(entries, key=lambda entry: entry[0]):
        move_clock(moment)
        given = _product_input(store_id, one, shelves, today)
        catalog.create_product(actor, given, inventory_count=one.stock)


def discontinue(actor: Actor, cast: Cast, now: datetime) -> None:
    """Put into the bin what the stores no longer sell; whoever works there removed it."""
    for one in DISCONTINUED:
        removed_at = now - timedelta(days=one.removed_days_ago)
        become(actor, removed_at - timedelta(days=50))
        given = catalog.ProductInput(
            store_id=cast.stores[one.store], sku=one.sku, name=one.name, price=one.price
        )
        product_id = catalog.create_product(actor, given).id
        clerk = cast.clerks[one.store]
        become(clerk, removed_at)
        records.remove(clerk, Product, product_id)
    db.session.flush()


def _product_input(
    store_id: UUID, given: DemoProduct, shelves: Shelves, today: date
) -> catalog.ProductInput:
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
        active_from=_public_from(given, today),
    )


def _public_from(given: DemoProduct, today: date) -> datetime | None:
    if not given.scheduled_in:
        return None
    return datetime.combine(today + timedelta(days=given.scheduled_in), time(6), UTC)
