"""What the public may see and buy: live, not suspended, active, in its period, all the way up."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from shop_admin.models.catalog import Category, Product, Subcategory
from shop_admin.models.stores import Store

NOW = sa.func.shop_now()


def in_force(model: Any) -> tuple[ColumnElement[bool], ...]:
    """Return the where-clauses of a record that counts at this moment, by itself."""
    return (
        model.is_deleted.is_(False),
        model.is_suspended.is_(False),
        model.status_flag == "ACTIVE",
        sa.or_(model.active_from.is_(None), model.active_from <= NOW),
        sa.or_(model.active_to.is_(None), model.active_to > NOW),
    )


def product_is_public() -> tuple[ColumnElement[bool], ...]:
    """Return the where-clauses of a public product; the statement joins the three tables.

    Store by inner join, Category and Subcategory by outer join: a product without a category
    is public, one whose category is not is hidden with it.
    """
    return (
        *in_force(Product),
        *in_force(Store),
        sa.or_(Product.category_id.is_(None), sa.and_(*in_force(Category))),
        sa.or_(Product.subcategory_id.is_(None), sa.and_(*in_force(Subcategory))),
    )
