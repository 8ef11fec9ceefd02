"""The story of an order: what the audit trail and its payments' events say, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from shop_admin.db import db
from shop_admin.models.accounts import User
from shop_admin.models.audit import AuditEntry
from shop_admin.models.invoices import Invoice
from shop_admin.models.mails import Mail
from shop_admin.models.orders import Order, Shipment
from shop_admin.models.payments import Payment, PaymentEvent
from shop_admin.permissions import Actor
from shop_admin.queries.visibility import visible

LIMIT = 100
MOVES = {
    "PENDING": "Waits for its payment",
    "PLACED": "Order placed",
    "PAID": "Order paid",
    "SHIPPED": "Order shipped",
    "COMPLETED": "Order completed",
    "CANCELLED": "Order cancelled",
}


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One thing that happened."""

    at: datetime
    text: str
    detail: str = ""
    by: str = ""


def timeline_of(actor: Actor, order: Order) -> Sequence[Moment]:
    """Return what happened to an order, newest first."""
    told = (_changes, _money, _papers, _letters)
    moments = [moment for tell in told for moment in tell(actor, order)]
    return sorted(moments, key=lambda one: one.at, reverse=True)


def _changes(actor: Actor, order: Order) -> list[Moment]:
    statement = (
        sa.select(AuditEntry, User.name)
        .outerjoin(User, User.id == AuditEntry.cuser_id)
        .where(
            *visible(AuditEntry, actor),
            AuditEntry.table_name == "orders",
            AuditEntry.record_id == order.id,
        )
        .order_by(AuditEntry.id.desc())
        .limit(LIMIT)
    )
    return [_told(entry, name) for entry, name in db.session.execute(statement)]


def _told(entry: AuditEntry, name: str | None) -> Moment:
    status = str(entry.new.get("status", ""))
    match entry.action:
        case "create":
            text, detail = MOVES.get(status, "Order made"), ""
        case "move":
            text, detail = MOVES.get(status, status), ""
        case "cancel":
            text, detail = "Reason to cancel", str(entry.new.get("reason", ""))
        case _:
            fields = sorted(name.replace("_", " ") for name in entry.new)
            text, detail = "Corrected", ", ".join(fields)
    return Moment(at=entry.cdate, text=text, detail=detail, by=name or "")


def _money(actor: Actor, order: Order) -> list[Moment]:
    statement = (
        sa.select(PaymentEvent, Payment.payment_method)
        .join(
            Payment,
            sa.and_(
                Payment.id == PaymentEvent.payment_id, Payment.store_id == PaymentEvent.store_id
            ),
        )
        .where(*visible(PaymentEvent, actor), Payment.order_id == order.id)
        .limit(LIMIT)
    )
    return [
        Moment(
            at=event.cdate,
            text=f"Payment {event.kind.lower()}",
            detail=" · ".join(
                part for part in (_plain(method), event.summary, event.reference) if part
            ),
        )
        for event, method in db.session.execute(statement)
    ]


def _papers(actor: Actor, order: Order) -> list[Moment]:
    invoices = _of(actor, Invoice, order.id)
    shipments = _of(actor, Shipment, order.id)
    return [
        *(
            Moment(at=one.issued_at, text=f"Invoice {one.invoice_number} issued")
            for one in invoices
        ),
        *(
            Moment(
                at=one.shipped_at, text="Parcel left", detail=f"{one.carrier} {one.tracking_number}"
            )
            for one in shipments
        ),
    ]


def _letters(actor: Actor, order: Order) -> list[Moment]:
    return [_letter(mail) for mail in _of(actor, Mail, order.id)]


def _letter(mail: Mail) -> Moment:
    kind = mail.kind.replace("_", " ")
    match mail.status:
        case "SENT":
            text, detail = f"Mail sent: {kind}", f"{mail.subject} to {mail.recipient}"
        case "FAILED":
            text, detail = f"Mail failed: {kind}", f"{mail.error} To {mail.recipient}"
        case "OFF":
            text, detail = f"No mail: {kind}", "This installation sends no mails."
        case _:
            waits = mail.error or "Waits to be sent."
            text, detail = f"Mail asked for: {kind}", f"{waits} To {mail.recipient}"
    return Moment(at=mail.sent_at or mail.cdate, text=text, detail=detail)


def _of(actor: Actor, model: Any, order_id: UUID) -> Sequence[Any]:
    statement = sa.select(model).where(*visible(model, actor), model.order_id == order_id)
    return db.session.scalars(statement.limit(LIMIT)).all()


def _plain(method: str) -> str:
    return method.replace("_", " ")
