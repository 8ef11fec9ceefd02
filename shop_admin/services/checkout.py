"""Checkout: one transaction from a cart to a placed order with its stock and its payment."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from shop_admin.db import Statement, db, run_together
from shop_admin.errors import Invalid, Problem
from shop_admin.language import _
from shop_admin.models.mixins import new_id
from shop_admin.models.orders import Order
from shop_admin.models.stores import OFFLINE_METHODS, Store, TaxRate
from shop_admin.permissions import Actor, Permission
from shop_admin.queries import sale
from shop_admin.queries.receipts import Attempt, PlacedItem, PlacedOrder, Receipt
from shop_admin.queries.till import Till, find_till
from shop_admin.services import attempts, invoices, mails, stock, writing
from shop_admin.services.pricing import PricedCart, price_cart

__all__ = ["OFFLINE_METHODS", "Cart", "CartItem", "Contact", "place_order"]


@dataclass(frozen=True, kw_only=True)
class CartItem:
    """A product and how many of it; `field` is where the request said so, for its errors."""

    product_id: UUID
    quantity: int
    field: str


@dataclass(frozen=True, kw_only=True)
class Contact:
    """How to reach the buyer."""

    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class Cart:
    """What somebody wants to buy, where it goes and how it is paid."""

    items: tuple[CartItem, ...]
    contact: Contact
    shipping_address: dict[str, str]
    billing_address: dict[str, str] | None = None
    payment_method: str
    channel: str = "API"


def place_order(
    actor: Actor,
    store_id: UUID,
    cart: Cart,
    *,
    order_id: UUID | None = None,
    guest_token_hash: str | None = None,
    online: Collection[str] = (),
) -> Receipt:
    """Sell a cart: lock the products, price, take the stock, write order, items and payment.

    `online` are the ways to pay that the installation has a provider for: such an order waits,
    PENDING, for its money, and holds its stock for a while. Two round trips: one reads under
    locks, one writes.

    Raises Invalid (`not_available` on each item that is not for sale, or the field that is
    wrong) and OutOfStock; then nothing has changed.
    """
    actor.require(Permission.ORDER_PLACE, store_id)
    items = _merged(cart.items)
    till = _open_till(store_id, items, cart, online)
    priced = _priced(till, items)
    terms = attempts.terms_of(till, cart.payment_method, till.now)
    order = _order(actor, till, cart, priced, terms, order_id or new_id())
    lines = item_rows(order.store_id, order.id, priced)
    attempt = attempts.new_attempt(order, cart.payment_method, terms.due_at)
    takes = [
        stock.Take(product=till.products[item.product_id], quantity=item.quantity, field=item.field)
        for item in items
    ]
    ((number, cdate),) = run_together(
        [
            writing.order(order, till.invoice_prefix, guest_token_hash),
            writing.items(lines),
            *following(order, till, takes, attempt),
            writing.what_the_database_gave(order.id),
        ]
    )
    order = replace(order, number=number, cdate=cdate)
    return Receipt(order=order, items=lines, payment=attempt, invoice=None)


def sell(
    order: Order, store: Store, stock_taken: Sequence[stock.Take], method: str, now: datetime
) -> None:
    """Do what every sale does, for an order that somebody wrote down before.

    Raises OutOfStock; then nothing has changed.
    """
    terms = attempts.terms_of(store, method, now)
    attempt = attempts.new_attempt(order, method, terms.due_at)
    run_together(following(order, store, stock_taken, attempt))


def following(
    order: Order | PlacedOrder,
    store: Store | Till,
    stock_taken: Sequence[stock.Take],
    attempt: Attempt,
) -> list[Statement]:
    """Return what every sale writes besides its order, whoever wrote that down.

    Raises OutOfStock.
    """
    is_placed = order.status == "PLACED"
    return [
        stock.taking(order.id, stock_taken),
        *attempts.beginning(attempt),
        *(
            [invoices.asking(order.store_id, order.id)]
            if is_placed and store.invoice_rule == "PLACED"
            else []
        ),
        *(mails.confirming(order.id, order.store_id, order.contact_email) if is_placed else []),
    ]


def selling_store(store_id: UUID, payment_method: str, *, online: Collection[str] = ()) -> Store:
    """Return the store, where it sells now and offers this way to pay. Raises Invalid."""
    store = db.session.scalars(sale.store_for_sale(store_id)).one_or_none()
    if store is None:
        raise _does_not_sell()
    attempts.check_method(store, payment_method, online)
    return store


def _does_not_sell() -> Invalid:
    sentence = _("This store does not sell at the moment.")
    return Invalid(sentence, field="store", code="not_available")


def _merged(items: Sequence[CartItem]) -> list[CartItem]:
    """Sum items of the same product; the first mention is where its errors go."""
    merged: dict[UUID, CartItem] = {}
    for item in items:
        known = merged.get(item.product_id)
        merged[item.product_id] = CartItem(
            product_id=item.product_id,
            quantity=item.quantity + (known.quantity if known else 0),
            field=known.field if known else item.field,
        )
    return list(merged.values())


def _open_till(
    store_id: UUID, items: Sequence[CartItem], cart: Cart, online: Collection[str]
) -> Till:
    country = cart.shipping_address.get("country", "")
    till = find_till(store_id, [item.product_id for item in items], country)
    if till is None:
        raise _does_not_sell()
    attempts.check_method(till, cart.payment_method, online)
    missing = [item for item in items if item.product_id not in till.products]
    if missing:
        raise _not_available(missing, _("This product is not for sale."))
    return till


def _priced(till: Till, items: Sequence[CartItem]) -> PricedCart:
    products = till.products
    untaxed = [item for item in items if products[item.product_id].tax_class not in till.rates]
    if untaxed:
        raise _not_available(untaxed, _("This product cannot be sold to this country yet."))
    return price_cart(
        [(products[item.product_id], item.quantity) for item in items],
        till.rates,
        currency=till.currency,
        inclusive=till.prices_include_tax,
    )


def tax_rates(store: Store, country: str) -> dict[str, TaxRate]:
    """Return the rate of each tax class: the ship-to country's, else the store's own country's."""
    found = db.session.scalars(sale.tax_rates(store.id, {country, store.country})).all()
    rates = {rate.tax_class: rate for rate in found if rate.country == store.country}
    return rates | {rate.tax_class: rate for rate in found if rate.country == country}


def _not_available(items: Sequence[CartItem], sentence: str) -> Invalid:
    problems = tuple(Problem(f"{item.field}.product_id", sentence) for item in items)
    return Invalid(sentence, code="not_available", problems=problems)


def _order(
    actor: Actor, till: Till, cart: Cart, priced: PricedCart, terms: attempts.Terms, order_id: UUID
) -> PlacedOrder:
    return PlacedOrder(
        id=order_id,
        store_id=till.id,
        store_name=till.name,
        store_slug=till.slug,
        user_id=actor.user_id,
        contact_name=cart.contact.name,
        contact_email=cart.contact.email,
        contact_phone=cart.contact.phone,
        shipping_address=cart.shipping_address,
        billing_address=cart.billing_address or cart.shipping_address,
        currency=till.currency,
        subtotal=priced.subtotal,
        tax_amount=priced.tax_amount,
        total_amount=priced.total_amount,
        prices_include_tax=till.prices_include_tax,
        status=terms.status,
        channel=cart.channel,
        placed_at=till.now,
        reserved_until=terms.reserved_until,
    )


def next_number(store: Store) -> str:
    """Take the next number of the store's orders; one that is not used leaves a gap."""
    number = db.session.scalar(sa.select(sa.func.next_order_number(store.id)))
    return f"{store.invoice_prefix}-{number}"


def write_items(order: Order, priced: PricedCart) -> None:
    """Write the lines of an order as they are called and cost now."""
    run_together([writing.items(item_rows(order.store_id, order.id, priced))])


def item_rows(store_id: UUID, order_id: UUID, priced: PricedCart) -> list[PlacedItem]:
    """Return the lines of an order as they are called and cost now."""
    return [
        PlacedItem(
            id=new_id(),
            store_id=store_id,
            order_id=order_id,
            product_id=line.product.id,
            position=position,
            sku=line.product.sku,
            name=line.product.name,
            quantity=line.quantity,
            unit_price=line.unit_price,
            tax_class=line.product.tax_class,
            tax_name=line.rate.name,
            tax_rate=line.rate.rate,
            tax_components=line.rate.components,
            tax_amount=line.tax_amount,
            line_total=line.line_total,
        )
        for position, line in enumerate(priced.lines, start=1)
    ]
