"""The stock ledger: every change of a product's stock, with its reason, for ever."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_admin.db import Model
from shop_admin.models.catalog import Product
from shop_admin.models.mixins import AppendOnly, StoreOwned, belongs_to, one_of

REASONS = ("SALE", "RELEASE", "RETURN", "RECEIPT", "COUNT", "DAMAGE", "IMPORT", "UNDO")
HAND_REASONS = ("RECEIPT", "COUNT", "DAMAGE", "RETURN", "IMPORT", "UNDO")


class StockMovement(StoreOwned, AppendOnly, Model):
    """One change of stock. Writing it is what moves the product's count; a trigger does both."""

    __tablename__ = "stock_movements"

    product_id: Mapped[UUID]
    delta: Mapped[int]
    reason: Mapped[str]
    order_id: Mapped[UUID | None]
    note: Mapped[str] = mapped_column(server_default="")

    product: Mapped[Product] = relationship(
        primaryjoin="Product.id == foreign(StockMovement.product_id)", viewonly=True
    )

    __table_args__ = (
        one_of("reason", REASONS),
        sa.CheckConstraint("delta <> 0", name="delta"),
        belongs_to("products", "product_id"),
        belongs_to("orders", "order_id"),
        sa.Index("ix_stock_movements_product_id", "product_id", sa.text("id DESC")),
        sa.Index("ix_stock_movements_store_id", "store_id", sa.text("id DESC")),
        sa.Index(
            "ix_stock_movements_order_id",
            "order_id",
            postgresql_where=sa.text("order_id IS NOT NULL"),
        ),
    )
