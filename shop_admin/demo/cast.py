"""Who and what the demo's orders need, as it stands in the database: stores, clerks, products."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from shop_admin.db import acting_as
from shop_admin.demo.catalogue import STORES
from shop_admin.models.accounts import User
from shop_admin.models.catalog import Product
from shop_admin.models.stores import Store
from shop_admin.permissions import Actor
from shop_admin.queries.visibility import visible
from shop_admin.services import sessions


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Store ids and clerks by store slug, product ids by (store slug, SKU)."""

    stores: Mapping[str, UUID]
    clerks: Mapping[str, Actor]
    products: Mapping[tuple[str, str], UUID]


def get_cast(actor: Actor) -> Cast:
    """Return the cast that `open_stores` and `stock_stores` wrote."""
    named = sa.and_(Store.slug.in_([store.slug for store in STORES]), *visible(Store, actor))
    stores = sa.select(Store.slug, Store.id).where(named)
    products = (
        sa.select(Store.slug, Product.sku, Product.id)
        .join(Store, Store.id == Product.store_id)
        .where(named, *visible(Product, actor))
    )
    with acting_as(actor.db_context()) as session:
        return Cast(
            stores={row.slug: row.id for row in session.execute(stores)},
            clerks={store.slug: _clerk(session, actor, store.slug) for store in STORES},
            products={(slug, sku): one for slug, sku, one in session.execute(products)},
        )


def _clerk(session: Session, actor: Actor, store: str) -> Actor:
    email = f"staff.{store}@example.com"
    statement = sa.select(User).where(User.email == email, *visible(User, actor))
    clerk = sessions.actor_of(session.scalars(statement).one(), "console")
    assert clerk is not None, "demo staff has a role in its store"
    return clerk
