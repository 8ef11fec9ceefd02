"""The stock ledger: every change of a product's stock, with its reason, for ever."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, query_expression, relationship

from shop_admin.db import Model
from shop_admin.models.catalog import Product
from shop_admin.models.mixins import AppendOnly, StoreOwned, belongs_to, one_of

REASONS = ("SALE", "RELEASE", "RETURN", "RECEIPT", "COUNT", "DAMAGE", "IMPORT", "UNDO")
HAND_REASONS = ("RECEIPT", "COUNT", "DAMAGE", "RETURN", "IMPORT")
# What adds only, and what takes away only; the rest goes both ways.
SIGNS = {"RECEIPT": 1, "RETURN": 1, "DAMAGE": -1}


class StockMovement(StoreOwned, AppendOnly, Model):
    """One change of stock. Writing it is what moves the product's count; a trigger does both."""

    __tablename__ = "stock_movements"

    product_id: Mapped[UUID]
    delta: Mapped[int]
    reason: Mapped[str]
    order_id: Mapped[UUID | None]
    note: Mapped[str] = mapped_column(server_default="")
    undoes_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("stock_movements.id"))

    # Read where a list asks for it: what was on the shelf after this movement.
    balance: Mapped[int | None] = query_expression()
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
        sa.Index(
            "ux_stock_movements_undoes_id",
            "undoes_id",
            unique=True,
            postgresql_where=sa.text("undoes_id IS NOT NULL"),
        ),
    )

    @property
    def is_by_hand(self) -> bool:
        """Tell whether a person moved it: that can be undone; a sale follows its order."""
        return self.reason in HAND_REASONS and self.order_id is None
