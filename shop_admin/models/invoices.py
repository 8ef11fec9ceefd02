"""Invoices and credit notes: numbered without a gap, frozen when issued, with their one file."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_admin.db import Model
from shop_admin.models.mixins import (
    Amount,
    AppendOnly,
    Identified,
    Moment,
    StoreOwned,
    belongs_to,
    one_of,
    store_key,
)
from shop_admin.models.orders import Order

INVOICE_KINDS = ("INVOICE", "CREDIT_NOTE")


def _on_paper(*path: str) -> sa.Computed:
    """Return what the database keeps beside the paper, out of it, for registers and searches."""
    where = ",".join(("paper", *path))
    return sa.Computed(f"coalesce(snapshot #>> '{{{where}}}', '')", persisted=True)


class InvoiceSeries(StoreOwned, Identified, Model):
    """The counter of one store, kind and fiscal year: it goes up by one, with its invoice."""

    __tablename__ = "invoice_series"

    kind: Mapped[str]
    fiscal_year: Mapped[int]
    prefix: Mapped[str]
    last: Mapped[int] = mapped_column(server_default="0")

    __table_args__ = (
        one_of("kind", INVOICE_KINDS),
        store_key("invoice_series"),
        sa.UniqueConstraint("store_id", "kind", "fiscal_year"),
        sa.UniqueConstraint("prefix", "fiscal_year"),
        sa.CheckConstraint("last BETWEEN 0 AND 999999", name="last"),
    )


class Invoice(StoreOwned, AppendOnly, Model):
    """An issued document. The row is the paper: `snapshot` holds all that it shows."""

    __tablename__ = "invoices"

    order_id: Mapped[UUID]
    series_id: Mapped[UUID]
    kind: Mapped[str]
    number: Mapped[int]
    invoice_number: Mapped[str] = mapped_column(unique=True)
    corrects_id: Mapped[UUID | None]
    amount: Mapped[Decimal] = mapped_column(Amount)
    tax_amount: Mapped[Decimal] = mapped_column(Amount)
    currency: Mapped[str]
    taxes: Mapped[list[dict[str, Any]]]
    issued_at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    snapshot: Mapped[dict[str, Any]]
    order_number: Mapped[str] = mapped_column(_on_paper("order_number"))
    corrects_number: Mapped[str] = mapped_column(_on_paper("corrects"))
    buyer_name: Mapped[str] = mapped_column(_on_paper("buyer", "name"))
    buyer_country: Mapped[str] = mapped_column(_on_paper("buyer", "country"))
    buyer_tax_id: Mapped[str] = mapped_column(_on_paper("buyer", "tax_id"))

    order: Mapped[Order] = relationship(
        primaryjoin="Order.id == foreign(Invoice.order_id)", viewonly=True
    )
    file: Mapped["InvoiceFile | None"] = relationship(
        primaryjoin="Invoice.id == foreign(InvoiceFile.invoice_id)", viewonly=True, uselist=False
    )

    __table_args__ = (
        one_of("kind", INVOICE_KINDS),
        store_key("invoices"),
        belongs_to("orders", "order_id"),
        belongs_to("invoice_series", "series_id"),
        belongs_to("invoices", "corrects_id"),
        sa.UniqueConstraint("series_id", "number"),
        sa.Index(
            "ix_invoices_search",
            "invoice_number",
            postgresql_using="gin",
            postgresql_ops={"invoice_number": "gin_trgm_ops"},
        ),
        sa.CheckConstraint("invoice_number ~ '^[A-Z0-9/-]{1,16}$'", name="invoice_number"),
        sa.CheckConstraint("(kind = 'CREDIT_NOTE') = (corrects_id IS NOT NULL)", name="corrects"),
        sa.CheckConstraint("amount >= 0 AND tax_amount >= 0", name="amounts"),
        sa.Index(
            "ux_invoices_order",
            "order_id",
            unique=True,
            postgresql_where=sa.text("kind = 'INVOICE'"),
        ),
        sa.Index("ix_invoices_store_id_issued_at", "store_id", "issued_at"),
        sa.Index("ix_invoices_store_id_id", "store_id", sa.text("id DESC")),
    )

    def __str__(self) -> str:
        """Return the number that the paper shows."""
        return self.invoice_number


class InvoiceFile(StoreOwned, AppendOnly, Model):
    """The stored PDF of an invoice: made once, with its SHA-256, served from there ever after."""

    __tablename__ = "invoice_files"

    invoice_id: Mapped[UUID] = mapped_column(unique=True)
    key: Mapped[str] = mapped_column(unique=True)
    sha256: Mapped[str]
    size: Mapped[int]

    __table_args__ = (
        belongs_to("invoices", "invoice_id"),
        sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256"),
        sa.CheckConstraint("size > 0", name="size"),
    )
