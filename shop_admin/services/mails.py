"""The outbox: a mail is asked for in the transaction of its deed, and sent once by a job."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from shop_admin import clock
from shop_admin.db import Statement, db
from shop_admin.models.mails import Mail
from shop_admin.models.mixins import new_id
from shop_admin.models.orders import Order, Shipment
from shop_admin.permissions import Actor
from shop_admin.queries.orders import live_payment_of
from shop_admin.queries.visibility import find, get_locked
from shop_admin.queue import TRIES, enqueue, job

SEND = "mails.send"

_CONFIRMATION = """
    INSERT INTO mails (id, store_id, order_id, kind, recipient)
    VALUES (%(id)s, %(store_id)s, %(order_id)s, 'order_confirmation', %(recipient)s)
"""

_quiet: ContextVar[bool] = ContextVar("mails_quiet", default=False)


@contextmanager
def kept_quiet() -> Iterator[None]:
    """Ask for no mail inside: for orders that are told of the past, such as a demo's."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def enqueue_mail(kind: str, store_id: UUID | None, recipient: str, record_id: UUID) -> UUID | None:
    """Ask for a mail about a record that is no order, in the running transaction.

    Returns the mail's id, or None where there is no address. Who asks within some stores names
    one of them; the installation's own mails are asked for by parties of all stores.
    """
    return _ask(Mail(kind=kind, store_id=store_id, recipient=recipient, record_id=record_id))


def ask_for_mail(
    kind: str, order: Order, *, record_id: UUID | None = None, waits: bool = False
) -> UUID | None:
    """Ask for a mail to the buyer of an order, in the running transaction: each kind once.

    Returns its id, or None where there is no address or it was asked for before. One that
    `waits` for a file goes out by `send_waiting`.
    """
    mail = Mail(
        kind=kind,
        store_id=order.store_id,
        order_id=order.id,
        record_id=record_id,
        recipient=order.contact_email,
    )
    return _ask(mail, waits=waits)


def confirm_order(order: Order) -> None:
    """Tell the buyer that the order has come in; one to be paid online is told once it is paid."""
    if order.status == "PLACED":
        ask_for_mail("order_confirmation", order)


def confirming(order_id: UUID, store_id: UUID, recipient: str) -> list[Statement]:
    """Return what asks for the confirmation of an order that is just being written."""
    if _quiet.get() or not _is_address(recipient):
        return []
    mail_id = new_id()
    values = {"id": mail_id, "store_id": store_id, "order_id": order_id, "recipient": recipient}
    send = job(
        SEND,
        queue="mails",
        lock=_lock_of(mail_id),
        mail_id=str(mail_id),
        store_id=str(store_id),
    )
    return [Statement(sql=_CONFIRMATION, values=values), send]


def tell_paid(order: Order) -> None:
    """Confirm an order that was paid online and gets its invoice later, or has it already.

    Where the invoice is issued now, it goes along with the confirmation: see `tell_invoiced`.
    """
    if order.status == "PAID" and not _is_offline(order):
        ask_for_mail("order_confirmation", order)


def tell_invoiced(order: Order) -> None:
    """Send the invoice once its file is there: with the confirmation where none has gone yet."""
    first = not _is_offline(order) and ask_for_mail("order_confirmation", order, waits=True)
    if not first:
        ask_for_mail("invoice", order, waits=True)


def tell_cancelled(order: Order) -> None:
    """Tell the buyer that the order was cancelled; a draft was nobody's order yet."""
    if order.placed_at is not None:
        ask_for_mail("order_cancelled", order)


def tell_shipped(order: Order, shipment: Shipment) -> None:
    """Tell the buyer that a parcel left; each parcel once."""
    ask_for_mail("shipped", order, record_id=shipment.id)


def send_waiting(store_id: UUID, order_id: UUID) -> None:
    """Let the mails go that waited for the order's invoice file, in the running transaction."""
    waiting = sa.select(Mail.id).where(
        Mail.order_id == order_id,
        Mail.store_id == store_id,
        Mail.kind.in_(("order_confirmation", "invoice")),
        Mail.status == "PENDING",
        Mail.attempts == 0,
    )
    for mail_id in db.session.scalars(waiting):
        _enqueue(mail_id, store_id)


def begin_try(actor: Actor, mail_id: UUID) -> Mail | None:
    """Count one more try to send; None where there is nothing to send any more."""
    mail: Mail | None = find(Mail, actor, mail_id)
    if mail is None or mail.status in ("SENT", "OFF"):
        return None
    mail.attempts += 1
    db.session.flush()
    return mail


def note_sent(actor: Actor, mail_id: UUID, subject: str) -> None:
    """Write down that the mail went out, under which subject."""
    mail: Mail = get_locked(Mail, actor, mail_id)
    mail.status, mail.sent_at, mail.error = "SENT", clock.now(db.session()), ""
    mail.subject = subject
    db.session.flush()


def note_off(actor: Actor, mail_id: UUID) -> None:
    """Write down that the installation sent no mails; switched on later, it sends no old one."""
    mail: Mail = get_locked(Mail, actor, mail_id)
    mail.status = "OFF"
    db.session.flush()


def note_failure(actor: Actor, mail_id: UUID, error: str, *, is_final: bool) -> None:
    """Write down in words why a try failed; after the last one the mail has FAILED."""
    mail: Mail = get_locked(Mail, actor, mail_id)
    mail.error = error[:500]
    if is_final or mail.attempts >= TRIES:
        mail.status = "FAILED"
    db.session.flush()


def _ask(mail: Mail, *, waits: bool = False) -> UUID | None:
    if _quiet.get() or not _is_address(mail.recipient):
        return None
    values = {
        "id": new_id(),
        "store_id": mail.store_id,
        "order_id": mail.order_id,
        "record_id": mail.record_id,
        "kind": mail.kind,
        "recipient": mail.recipient,
    }
    asked = db.session.scalar(
        insert(Mail)
        .values(values)
        .on_conflict_do_nothing(
            index_elements=["order_id", "kind", "record_id"],
            index_where=Mail.order_id.is_not(None),
        )
        .returning(Mail.id)
    )
    if asked is not None and not waits:
        _enqueue(asked, mail.store_id)
    return asked


def _enqueue(mail_id: UUID, store_id: UUID | None) -> None:
    lock = _lock_of(mail_id)
    if store_id is None:
        enqueue(SEND, queue="mails", lock=lock, mail_id=str(mail_id))
    else:
        enqueue(SEND, queue="mails", lock=lock, mail_id=str(mail_id), store_id=str(store_id))


def _lock_of(mail_id: UUID) -> str:
    return f"mail:{mail_id}"


def _is_address(given: str) -> bool:
    """Tell whether it can be an address at all; a wrong one must not stop a sale."""
    return "@" in given and 3 <= len(given) <= 320 and given.isprintable()


def _is_offline(order: Order) -> bool:
    payment = db.session.scalars(live_payment_of(order)).one_or_none()
    return payment is None or not payment.is_online
