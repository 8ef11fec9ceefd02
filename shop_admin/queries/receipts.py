"""What a buyer gets back of an order: its lines, its payment and its invoice, one batch each."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select

from shop_admin.db import db
from shop_admin.models.invoices import Invoice, InvoiceFile
from shop_admin.models.orders import ORDER_SEARCH, Order, OrderItem
from shop_admin.models.payments import Payment
from shop_admin.models.stores import Store
from shop_admin.money import ZERO
from shop_admin.permissions import Actor, ActorKind, Permission
from shop_admin.queries.catalog import refers
from shop_admin.queries.pages import Found, Rows, Sorting
from shop_admin.queries.visibility import visible

# Ids are UUIDv7: their order is the order of creation.
NEWEST = Sorting(name="-created", keys=(Order.id,), descending=True)
SEARCHED: ColumnElement[str] = sa.literal_column(
    ORDER_SEARCH.replace("number", "orders.number").replace("contact_", "orders.contact_"),
    sa.Text(),
)

_ITEM = (
    OrderItem.order_id,
    OrderItem.id,
    OrderItem.product_id,
    OrderItem.sku,
    OrderItem.name,
    OrderItem.quantity,
    OrderItem.unit_price,
    OrderItem.tax_rate,
    OrderItem.line_total,
)
_PAYMENT = (
    Payment.order_id,
    Payment.id,
    Payment.payment_method,
    Payment.status,
    Payment.amount,
    Payment.next_action,
)
_INVOICE = (Invoice.order_id, Invoice.invoice_number, Invoice.issued_at, Invoice.amount)


@dataclass(frozen=True, kw_only=True)
class OrderFilter:
    """What a list of orders is narrowed to; the moments are half-open: from `after` to `before`."""

    status: str | None = None
    store: str | None = None
    placed_after: datetime | None = None
    placed_before: datetime | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlacedOrder:
    """An order as it is written; the database gives it its number and `cdate`."""

    id: UUID
    store_id: UUID
    store_name: str
    store_slug: str
    user_id: UUID | None
    contact_name: str
    contact_email: str
    contact_phone: str
    shipping_address: dict[str, str]
    billing_address: dict[str, str]
    currency: str
    subtotal: Decimal
    tax_amount: Decimal
    total_amount: Decimal
    prices_include_tax: bool
    status: str
    channel: str
    placed_at: datetime
    reserved_until: datetime | None
    number: str = ""
    cdate: datetime | None = None
    discount_amount: Decimal = ZERO
    shipping_amount: Decimal = ZERO


@dataclass(frozen=True, kw_only=True)
class PlacedItem:
    """A line of an order as it is written."""

    id: UUID
    store_id: UUID
    order_id: UUID
    product_id: UUID
    position: int
    sku: str
    name: str
    quantity: int
    unit_price: Decimal
    tax_class: str
    tax_name: str
    tax_rate: Decimal
    tax_components: list[dict[str, str]]
    tax_amount: Decimal
    line_total: Decimal


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """A new attempt to pay an order, as it is written."""

    id: UUID
    store_id: UUID
    order_id: UUID
    payment_method: str
    amount: Decimal
    currency: str
    due_at: datetime
    status: str = "PENDING"
    next_action: None = None


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """An order with what belongs to it; `payment` is the attempt that counts, else the latest.

    Its parts are rows that were read, or what was written just now.
    """

    order: Found | PlacedOrder
    items: Sequence[Found] | Sequence[PlacedItem]
    payment: Found | Attempt | None
    invoice: Found | None

    @property
    def id(self) -> UUID:
        """Return the order's id."""
        found: UUID = self.order.id
        return found


def order_of(actor: Actor, order_id: UUID) -> Rows:
    """Return the select of one order that the actor may see."""
    return _orders().where(Order.id == order_id, *visible(Order, actor))


def orders_of(actor: Actor, wanted: OrderFilter) -> Rows:
    """Return the select of the orders that the actor may see, where they may see orders at all.

    Customers see their own, in the stores that they act in.
    """
    is_free = actor.may(Permission.ORDER_VIEW) or actor.kind == ActorKind.API_CUSTOMER
    scope = () if is_free else (Order.store_id.in_(actor.stores_with(Permission.ORDER_VIEW)),)
    return _orders().where(*visible(Order, actor), *scope, *_narrowed(wanted))


def store_of(order_id: UUID | None) -> Select[UUID]:
    """Return the select of an order's store, for whoever is known to have made it."""
    return sa.select(Order.store_id).where(Order.id == order_id)


def store_opened_by(order_id: UUID, token_hash: str) -> Select[UUID]:
    """Return the select of an order's store, if the hash is of the secret that opens it."""
    return sa.select(Order.store_id).where(
        Order.id == order_id, Order.guest_token_hash == token_hash, Order.is_deleted.is_(False)
    )


def stores_bought_in(user_id: UUID, order_id: UUID | None = None) -> Select[UUID]:
    """Return the select of the stores of a customer's orders, or of the one that is theirs."""
    which = () if order_id is None else (Order.id == order_id,)
    return (
        sa.select(Order.store_id)
        .where(
            Order.user_id == user_id,
            Order.status != "DRAFT",
            Order.is_deleted.is_(False),
            *which,
        )
        .distinct()
    )


def invoice_file(actor: Actor, order_id: UUID) -> Rows:
    """Return the select of where an order's invoice lies, once it is there."""
    return (
        sa.select(InvoiceFile.key, InvoiceFile.sha256, Invoice.invoice_number)
        .join(Invoice, Invoice.id == InvoiceFile.invoice_id)
        .where(
            Invoice.order_id == order_id,
            Invoice.kind == "INVOICE",
            *visible(Invoice, actor),
            InvoiceFile.store_id == Invoice.store_id,
        )
    )


def with_their_parts(actor: Actor, orders: Sequence[Found]) -> list[Receipt]:
    """Return orders with their parts, in as many reads as there are kinds of parts."""
    ids = [order.id for order in orders]
    items = _by_order(sa.select(*_ITEM).order_by(OrderItem.position), OrderItem, actor, ids)
    payments = _by_order(sa.select(*_PAYMENT).order_by(Payment.id), Payment, actor, ids)
    invoices = _by_order(sa.select(*_INVOICE).where(Invoice.kind == "INVOICE"), Invoice, actor, ids)
    return [
        Receipt(
            order=order,
            items=items[order.id],
            payment=_counting(payments[order.id]),
            invoice=invoices[order.id][0] if invoices[order.id] else None,
        )
        for order in orders
    ]


def _counting(attempts: Sequence[Found]) -> Found | None:
    given_up = ("FAILED", "CANCELLED")
    live = [one for one in attempts if one.status not in given_up]
    return next(iter((live or attempts)[-1:]), None)


def _by_order(
    statement: Rows, model: Any, actor: Actor, ids: Collection[UUID]
) -> Mapping[UUID, list[Found]]:
    found: dict[UUID, list[Found]] = defaultdict(list)
    wanted = statement.where(model.order_id.in_(ids), *visible(model, actor))
    for row in db.session.execute(wanted):
        found[row.order_id].append(row)
    return found


def _orders() -> Rows:
    return sa.select(
        Order.id,
        Order.number,
        Order.status,
        Order.store_id,
        Store.name.label("store_name"),
        Store.slug.label("store_slug"),
        Order.currency,
        Order.subtotal,
        Order.discount_amount,
        Order.tax_amount,
        Order.shipping_amount,
        Order.total_amount,
        Order.contact_name,
        Order.contact_email,
        Order.contact_phone,
        Order.shipping_address,
        Order.billing_address,
        Order.placed_at,
        Order.cdate,
    ).join(Store, Store.id == Order.store_id)


def _narrowed(wanted: OrderFilter) -> list[ColumnElement[bool]]:
    clauses = [SEARCHED.icontains(word, autoescape=True) for word in wanted.words]
    if wanted.status is not None:
        clauses.append(Order.status == wanted.status)
    if wanted.store is not None:
        clauses.append(refers(Store, wanted.store))
    if wanted.placed_after is not None:
        clauses.append(Order.placed_at >= wanted.placed_after)
    if wanted.placed_before is not None:
        clauses.append(Order.placed_at < wanted.placed_before)
    return clauses
