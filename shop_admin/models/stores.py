"""Stores: who sells, from where, in which currency, with which taxes and invoice rules."""

from decimal import Decimal
from typing import ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shop_admin.db import Model
from shop_admin.models.mixins import Editable, Rate, Scope, StoreOwned, editable_checks, one_of

OFFLINE_METHODS = ("cash_on_delivery", "bank_transfer")
ONLINE_METHODS = ("stripe", "razorpay", "sandbox")
PAYMENT_METHODS = (*OFFLINE_METHODS, *ONLINE_METHODS)
INVOICE_RULES = ("PAID", "PLACED", "SHIPPED")


class Store(Editable, Model):
    """A shop with its own catalogue, stock, orders, books and people."""

    __tablename__ = "stores"
    scope: ClassVar[Scope] = Scope.STORES

    name: Mapped[str]
    slug: Mapped[str]
    owner_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("users.id"))
    description: Mapped[str] = mapped_column(server_default="")
    legal_name: Mapped[str] = mapped_column(server_default="")
    tax_id: Mapped[str] = mapped_column(server_default="")
    address: Mapped[dict[str, str]] = mapped_column(server_default="{}")
    country: Mapped[str]
    contact_email: Mapped[str] = mapped_column(server_default="")
    contact_phone: Mapped[str] = mapped_column(server_default="")
    currency: Mapped[str]
    language: Mapped[str] = mapped_column(server_default="en")
    time_zone: Mapped[str] = mapped_column(server_default="UTC")
    accent: Mapped[str] = mapped_column(server_default="#2f6f5e")
    logo: Mapped[str | None]
    bank_details: Mapped[dict[str, str]] = mapped_column(server_default="{}")
    prices_include_tax: Mapped[bool] = mapped_column(server_default=sa.true())
    payment_methods: Mapped[list[str]] = mapped_column(
        ARRAY(sa.Text), server_default="{cash_on_delivery,bank_transfer}"
    )
    payment_terms_days: Mapped[int] = mapped_column(server_default="7")
    reservation_minutes: Mapped[int] = mapped_column(server_default="30")
    fiscal_year_start: Mapped[int] = mapped_column(server_default="1")
    invoice_prefix: Mapped[str]
    credit_note_prefix: Mapped[str]
    invoice_rule: Mapped[str] = mapped_column(server_default="PAID")
    invoice_terms: Mapped[str] = mapped_column(server_default="")
    invoice_footer: Mapped[str] = mapped_column(server_default="")

    __table_args__ = (
        *editable_checks(),
        one_of("invoice_rule", INVOICE_RULES),
        sa.CheckConstraint("slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name="slug"),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name="currency"),
        sa.CheckConstraint("country ~ '^[A-Z]{2}$'", name="country"),
        sa.CheckConstraint("accent ~ '^#[0-9a-f]{6}$'", name="accent"),
        sa.CheckConstraint("fiscal_year_start BETWEEN 1 AND 12", name="fiscal_year_start"),
        sa.CheckConstraint("payment_terms_days BETWEEN 0 AND 365", name="payment_terms_days"),
        sa.CheckConstraint("reservation_minutes BETWEEN 5 AND 1440", name="reservation_minutes"),
        sa.CheckConstraint("invoice_prefix ~ '^[A-Z0-9]{1,6}$'", name="invoice_prefix"),
        sa.CheckConstraint("credit_note_prefix ~ '^[A-Z0-9]{1,6}$'", name="credit_note_prefix"),
        sa.CheckConstraint("invoice_prefix <> credit_note_prefix", name="prefixes_differ"),
        # Prefixes stay taken even by removed stores: their documents keep their numbers.
        sa.UniqueConstraint("invoice_prefix"),
        sa.UniqueConstraint("credit_note_prefix"),
        sa.Index("ux_stores_slug", "slug", unique=True, postgresql_where=sa.text("NOT is_deleted")),
    )

    def __str__(self) -> str:
        """Return the store's name."""
        return self.name


class TaxRate(StoreOwned, Editable, Model):
    """What a tax class is taxed at in a country, for a period that overlaps no other."""

    __tablename__ = "tax_rates"

    tax_class: Mapped[str] = mapped_column(server_default="standard")
    country: Mapped[str]
    name: Mapped[str]
    rate: Mapped[Decimal] = mapped_column(Rate)
    components: Mapped[list[dict[str, str]]] = mapped_column(server_default="[]")

    __table_args__ = (
        *editable_checks(),
        sa.CheckConstraint("rate >= 0 AND rate <= 100", name="rate"),
        sa.CheckConstraint("country ~ '^[A-Z]{2}$'", name="country"),
        sa.Index("ix_tax_rates_store_id", "store_id"),
        ExcludeConstraint(
            ("store_id", "="),
            ("tax_class", "="),
            ("country", "="),
            (sa.text("tstzrange(active_from, active_to)"), "&&"),
            where=sa.text("NOT is_deleted"),
            using="gist",
            name="ex_tax_rates_period",
        ),
    )
