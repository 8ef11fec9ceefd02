"""Purging: an admin's separate act on what lies in the bin and that nothing refers to."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from shop_admin.db import db
from shop_admin.errors import Conflict
from shop_admin.language import _
from shop_admin.models.accounts import User
from shop_admin.models.catalog import Category, Product, ProductImage, Subcategory
from shop_admin.models.orders import Order, OrderItem
from shop_admin.models.payments import Coupon
from shop_admin.models.stores import TaxRate
from shop_admin.permissions import Actor, Permission
from shop_admin.queries.visibility import get_locked
from shop_admin.queue import enqueue
from shop_admin.services import audit
from shop_admin.services.counted import counted
from shop_admin.services.records import check_version

DELETE_PICTURE = "pictures.delete"
KINDS = frozenset({Product, ProductImage, Category, Subcategory, TaxRate, Coupon, Order, User})
"""What can be purged at all. Stores never: their books are kept."""

_PURGE = sa.text("SELECT purge_record(:noun, :record)")
_REFERRERS = sa.text("SELECT referrer, through, number FROM purge_referrers(:noun, :record)")


def referrers(actor: Actor, record: Any) -> Sequence[str]:
    """Return what refers to a record, up to 1,000 each: '3 products', '2 orders made by them'."""
    actor.require(Permission.PURGE)
    rows = db.session.execute(_REFERRERS, {"noun": record.__tablename__, "record": record.id})
    return [_told(row.referrer, row.through, row.number) for row in rows]


def _told(table: str, through: str, number: int) -> str:
    records = counted(table, number)
    if through == "cuser_id":
        return _("%(records)s made by them", records=records)
    return _("%(records)s changed by them", records=records) if through == "muser_id" else records


def purge(actor: Actor, model: Any, record_id: UUID, *, version: int | None = None) -> None:
    """Delete a removed record for good; the audit trail keeps its old values.

    Raises Conflict where something still refers to it, and EditConflict for a stale version. Its
    files are deleted by a job, once all this is committed.
    """
    actor.require(Permission.PURGE)
    if model not in KINDS:
        raise Conflict(_("This is never purged: the books need it."), code="kept")
    record = get_locked(model, actor, record_id, removed=True)
    check_version(record, version)
    if isinstance(record, Order) and record.status != "DRAFT":
        raise Conflict(_("A placed order is never purged."), code="kept")
    found = referrers(actor, record)
    if found:
        refused = _(
            "This stays in the bin: %(records)s still refer to it.", records=", ".join(found)
        )
        raise Conflict(refused, code="referred")
    _note_items(record)
    for picture in _pictures(record):
        enqueue(DELETE_PICTURE, image=picture.image, thumbnail=picture.thumbnail)
    db.session.execute(_PURGE, {"noun": record.__tablename__, "record": record.id})
    db.session.expunge(record)


def _pictures(record: Any) -> Sequence[ProductImage]:
    if isinstance(record, ProductImage):
        return [record]
    if not isinstance(record, Product):
        return []
    statement = sa.select(ProductImage).where(
        ProductImage.product_id == record.id, ProductImage.store_id == record.store_id
    )
    return db.session.scalars(statement).all()


def _note_items(record: Any) -> None:
    """Write a draft's items into the audit trail, whose triggers watch the order alone."""
    if not isinstance(record, Order):
        return
    statement = sa.select(OrderItem).where(
        OrderItem.order_id == record.id, OrderItem.store_id == record.store_id
    )
    items = [f"{one.quantity} x {one.sku} {one.name}" for one in db.session.scalars(statement)]
    audit.record_event(
        "purge", "orders", store_id=record.store_id, record_id=record.id, items=items
    )


def is_picture_in_use(image: str) -> bool:
    """Tell whether a row still names this file."""
    statement = sa.select(ProductImage.id).where(ProductImage.image == image)
    return db.session.scalars(statement).first() is not None
