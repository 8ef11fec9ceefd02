"""What a person can choose from: always through the gate, never without end."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from flask import g

from shop_admin.db import db
from shop_admin.models.catalog import Category, Subcategory
from shop_admin.models.stores import Store
from shop_admin.permissions import Actor, Permission
from shop_admin.queries import register
from shop_admin.queries.visibility import visible

LIMIT = 200


def stores(actor: Actor) -> Sequence[Store]:
    """Return the stores that the actor sees, by name, read once a request."""
    if "console_stores" not in g:
        g.console_stores = db.session.scalars(
            sa.select(Store).where(*visible(Store, actor)).order_by(Store.name).limit(LIMIT)
        ).all()
    found: Sequence[Store] = g.console_stores
    return found


def forget() -> None:
    """Forget what was read in a transaction that has ended: its rows cannot be read any more."""
    g.pop("console_stores", None)


def stores_with(actor: Actor, permission: Permission) -> Sequence[Store]:
    """Return the stores in which the actor may do this."""
    return [store for store in stores(actor) if actor.may(permission, store.id)]


def zones(actor: Actor) -> register.Zones:
    """Return the time zones of the stores that the actor sees, read once a request."""
    if "console_zones" not in g:
        g.console_zones = register.zones_of(actor)
    found: register.Zones = g.console_zones
    return found


def store_names(actor: Actor) -> dict[UUID, str]:
    """Return the names of the stores that the actor sees."""
    return {store.id: store.name for store in stores(actor)}


def categories(actor: Actor) -> Sequence[Category]:
    """Return the categories that the actor sees, shared ones first."""
    return db.session.scalars(
        sa.select(Category)
        .where(*visible(Category, actor))
        .order_by(Category.store_id.nulls_first(), Category.name)
        .limit(LIMIT)
    ).all()


def subcategories(actor: Actor) -> Sequence[Subcategory]:
    """Return the subcategories that the actor sees."""
    return db.session.scalars(
        sa.select(Subcategory)
        .where(*visible(Subcategory, actor))
        .order_by(Subcategory.name)
        .limit(LIMIT * 5)
    ).all()
