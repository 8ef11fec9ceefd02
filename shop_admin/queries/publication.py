"""What the public may see and buy: live, not suspended, active, in its period, all the way up."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import Session

from shop_admin.models.browsing import CatalogueVersion
from shop_admin.models.catalog import Category, Product, ProductImage, Subcategory
from shop_admin.models.stores import Store

NOW = sa.func.shop_now()
SCHEDULED = (Store, Category, Subcategory, Product, ProductImage)


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One state of the public catalogue: what was written until here, up to the next moment."""

    version: int
    until: datetime | None


def current_edition(session: Session) -> tuple[Edition, datetime]:
    """Return the edition that a reader sees now, and what time it is in the database."""
    version, until, now = session.execute(_edition()).one()
    return Edition(version=version, until=until), now


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


@cache
def _edition() -> Select[int, datetime, datetime]:
    moments = [_next(model, name) for model in SCHEDULED for name in ("active_from", "active_to")]
    version = sa.cast(sa.func.sum(CatalogueVersion.version), sa.BigInteger)
    return sa.select(version, sa.func.least(*moments), NOW)


def _next(model: Any, name: str) -> Any:
    column = getattr(model, name)
    return sa.select(sa.func.min(column)).where(column > NOW, ~model.is_deleted).scalar_subquery()
