"""Payments: every attempt to pay, with what happened to it."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from shop_admin.console.base import Column, ConsoleView, Empty, Group, Preset
from shop_admin.console.base.filters import CaseFilter, RecordFilter, StoreFilter, WordFilter
from shop_admin.console.base.permits import reading
from shop_admin.console.display import words
from shop_admin.console.shown import made_column, notes_column
from shop_admin.console.storedays import store_days
from shop_admin.db import db
from shop_admin.language import N_, _
from shop_admin.models.orders import Order
from shop_admin.models.payments import PAYMENT_MOVES, Payment, PaymentEvent, Refund
from shop_admin.models.stores import PAYMENT_METHODS
from shop_admin.permissions import Actor, Permission
from shop_admin.queries.visibility import visible


def has_refund(*statuses: str) -> sa.ColumnElement[bool]:
    """Return the clause of payments with a refund in one of these states."""
    return sa.exists().where(
        Refund.payment_id == Payment.id,
        Refund.store_id == Payment.store_id,
        Refund.status.in_(statuses),
    )


def refunds_of(actor: Actor, payment_ids: Collection[UUID]) -> Sequence[Refund]:
    """Return the refunds of these payments, newest first."""
    statement = (
        sa.select(Refund)
        .where(*visible(Refund, actor), Refund.payment_id.in_(list(payment_ids)))
        .order_by(Refund.id.desc())
    )
    return db.session.scalars(statement).all()


class PaymentView(ConsoleView):
    """Payments of the stores in scope; they move by the actions of their orders."""

    plural, noun, icon, group = N_("Payments"), N_("payment"), "coin", N_("Sales")
    permits = reading(Permission.PAYMENT_VIEW)
    details_template = "admin/payment.html"
    loading = (joinedload(Payment.order),)
    columns = (
        Column(name="order.number", label=N_("Payment of"), kind="link"),
        Column(name="store_id", label=N_("Store"), kind="store", secondary=True),
        Column(
            name="payment_method",
            label=N_("Way to pay"),
            value=lambda one: words(one.payment_method),
        ),
        Column(name="status", label=N_("Status"), kind="pill", sort=Payment.status),
        Column(name="amount", label=N_("Amount"), kind="money", sort=Payment.amount),
        Column(name="due_at", label=N_("Due"), kind="moment", sort=Payment.due_at, secondary=True),
        Column(
            name="paid_at", label=N_("Paid"), kind="moment", sort=Payment.paid_at, secondary=True
        ),
        Column(
            name="transaction_id", label=N_("Reference"), kind="mono", secondary=True, extra=True
        ),
        Column(name="order.contact_name", label=N_("Customer"), secondary=True, extra=True),
        Column(name="order.contact_email", label=N_("Email"), secondary=True, extra=True),
        Column(
            name="refunded_amount", label=N_("Refunded"), kind="money", secondary=True, extra=True
        ),
        made_column(),
        notes_column(),
    )
    groups = (
        Group(
            title=N_("Payment"),
            columns=(
                Column(name="amount", label=N_("Amount"), kind="money"),
                Column(name="refunded_amount", label=N_("Refunded"), kind="money"),
                Column(name="status", label=N_("Status"), kind="pill"),
                Column(
                    name="payment_method",
                    label=N_("Way to pay"),
                    value=lambda one: words(one.payment_method),
                ),
                Column(name="transaction_id", label=N_("Reference"), kind="mono"),
                Column(name="due_at", label=N_("Due"), kind="moment"),
                Column(name="paid_at", label=N_("Paid"), kind="moment"),
                Column(name="cdate", label=N_("Made"), kind="moment"),
            ),
        ),
    )
    filters = (
        StoreFilter(name="store", label=N_("Store"), column=Payment.store_id),
        WordFilter(
            name="status", label=N_("Status"), column=Payment.status, words=tuple(PAYMENT_MOVES)
        ),
        WordFilter(
            name="method",
            label=N_("Way to pay"),
            column=Payment.payment_method,
            words=PAYMENT_METHODS,
        ),
        CaseFilter(
            name="refund",
            label=N_("Refunds"),
            column=Payment.id,
            cases={
                "open": (N_("To refund"), lambda: has_refund("PENDING", "FAILED")),
                "done": (N_("Refunded"), lambda: has_refund("DONE")),
            },
        ),
        *store_days(Payment.paid_at),
        RecordFilter(name="order", label=N_("Order"), column=Payment.order_id, model=Order),
    )
    presets = (
        Preset(name=N_("Open"), query={"status": ("PENDING", "AUTHORIZED")}),
        Preset(name=N_("To refund"), query={"refund": ("open",)}),
    )
    search_expression = "transaction_id"
    search_hint = N_("Reference")
    empty = Empty(title=N_("No payments"), text=N_("Each order brings its payment with it."))

    def details(self, record: Any) -> dict[str, Any]:
        """Add the payment's events and refunds."""
        statement = (
            sa.select(PaymentEvent)
            .where(*visible(PaymentEvent, self.actor), PaymentEvent.payment_id == record.id)
            .order_by(PaymentEvent.id.desc())
        )
        events = db.session.scalars(statement.limit(200)).all()
        refunds = refunds_of(self.actor, [record.id])
        return {
            "events": events,
            "refunds": refunds,
            "people": self.people([record, *events, *refunds]),
        }

    def title(self, record: Any) -> str:
        """Return which order the payment is for."""
        return _("Payment of %(order)s", order=record.order.number)
