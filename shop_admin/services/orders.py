"""Working an order: ship, complete, cancel, correct its addresses; what is legal when."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from shop_admin.db import db
from shop_admin.errors import Conflict, Invalid, NotFound
from shop_admin.language import N_, _
from shop_admin.models.invoices import Invoice
from shop_admin.models.mixins import said
from shop_admin.models.orders import Order, Shipment
from shop_admin.models.payments import Payment, PaymentEvent
from shop_admin.permissions import Actor, Permission
from shop_admin.queries.orders import given_up_payment_of, live_payment_of
from shop_admin.queries.payments import out_of_time
from shop_admin.queries.visibility import get_locked, visible
from shop_admin.services import audit, mails, shipments, stock
from shop_admin.services.accounts import email_address
from shop_admin.services.records import check_version
from shop_admin.services.stores import is_country


@dataclass(frozen=True, kw_only=True)
class OrderEdit:
    """What staff may correct on an order: whom and where, never what or how much."""

    contact_name: str
    contact_email: str
    contact_phone: str
    shipping_address: dict[str, str]
    billing_address: dict[str, str]
    comments: str = ""


def live_payment(order: Order) -> Payment | None:
    """Return the attempt to pay that counts, or None."""
    return db.session.scalars(live_payment_of(order)).one_or_none()


def collectable_payment(order: Order) -> Payment | None:
    """Return the attempt that a person may book: the one that counts, or what was given up.

    The money of an order that was cancelled may come in late.
    """
    return live_payment(order) or _given_up_payment(order)


def _given_up_payment(order: Order) -> Payment | None:
    if order.status != "CANCELLED":
        return None
    return db.session.scalars(given_up_payment_of(order)).first()


def is_invoiced(order: Order) -> bool:
    """Tell whether the order has its invoice."""
    statement = sa.select(Invoice.id).where(
        Invoice.order_id == order.id, Invoice.store_id == order.store_id
    )
    return db.session.scalars(statement.limit(1)).first() is not None


def legal_actions(actor: Actor, order: Order) -> list[str]:
    """Return what this actor may do with the order now: mark_paid, ship, complete, cancel, edit.

    The buttons are made of this; the services check for themselves.
    """
    payment = live_payment(order)
    is_paid = payment is not None and payment.is_paid
    work = actor.may(Permission.ORDER_WORK, order.store_id)
    collect = actor.may(Permission.ORDER_COLLECT, order.store_id)
    rules: Sequence[tuple[str, bool]] = (
        ("mark_paid", collect and _is_collected(payment or _given_up_payment(order))),
        ("ship", work and order.may_move("SHIPPED")),
        ("complete", work and order.may_move("COMPLETED") and is_paid),
        ("cancel", collect and _is_cancellable(order, payment)),
        ("edit", may_edit(actor, order)),
    )
    return [name for name, allowed in rules if allowed]


def may_edit(actor: Actor, order: Order) -> bool:
    """Tell whether this actor may correct whom and where the order is for now."""
    return actor.may(Permission.ORDER_WORK, order.store_id) and order.status != "CANCELLED"


def ship_order(
    actor: Actor, order_id: UUID, *, carrier: str = "", tracking_number: str = ""
) -> Shipment:
    """Send all of an order that has not left yet as one parcel: see `shipments.ship`."""
    label = shipments.Label(carrier=carrier, tracking_number=tracking_number)
    return shipments.ship(actor, order_id, label=label)


def complete_order(actor: Actor, order_id: UUID) -> Order:
    """Close an order that arrived and is paid."""
    order = _lock(actor, order_id)
    actor.require(Permission.ORDER_WORK, order.store_id)
    payment = live_payment(order)
    if order.may_move("COMPLETED") and (payment is None or not payment.is_paid):
        raise Conflict(_("Mark the order paid before you complete it."), code="not_paid")
    order.move("COMPLETED")
    db.session.flush()
    return order


def cancel_order(actor: Actor, order_id: UUID, *, reason: str = "") -> Order:
    """Cancel an order that nobody paid: its stock goes back. Raises Conflict `not_cancellable`."""
    order = _lock(actor, order_id)
    actor.require(Permission.ORDER_COLLECT, order.store_id)
    return _cancel(order, reason)


def expire_order(actor: Actor, order_id: UUID) -> bool:
    """Cancel an order whose time to pay is over; its stock goes back. False where it is not so.

    An order that somebody works on at this very moment is left for the next time.
    """
    statement = (
        sa.select(Order)
        .where(Order.id == order_id, *visible(Order, actor), *out_of_time())
        .with_for_update(of=Order, key_share=True, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    order = db.session.scalars(statement).one_or_none()
    if order is None:
        return False
    actor.require(Permission.ORDER_COLLECT, order.store_id)
    # What the statement saw of other tables is older than the lock: look again.
    payment = live_payment(order)
    is_confirmed = payment is not None and payment.status == "AUTHORIZED"
    if is_confirmed or not _is_cancellable(order, payment):
        return False
    _cancel(order, N_("Not paid in time"))
    return True


def cancel_own_order(actor: Actor, order_id: UUID) -> Order:
    """Cancel one's own order, by account or by the guest's secret, while it is unpaid."""
    order = _lock(actor, order_id)
    actor.require(Permission.ORDER_PLACE, order.store_id)
    return _cancel(order, N_("Cancelled by the buyer"))


def edit_order(actor: Actor, order_id: UUID, edit: OrderEdit, *, version: int | None) -> Order:
    """Correct contact, addresses and notes. What was invoiced keeps what its paper says."""
    order = _lock(actor, order_id)
    actor.require(Permission.ORDER_WORK, order.store_id)
    check_version(order, version)
    _check_edit(edit)
    for name in edit.__dataclass_fields__:
        setattr(order, name, getattr(edit, name))
    db.session.flush()
    return order


def _check_edit(edit: OrderEdit) -> None:
    if not (edit.contact_email or edit.contact_phone):
        raise Invalid(_("Keep an email address or a phone number."), field="contact_email")
    if edit.contact_email:
        email_address(edit.contact_email, field="contact_email")
    for name in ("shipping_address", "billing_address"):
        if not is_country(getattr(edit, name).get("country", "")):
            raise Invalid(_("Use a country's two letters: DE."), field=f"{name}.country")


def _lock(actor: Actor, order_id: UUID) -> Order:
    order: Order = get_locked(Order, actor, order_id)
    if not actor.sees_all_stores and order.store_id not in actor.stores:
        raise NotFound
    return order


def _is_cancellable(order: Order, payment: Payment | None) -> bool:
    unpaid = payment is None or not payment.is_paid
    if order.status not in ("DRAFT", "PENDING", "PLACED") or not unpaid:
        return False
    return not is_invoiced(order) and not shipments.has_left(order)


def _is_collected(payment: Payment | None) -> bool:
    """Tell whether a person can book this money: no provider does it, and it is not booked yet."""
    return payment is not None and not payment.is_online and payment.may_move("PAID")


def _cancel(order: Order, reason: str) -> Order:
    payment = live_payment(order)
    if not _is_cancellable(order, payment):
        state = _state(order, payment)
        refused = _("An order that is %(state)s cannot be cancelled.", state=state)
        raise Conflict(refused, code="not_cancellable")
    order.move("CANCELLED")
    order.reserved_until = None
    if payment is not None:
        payment.move("CANCELLED")
        db.session.add(
            PaymentEvent(
                store_id=order.store_id,
                payment_id=payment.id,
                kind="CANCELLED",
                summary=reason[:500],
            )
        )
    db.session.flush()
    stock.release_stock(order)
    audit.record_event(
        "cancel", "orders", store_id=order.store_id, record_id=order.id, reason=reason[:500]
    )
    mails.tell_cancelled(order)
    return order


def _state(order: Order, payment: Payment | None) -> str:
    if order.status in ("PENDING", "PLACED"):
        if payment is not None and payment.is_paid:
            return _("paid")
        return _("partly shipped") if shipments.has_left(order) else _("invoiced")
    return said(order.status)
