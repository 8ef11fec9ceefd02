"""The story of an order: what the audit trail and all that hangs on it say, newest first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from shop_admin.console.display import amount, words
from shop_admin.db import db
from shop_admin.language import N_, _
from shop_admin.models.accounts import User
from shop_admin.models.audit import AuditEntry
from shop_admin.models.invoices import Invoice
from shop_admin.models.mails import Mail
from shop_admin.models.orders import Order, Shipment
from shop_admin.models.payments import Payment, PaymentEvent, Refund
from shop_admin.permissions import Actor
from shop_admin.queries.visibility import visible
from shop_admin.services.notes import NOTE
from shop_admin.services.retelling import retold

LIMIT = 100
MOVES: Mapping[str, str] = {
    "PENDING": N_("Waits for its payment"),
    "PLACED": N_("Order placed"),
    "PAID": N_("Order paid"),
    "SHIPPED": N_("Order shipped"),
    "COMPLETED": N_("Order completed"),
    "CANCELLED": N_("Order cancelled"),
}
MONEY: Mapping[str, str] = {
    "CREATED": N_("Payment created"),
    "AUTHORIZED": N_("Payment authorized"),
    "CAPTURED": N_("Payment captured"),
    "FAILED": N_("Payment failed"),
    "CANCELLED": N_("Payment cancelled"),
    "REFUNDED": N_("Payment refunded"),
    "DISPUTED": N_("Payment disputed"),
    "NOTE": N_("Note on the payment"),
}
LETTERS: Mapping[str, str] = {
    "order_confirmation": N_("order confirmation"),
    "order_cancelled": N_("order cancelled"),
    "shipped": N_("shipped"),
    "invoice": N_("invoice"),
}
"""What a mail is, within a sentence."""


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One thing that happened; a note is what somebody wrote to colleagues."""

    at: datetime
    text: str
    detail: str = ""
    by: str = ""
    is_note: bool = False


@dataclass(frozen=True, kw_only=True)
class Hanging:
    """What hangs on an order, read already for its page, and the names of who did it."""

    payments: Sequence[Payment]
    events: Sequence[PaymentEvent]
    refunds: Sequence[Refund]
    invoices: Sequence[Invoice]
    parcels: Sequence[Shipment]
    people: Mapping[UUID, str]

    def by(self, record: Any) -> str:
        """Return who made a record, where a person did."""
        return self.people.get(record.cuser_id, "")


def timeline_of(actor: Actor, order: Order, hanging: Hanging) -> Sequence[Moment]:
    """Return what happened to an order, newest first."""
    moments = [
        *_changes(actor, order),
        *_money(hanging),
        *_given_back(hanging),
        *_papers(hanging),
        *_letters(actor, order),
    ]
    return sorted(moments, key=lambda one: one.at, reverse=True)


def events_of(actor: Actor, payments: Sequence[Payment]) -> Sequence[PaymentEvent]:
    """Return what happened to these payments, in its order."""
    statement = (
        sa.select(PaymentEvent)
        .where(
            *visible(PaymentEvent, actor),
            PaymentEvent.payment_id.in_([one.id for one in payments]),
        )
        .order_by(PaymentEvent.id)
        .limit(LIMIT)
    )
    return db.session.scalars(statement).all()


def _changes(actor: Actor, order: Order) -> Iterator[Moment]:
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
    for entry, name in db.session.execute(statement):
        yield _told(entry, name or "")


def _told(entry: AuditEntry, name: str) -> Moment:
    status = str(entry.new.get("status", ""))
    match entry.action:
        case "create":
            text, detail = _(MOVES.get(status, N_("Order made"))), ""
        case "move":
            text, detail = _(MOVES.get(status, status)), ""
        case "cancel":
            text, detail = _("Reason to cancel"), retold(str(entry.new.get("reason", "")))
        case action if action == NOTE:
            text, detail = str(entry.new.get("text", "")), ""
        case _other:
            text, detail = _("Corrected"), ", ".join(sorted(words(one) for one in entry.new))
    return Moment(at=entry.cdate, text=text, detail=detail, by=name, is_note=entry.action == NOTE)


def _money(hanging: Hanging) -> Iterator[Moment]:
    payments = {one.id: one for one in hanging.payments}
    for event in hanging.events:
        payment = payments[event.payment_id]
        facts = (
            amount(event.amount, payment.currency),
            words(payment.payment_method),
            retold(event.summary or ""),
            event.reference,
        )
        yield Moment(
            at=event.cdate,
            text=_(MONEY[event.kind]),
            detail=" · ".join(filter(None, facts)),
            by=hanging.by(event),
        )


def _given_back(hanging: Hanging) -> Iterator[Moment]:
    payments = {one.id: one for one in hanging.payments}
    for refund in hanging.refunds:
        facts = (
            amount(refund.amount, payments[refund.payment_id].currency),
            retold(refund.reason or ""),
        )
        yield Moment(
            at=refund.cdate,
            text=_("Refund asked for"),
            detail=" · ".join(filter(None, facts)),
            by=hanging.by(refund),
        )


def _papers(hanging: Hanging) -> Iterator[Moment]:
    for invoice in hanging.invoices:
        number = invoice.invoice_number
        is_credit = invoice.kind == "CREDIT_NOTE"
        yield Moment(
            at=invoice.issued_at,
            text=_("Credit note %(number)s issued", number=number)
            if is_credit
            else _("Invoice %(number)s issued", number=number),
            by=hanging.by(invoice),
        )
    for parcel in hanging.parcels:
        facts = (parcel.carrier, parcel.tracking_number)
        yield Moment(
            at=parcel.shipped_at,
            text=_("Parcel left"),
            detail=" ".join(filter(None, facts)),
            by=hanging.by(parcel),
        )


def _letters(actor: Actor, order: Order) -> Iterator[Moment]:
    statement = sa.select(Mail).where(*visible(Mail, actor), Mail.order_id == order.id)
    for mail in db.session.scalars(statement.limit(LIMIT)):
        yield _letter(mail)


def _letter(mail: Mail) -> Moment:
    kind = _(LETTERS.get(mail.kind, mail.kind.replace("_", " ")))
    to = mail.recipient
    match mail.status:
        case "SENT":
            text = _("Mail sent: %(kind)s", kind=kind)
            detail = _("%(subject)s to %(recipient)s", subject=mail.subject, recipient=to)
        case "FAILED":
            text = _("Mail failed: %(kind)s", kind=kind)
            detail = _(
                "%(problem)s To %(recipient)s", problem=retold(mail.error or ""), recipient=to
            )
        case "OFF":
            text = _("No mail: %(kind)s", kind=kind)
            detail = _("This installation sends no mails.")
        case _waiting:
            text = _("Mail asked for: %(kind)s", kind=kind)
            waits = retold(mail.error or "") or _("Waits to be sent.")
            detail = _("%(problem)s To %(recipient)s", problem=waits, recipient=to)
    return Moment(at=mail.sent_at or mail.cdate, text=text, detail=detail)
