"""The picture by which a product is known at a glance: the first of its pictures."""

from collections.abc import Collection, Mapping
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from shop_admin.db import db
from shop_admin.models.catalog import ProductImage
from shop_admin.permissions import Actor
from shop_admin.queries.visibility import visible


def first_pictures(actor: Actor, product_ids: Collection[UUID]) -> Mapping[UUID, UUID]:
    """Return the id of the first picture of each of these products that has one."""
    if not product_ids:
        return {}
    statement = (
        sa.select(ProductImage.product_id, ProductImage.id)
        .where(*visible(ProductImage, actor), ProductImage.product_id.in_(product_ids))
        .order_by(ProductImage.product_id, ProductImage.order, ProductImage.id)
        .ext(distinct_on(ProductImage.product_id))
    )
    return {row.product_id: row.id for row in db.session.execute(statement)}
