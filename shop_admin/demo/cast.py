"""Who and what the demo's orders need, as it stands in the database: stores, people, products."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from shop_admin.db import db
from shop_admin.demo.catalogue import STORES
from shop_admin.demo.people import STAFF
from shop_admin.models.accounts import User
from shop_admin.models.catalog import Product
from shop_admin.models.stores import Store
from shop_admin.permissions import Actor
from shop_admin.queries.visibility import visible
from shop_admin.services import sessions

Products = Mapping[tuple[str, str], UUID]


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Ids of stores, who works there and who decides, by slug; of products, by (slug, SKU)."""

    stores: Mapping[str, UUID]
    clerks: Mapping[str, Actor]
    managers: Mapping[str, Actor]
    products: Products


def get_cast(actor: Actor) -> Cast:
    """Return the cast that `open_stores` and `stock_stores` wrote; call it as this party acts."""
    named = sa.and_(Store.slug.in_([store.slug for store in STORES]), *visible(Store, actor))
    stores = sa.select(Store.slug, Store.id).where(named)
    return Cast(
        stores={row.slug: row.id for row in db.session.execute(stores)},
        clerks={store.slug: _somebody(actor, store.slug, "STAFF") for store in STORES},
        managers={store.slug: _somebody(actor, store.slug, "MANAGER") for store in STORES},
        products=get_products(actor),
    )


def get_products(actor: Actor) -> Products:
    """Return the ids of the demo's products; call it as this party acts."""
    statement = (
        sa.select(Store.slug, Product.sku, Product.id)
        .join(Store, Store.id == Product.store_id)
        .where(*visible(Store, actor), *visible(Product, actor))
    )
    return {(slug, sku): one for slug, sku, one in db.session.execute(statement)}


def _somebody(actor: Actor, store: str, role: str) -> Actor:
    """Return who has this role in a store; an admin where nobody has."""
    emails = [one.email for one in STAFF if (store, role) in one.roles]
    emails += [one.email for one in STAFF if one.is_admin]
    statement = sa.select(User).where(User.email == emails[0], *visible(User, actor))
    found = sessions.actor_of(db.session.scalars(statement).one(), "console")
    assert found is not None, "demo staff has a role in its store"
    return found
