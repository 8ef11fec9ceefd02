"""Orders with their frozen items and their shipments."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_admin.db import Model
from shop_admin.language import N_, _
from shop_admin.models.mixins import (
    Amount,
    Editable,
    Identified,
    Moment,
    Rate,
    Stateful,
    StoreOwned,
    belongs_to,
    editable_checks,
    one_of,
    store_key,
)
from shop_admin.models.stores import Store

ORDER_MOVES: Mapping[str, frozenset[str]] = {
    "DRAFT": frozenset({"PENDING", "PLACED", "CANCELLED"}),
    "PENDING": frozenset({"PLACED", "PAID", "CANCELLED"}),
    "PLACED": frozenset({"PENDING", "PAID", "SHIPPED", "CANCELLED"}),
    "PAID": frozenset({"SHIPPED", "CANCELLED"}),
    "SHIPPED": frozenset({"COMPLETED"}),
    "COMPLETED": frozenset(),
    "CANCELLED": frozenset({"PAID"}),
}
CHANNELS = ("API", "CONSOLE")
SOLD = ("PLACED", "PAID", "SHIPPED", "COMPLETED")
"""The states of an order that count as a sale."""
# The texts that people search by; a trigram index serves each very expression only.
SHIPMENT_SEARCH = "((order_number || ' ') || tracking_number)"
ORDER_SEARCH = (
    "((((((coalesce(number, '') || ' ') || contact_name) || ' ') || contact_email)"
    " || ' ') || contact_phone)"
)

IS_SOLD = sa.text(f"status IN ({', '.join(map(repr, SOLD))}) AND is_deleted IS FALSE")


class Order(Stateful, StoreOwned, Editable, Model):
    """What somebody bought in one store. Past DRAFT its money and items never change."""

    __tablename__ = "orders"
    moves: ClassVar[Mapping[str, frozenset[str]]] = ORDER_MOVES
    cannot_move: ClassVar[str] = N_("The order is %(present)s and cannot become %(wanted)s.")

    number: Mapped[str | None]
    user_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("users.id"), index=True)
    contact_name: Mapped[str] = mapped_column(server_default="")
    contact_email: Mapped[str] = mapped_column(server_default="")
    contact_phone: Mapped[str] = mapped_column(server_default="")
    shipping_address: Mapped[dict[str, str]]
    billing_address: Mapped[dict[str, str]]
    currency: Mapped[str]
    subtotal: Mapped[Decimal] = mapped_column(Amount, server_default="0")
    discount_amount: Mapped[Decimal] = mapped_column(Amount, server_default="0")
    tax_amount: Mapped[Decimal] = mapped_column(Amount, server_default="0")
    shipping_amount: Mapped[Decimal] = mapped_column(Amount, server_default="0")
    total_amount: Mapped[Decimal] = mapped_column(Amount, server_default="0")
    prices_include_tax: Mapped[bool]
    status: Mapped[str] = mapped_column(server_default="DRAFT")
    channel: Mapped[str]
    placed_at: Mapped[datetime | None] = mapped_column(Moment)
    reserved_until: Mapped[datetime | None] = mapped_column(Moment)
    guest_token_hash: Mapped[str | None]
    coupon_id: Mapped[UUID | None]
    buyer: Mapped[str | None] = mapped_column(
        sa.Computed(
            "coalesce(nullif(lower(contact_email), ''), nullif(contact_phone, ''))", persisted=True
        )
    )
    """By what a customer is known again: the email, else the phone number."""

    store: Mapped[Store] = relationship(lazy="joined", innerjoin=True, viewonly=True)
    items: Mapped[list["OrderItem"]] = relationship(
        back_populates="order",
        primaryjoin="Order.id == foreign(OrderItem.order_id)",
        order_by="OrderItem.position",
        viewonly=True,
    )

    __table_args__ = (
        *editable_checks(),
        store_key("orders"),
        belongs_to("coupons", "coupon_id"),
        one_of("status", ORDER_MOVES),
        one_of("channel", CHANNELS),
        sa.CheckConstraint("status = 'DRAFT' OR number IS NOT NULL", name="number"),
        sa.CheckConstraint("status = 'DRAFT' OR NOT is_deleted", name="kept"),
        sa.CheckConstraint(
            "subtotal >= 0 AND discount_amount >= 0 AND tax_amount >= 0"
            " AND shipping_amount >= 0 AND total_amount >= 0",
            name="amounts",
        ),
        sa.CheckConstraint("discount_amount <= subtotal", name="discount_amount"),
        sa.CheckConstraint(
            "total_amount = subtotal - discount_amount + shipping_amount"
            " + CASE WHEN prices_include_tax THEN 0 ELSE tax_amount END",
            name="total_amount",
        ),
        sa.UniqueConstraint("store_id", "number"),
        sa.Index("ix_orders_total_amount_id", "total_amount", "id"),
        sa.Index("ix_orders_store_id_status", "store_id", "status", sa.text("id DESC")),
        sa.Index(
            "ix_orders_search",
            sa.literal_column(ORDER_SEARCH).label("search"),
            postgresql_using="gin",
            postgresql_ops={"search": "gin_trgm_ops"},
        ),
        sa.Index(
            "ix_orders_reserved_until",
            "reserved_until",
            postgresql_where=sa.text("reserved_until IS NOT NULL"),
        ),
        sa.Index(
            "ix_orders_sold",
            "store_id",
            "placed_at",
            postgresql_where=IS_SOLD,
        ),
        sa.Index(
            "ix_orders_buyer",
            "store_id",
            "buyer",
            "placed_at",
            postgresql_where=IS_SOLD,
        ),
    )

    def __str__(self) -> str:
        """Return the order's number."""
        return self.number or _("Draft")


class OrderItem(StoreOwned, Identified, Model):
    """One line of an order: what the product was called and cost at that moment."""

    __tablename__ = "order_items"

    order_id: Mapped[UUID]
    product_id: Mapped[UUID]
    position: Mapped[int]
    sku: Mapped[str]
    name: Mapped[str]
    quantity: Mapped[int]
    unit_price: Mapped[Decimal] = mapped_column(Amount)
    tax_class: Mapped[str]
    tax_name: Mapped[str]
    tax_rate: Mapped[Decimal] = mapped_column(Rate)
    tax_components: Mapped[list[dict[str, str]]] = mapped_column(server_default="[]")
    discount_amount: Mapped[Decimal] = mapped_column(Amount, server_default="0")
    tax_amount: Mapped[Decimal] = mapped_column(Amount)
    line_total: Mapped[Decimal] = mapped_column(Amount)

    order: Mapped[Order] = relationship(
        back_populates="items",
        primaryjoin="Order.id == foreign(OrderItem.order_id)",
        viewonly=True,
    )

    __table_args__ = (
        belongs_to("orders", "order_id"),
        belongs_to("products", "product_id"),
        sa.UniqueConstraint(
            "order_id",
            "position",
            postgresql_include=["store_id", "product_id", "quantity", "line_total"],
        ),
        sa.CheckConstraint("quantity BETWEEN 1 AND 99999", name="quantity"),
        sa.CheckConstraint(
            "unit_price >= 0 AND discount_amount >= 0 AND tax_amount >= 0", name="amounts"
        ),
        sa.CheckConstraint(
            "line_total = quantity * unit_price - discount_amount AND line_total >= 0",
            name="line_total",
        ),
        sa.Index("ix_order_items_product_id", "product_id"),
    )


class Shipment(StoreOwned, Editable, Model):
    """A parcel that left, with what was in it: `items` is [{item_id, quantity}].

    `order_number` is the order's, written by a trigger for the search; `note` goes on the slip.
    """

    __tablename__ = "shipments"

    order_id: Mapped[UUID] = mapped_column(index=True)
    order_number: Mapped[str] = mapped_column(server_default="")
    carrier: Mapped[str] = mapped_column(server_default="")
    tracking_number: Mapped[str] = mapped_column(server_default="")
    items: Mapped[list[dict[str, Any]]]
    shipped_at: Mapped[datetime] = mapped_column(Moment)
    note: Mapped[str] = mapped_column(server_default="")

    order: Mapped[Order] = relationship(
        primaryjoin="Order.id == foreign(Shipment.order_id)", viewonly=True
    )
    store: Mapped[Store] = relationship(lazy="joined", innerjoin=True, viewonly=True)

    __table_args__ = (
        *editable_checks(),
        store_key("shipments"),
        belongs_to("orders", "order_id"),
        sa.Index("ix_shipments_store_id", "store_id", sa.text("id DESC")),
        sa.Index(
            "ix_shipments_search",
            sa.literal_column(SHIPMENT_SEARCH).label("search"),
            postgresql_using="gin",
            postgresql_ops={"search": "gin_trgm_ops"},
        ),
    )

    def __str__(self) -> str:
        """Return the order's number, with the carrier's where there is one."""
        return f"{self.order_number} · {self.tracking_number}".removesuffix(" · ")
