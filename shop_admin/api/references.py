"""Stores and categories named in a body, by slug or id; out of scope is unknown."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from shop_admin.db import db
from shop_admin.errors import Invalid
from shop_admin.models.catalog import Category, Subcategory
from shop_admin.models.stores import Store
from shop_admin.permissions import Actor
from shop_admin.queries.catalog import refers
from shop_admin.queries.visibility import visible


def store_id_of(actor: Actor, reference: str) -> UUID:
    """Return the id of a store that the actor sees. Raises Invalid on `store`."""
    return _found(
        sa.select(Store.id).where(refers(Store, reference), *visible(Store, actor)),
        "store",
        "There is no such store.",
    )


def category_id_of(actor: Actor, store_id: UUID, reference: str) -> UUID:
    """Return the id of a store's category, its own before a shared one of the same slug."""
    return _found(
        sa.select(Category.id)
        .where(
            refers(Category, reference),
            sa.or_(Category.store_id.is_(None), Category.store_id == store_id),
            *visible(Category, actor),
        )
        .order_by(Category.store_id.nulls_last()),
        "category",
        "There is no such category in this store.",
    )


def subcategory_id_of(actor: Actor, category_id: UUID | None, reference: str) -> UUID:
    """Return the id of a category's subcategory. Raises Invalid on `subcategory`."""
    return _found(
        sa.select(Subcategory.id).where(
            refers(Subcategory, reference),
            Subcategory.category_id == category_id,
            *visible(Subcategory, actor),
        ),
        "subcategory",
        "There is no such subcategory in this category.",
    )


def _found(statement: sa.Select[Any], field: str, sentence: str) -> UUID:
    found: UUID | None = db.session.scalars(statement.limit(1)).first()
    if found is None:
        raise Invalid(sentence, field=field)
    return found
