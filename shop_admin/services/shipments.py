"""Parcels: what of an order leaves, with whom; and the slip that goes with it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from shop_admin import clock
from shop_admin.db import db
from shop_admin.documents.packing_slips import PackingSlip, SlipLine
from shop_admin.documents.paper import Party
from shop_admin.errors import Conflict, Invalid, Problem
from shop_admin.language import _, ngettext
from shop_admin.models.mixins import said
from shop_admin.models.orders import Order, OrderItem, Shipment
from shop_admin.models.stores import Store
from shop_admin.permissions import Actor, Permission
from shop_admin.queries.orders import items_of, shipments_of
from shop_admin.queries.visibility import get, get_locked
from shop_admin.services import invoices, mails
from shop_admin.services.papers import address_lines, seller_of
from shop_admin.services.records import check_version


@dataclass(frozen=True, kw_only=True)
class Label:
    """What is written on a parcel: with whom it goes, and a word for who opens it."""

    carrier: str = ""
    tracking_number: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class OpenItem:
    """A line of an order of which something has not left yet."""

    item: OrderItem
    left: int


@dataclass(frozen=True, kw_only=True)
class Slip:
    """What a packing slip is drawn of: its words, the logo's storage key, the accent."""

    paper: PackingSlip
    logo: str | None
    accent: str


NO_LABEL = Label()


def open_items(order: Order) -> list[OpenItem]:
    """Return what of an order has not left yet, in the order of its lines."""
    sent = _sent(order)
    items = db.session.scalars(items_of(order))
    return [
        OpenItem(item=item, left=item.quantity - sent[item.id])
        for item in items
        if item.quantity > sent[item.id]
    ]


def ship(
    actor: Actor,
    order_id: UUID,
    *,
    parts: Mapping[UUID, int] | None = None,
    label: Label = NO_LABEL,
) -> Shipment:
    """Send some of an order's items, or without `parts` all that has not left yet.

    The order is shipped with its last parcel; until then it stays what it is. Raises Conflict
    where it cannot be shipped, Invalid for quantities that are not there to be sent.
    """
    order: Order = get_locked(Order, actor, order_id)
    actor.require(Permission.ORDER_WORK, order.store_id)
    _require_shippable(order)
    left = {one.item.id: one.left for one in open_items(order)}
    parcel = left if parts is None else _chosen(parts, left)
    shipment = _write(order, parcel, label)
    if parcel == left:
        order.move("SHIPPED")
    order.reserved_until = None
    db.session.flush()
    store: Store = get(Store, actor, order.store_id)
    if invoices.is_due(order, store, is_paid=invoices.is_paid(order)):
        invoices.ask_for_invoice(order)
    mails.tell_shipped(order, shipment)
    return shipment


def has_left(order: Order) -> bool:
    """Tell whether any parcel of an order is on its way or arrived."""
    return db.session.scalars(shipments_of(order).limit(1)).first() is not None


def relabel(actor: Actor, shipment_id: UUID, label: Label, *, version: int | None) -> Shipment:
    """Put right with whom a parcel went and under which number."""
    shipment: Shipment = get_locked(Shipment, actor, shipment_id)
    actor.require(Permission.ORDER_WORK, shipment.store_id)
    check_version(shipment, version)
    for name in label.__dataclass_fields__:
        setattr(shipment, name, getattr(label, name))
    db.session.flush()
    return shipment


def slip_of_shipment(actor: Actor, shipment_id: UUID) -> Slip:
    """Return the packing slip of a parcel that left."""
    shipment: Shipment = get(Shipment, actor, shipment_id)
    actor.require(Permission.ORDER_VIEW, shipment.store_id)
    order: Order = get(Order, actor, shipment.order_id)
    label = Label(
        carrier=shipment.carrier, tracking_number=shipment.tracking_number, note=shipment.note
    )
    return _slip(actor, order, _content(shipment), label, shipment.shipped_at)


def slip_of_order(actor: Actor, order_id: UUID) -> Slip:
    """Return the packing slip to pack by: what has not left yet, else the whole order."""
    order: Order = get(Order, actor, order_id)
    actor.require(Permission.ORDER_VIEW, order.store_id)
    if order.status == "DRAFT":
        raise Conflict(_("A draft is not packed: place the order first."))
    left = {one.item.id: one.left for one in open_items(order)}
    everything = {item.id: item.quantity for item in db.session.scalars(items_of(order))}
    return _slip(actor, order, left or everything, NO_LABEL, clock.now(db.session()))


def lines_of(shipment: Shipment, items: Sequence[OrderItem]) -> list[tuple[OrderItem, int]]:
    """Return a parcel's content as items of its order with their quantities."""
    content = _content(shipment)
    return [(item, content[item.id]) for item in items if item.id in content]


def _require_shippable(order: Order) -> None:
    if not order.may_move("SHIPPED"):
        refused = _("An order that is %(state)s cannot be shipped.", state=said(order.status))
        raise Conflict(refused, code="illegal_move")


def _sent(order: Order) -> Counter[UUID]:
    sent: Counter[UUID] = Counter()
    for shipment in db.session.scalars(shipments_of(order)):
        sent.update(_content(shipment))
    return sent


def _content(shipment: Shipment) -> dict[UUID, int]:
    return {UUID(part["item_id"]): part["quantity"] for part in shipment.items}


def _chosen(parts: Mapping[UUID, int], left: Mapping[UUID, int]) -> dict[UUID, int]:
    """Return the chosen quantities, those of nothing left out. Raises Invalid on each item."""
    problems = tuple(
        Problem(f"items.{item_id}", _only_left(left.get(item_id, 0)))
        for item_id, quantity in parts.items()
        if not 0 <= quantity <= left.get(item_id, 0)
    )
    if problems:
        raise Invalid(_("A parcel holds what is left to send."), problems=problems)
    chosen = {item_id: quantity for item_id, quantity in parts.items() if quantity}
    if not chosen:
        raise Invalid(_("Choose what goes into the parcel."), field="items")
    return chosen


def _only_left(count: int) -> str:
    return ngettext(
        "Only %(number)s of this is left to send.",
        "Only %(number)s of this are left to send.",
        count,
    )


def _write(order: Order, parcel: Mapping[UUID, int], label: Label) -> Shipment:
    shipment = Shipment(
        store_id=order.store_id,
        order_id=order.id,
        carrier=label.carrier,
        tracking_number=label.tracking_number,
        note=label.note,
        items=[
            {"item_id": str(item_id), "quantity": quantity} for item_id, quantity in parcel.items()
        ],
        shipped_at=clock.now(db.session()),
    )
    db.session.add(shipment)
    db.session.flush()
    return shipment


def _slip(
    actor: Actor, order: Order, parcel: Mapping[UUID, int], label: Label, moment: datetime
) -> Slip:
    store: Store = get(Store, actor, order.store_id)
    items = db.session.scalars(items_of(order)).all()
    paper = PackingSlip(
        order_number=order.number or "",
        ordered_on=_day(order.placed_at or order.cdate, store),
        packed_on=_day(moment, store),
        locale=store.language,
        seller=seller_of(store),
        ship_to=_ship_to(order, store),
        lines=tuple(
            SlipLine(sku=item.sku, name=item.name, quantity=parcel[item.id], ordered=item.quantity)
            for item in items
            if item.id in parcel
        ),
        carrier=label.carrier,
        tracking_number=label.tracking_number,
        note=label.note,
    )
    return Slip(paper=paper, logo=store.logo, accent=store.accent)


def _ship_to(order: Order, store: Store) -> Party:
    address = order.shipping_address
    return Party(
        name=address.get("name") or order.contact_name,
        lines=address_lines(address, country=store.country),
        country=address.get("country", ""),
        phone=order.contact_phone,
    )


def _day(moment: datetime, store: Store) -> date:
    return moment.astimezone(ZoneInfo(store.time_zone)).date()
