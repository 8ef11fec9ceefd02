"""Payments: every attempt is a row, and what happened to it a row for ever."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_admin.db import Model
from shop_admin.language import N_
from shop_admin.models.mixins import (
    Amount,
    AppendOnly,
    Editable,
    Moment,
    Stateful,
    StoreOwned,
    belongs_to,
    editable_checks,
    one_of,
    store_key,
)
from shop_admin.models.orders import Order
from shop_admin.models.stores import ONLINE_METHODS, PAYMENT_METHODS

PAYMENT_MOVES: Mapping[str, frozenset[str]] = {
    "PENDING": frozenset({"AUTHORIZED", "PAID", "FAILED", "CANCELLED"}),
    "AUTHORIZED": frozenset({"PAID", "FAILED", "CANCELLED"}),
    "PAID": frozenset({"PARTIALLY_REFUNDED", "REFUNDED"}),
    "PARTIALLY_REFUNDED": frozenset({"PARTIALLY_REFUNDED", "REFUNDED"}),
    "REFUNDED": frozenset(),
    "FAILED": frozenset({"PAID"}),
    "CANCELLED": frozenset({"PAID"}),
}
REFUND_MOVES: Mapping[str, frozenset[str]] = {
    "PENDING": frozenset({"DONE", "FAILED"}),
    "FAILED": frozenset({"PENDING"}),
    "DONE": frozenset(),
}
EVENT_KINDS = (
    "CREATED",
    "AUTHORIZED",
    "CAPTURED",
    "FAILED",
    "CANCELLED",
    "REFUNDED",
    "DISPUTED",
    "NOTE",
)
ONE_OF_A_KIND = "reference <> '' AND kind <> 'NOTE'"
"""What a provider tells under one reference has happened once, however often it is told."""
LIVE_PAYMENT = "status NOT IN ('FAILED', 'CANCELLED')"


class Payment(Stateful, StoreOwned, Editable, Model):
    """One attempt to pay an order; its id is the provider's idempotency key."""

    __tablename__ = "payments"
    moves: ClassVar[Mapping[str, frozenset[str]]] = PAYMENT_MOVES
    cannot_move: ClassVar[str] = N_("The payment is %(present)s and cannot become %(wanted)s.")

    order_id: Mapped[UUID]
    payment_method: Mapped[str]
    transaction_id: Mapped[str | None]
    amount: Mapped[Decimal] = mapped_column(Amount)
    refunded_amount: Mapped[Decimal] = mapped_column(Amount, server_default="0")
    currency: Mapped[str]
    status: Mapped[str] = mapped_column(server_default="PENDING")
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    paid_at: Mapped[datetime | None] = mapped_column(Moment)
    next_action: Mapped[dict[str, Any] | None]

    order: Mapped[Order] = relationship(
        primaryjoin="Order.id == foreign(Payment.order_id)", viewonly=True
    )

    __table_args__ = (
        *editable_checks(),
        store_key("payments"),
        belongs_to("orders", "order_id"),
        one_of("status", PAYMENT_MOVES),
        one_of("payment_method", PAYMENT_METHODS),
        sa.CheckConstraint("amount >= 0", name="amount"),
        sa.CheckConstraint("refunded_amount BETWEEN 0 AND amount", name="refunded_amount"),
        sa.CheckConstraint(
            "(status IN ('PAID', 'PARTIALLY_REFUNDED', 'REFUNDED')) = (paid_at IS NOT NULL)",
            name="paid_at",
        ),
        sa.CheckConstraint("NOT is_deleted", name="kept"),
        sa.Index(
            "ux_payments_live",
            "order_id",
            unique=True,
            postgresql_where=sa.text(LIVE_PAYMENT),
        ),
        sa.Index(
            "ux_payments_transaction_id",
            "payment_method",
            "transaction_id",
            unique=True,
            postgresql_where=sa.text(
                "transaction_id IS NOT NULL AND payment_method IN ('stripe', 'razorpay', 'sandbox')"
            ),
        ),
        sa.Index("ix_payments_store_id_id", "store_id", sa.text("id DESC")),
        sa.Index(
            "ix_payments_search",
            "transaction_id",
            postgresql_using="gin",
            postgresql_ops={"transaction_id": "gin_trgm_ops"},
            postgresql_where=sa.text("transaction_id IS NOT NULL"),
        ),
        sa.Index("ix_payments_order_id", "order_id"),
        sa.Index(
            "ix_payments_open",
            "store_id",
            "order_id",
            postgresql_where=sa.text("status IN ('PENDING', 'AUTHORIZED')"),
        ),
        sa.Index(
            "ix_payments_paid_at",
            "store_id",
            "paid_at",
            postgresql_include=["amount"],
            postgresql_where=sa.text("paid_at IS NOT NULL"),
        ),
    )

    @property
    def is_paid(self) -> bool:
        """Tell whether the money came in, even if some of it went back later."""
        return self.paid_at is not None

    @property
    def is_online(self) -> bool:
        """Tell whether a provider moves this money, and not a person."""
        return self.payment_method in ONLINE_METHODS


class PaymentEvent(StoreOwned, AppendOnly, Model):
    """Something that happened to a payment."""

    __tablename__ = "payment_events"

    payment_id: Mapped[UUID] = mapped_column(index=True)
    kind: Mapped[str]
    amount: Mapped[Decimal | None] = mapped_column(Amount)
    reference: Mapped[str] = mapped_column(server_default="")
    summary: Mapped[str] = mapped_column(server_default="")

    __table_args__ = (
        one_of("kind", EVENT_KINDS),
        belongs_to("payments", "payment_id"),
        sa.Index(
            "ux_payment_events_reference",
            "payment_id",
            "kind",
            "reference",
            unique=True,
            postgresql_where=sa.text(ONE_OF_A_KIND),
        ),
    )


class Refund(Stateful, StoreOwned, Editable, Model):
    """Money that goes back, with its reason and the credit note that says so."""

    __tablename__ = "refunds"
    moves: ClassVar[Mapping[str, frozenset[str]]] = REFUND_MOVES
    cannot_move: ClassVar[str] = N_("The refund is %(present)s and cannot become %(wanted)s.")

    payment_id: Mapped[UUID] = mapped_column(index=True)
    credit_note_id: Mapped[UUID | None]
    amount: Mapped[Decimal] = mapped_column(Amount)
    reason: Mapped[str]
    reference: Mapped[str] = mapped_column(server_default="")
    lines: Mapped[list[dict[str, Any]]] = mapped_column(server_default="[]")
    status: Mapped[str] = mapped_column(server_default="PENDING")
    done_at: Mapped[datetime | None] = mapped_column(Moment)

    payment: Mapped[Payment] = relationship(
        primaryjoin="Payment.id == foreign(Refund.payment_id)", viewonly=True
    )

    __table_args__ = (
        *editable_checks(),
        one_of("status", REFUND_MOVES),
        belongs_to("payments", "payment_id"),
        belongs_to("invoices", "credit_note_id"),
        sa.CheckConstraint("amount > 0", name="amount"),
        sa.CheckConstraint("NOT is_deleted", name="kept"),
        sa.Index("ix_refunds_open", "store_id", "id", postgresql_where=sa.text("status <> 'DONE'")),
        sa.Index(
            "ix_refunds_done_at",
            "store_id",
            "done_at",
            postgresql_where=sa.text("status = 'DONE'"),
        ),
    )

    @property
    def currency(self) -> str:
        """Return the currency of the payment that is given back."""
        return self.payment.currency


class Coupon(StoreOwned, Editable, Model):
    """A code that takes something off an order."""

    __tablename__ = "coupons"

    code: Mapped[str]
    percent: Mapped[Decimal | None] = mapped_column(sa.Numeric(7, 4))
    amount: Mapped[Decimal | None] = mapped_column(Amount)
    minimum_amount: Mapped[Decimal] = mapped_column(Amount, server_default="0")
    usage_limit: Mapped[int | None]
    used_count: Mapped[int] = mapped_column(server_default="0")

    __table_args__ = (
        *editable_checks(),
        store_key("coupons"),
        sa.CheckConstraint("num_nonnulls(percent, amount) = 1", name="percent_or_amount"),
        sa.CheckConstraint("percent > 0 AND percent <= 100", name="percent"),
        sa.CheckConstraint("amount > 0", name="amount"),
        sa.CheckConstraint(
            "used_count BETWEEN 0 AND coalesce(usage_limit, used_count)", name="used_count"
        ),
        sa.Index(
            "ux_coupons_code",
            "store_id",
            sa.text("lower(code)"),
            unique=True,
            postgresql_where=sa.text("NOT is_deleted"),
        ),
    )
