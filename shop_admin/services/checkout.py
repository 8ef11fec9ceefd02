"""Checkout: one transaction from a cart to a placed order with its stock and its payment."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from shop_admin import clock
from shop_admin.db import db
from shop_admin.errors import Invalid, Problem
from shop_admin.models.catalog import Product
from shop_admin.models.mixins import new_id
from shop_admin.models.orders import Order, OrderItem
from shop_admin.models.stores import OFFLINE_METHODS, Store, TaxRate
from shop_admin.permissions import Actor, Permission
from shop_admin.queries import sale
from shop_admin.services import attempts, invoices, mails, stock
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
) -> Order:
    """Sell a cart: lock the products, price, take the stock, write order, items and payment.

    `online` are the ways to pay that the installation has a provider for: such an order waits,
    PENDING, for its money, and holds its stock for a while.

    Raises Invalid (`not_available` on each item that is not for sale, or the field that is
    wrong) and OutOfStock; then nothing has changed.
    """
    actor.require(Permission.ORDER_PLACE, store_id)
    store = selling_store(store_id, cart.payment_method, online=online)
    now = clock.now(db.session())
    items = _merged(cart.items)
    products = _locked_products(store, items)
    priced = _priced(store, items, products, cart)
    order = _order(actor, store, cart, priced, now)
    order.id = order_id or new_id()
    order.guest_token_hash = guest_token_hash
    stock_taken = [
        stock.Take(product=products[item.product_id], quantity=item.quantity, field=item.field)
        for item in items
    ]
    db.session.add(order)
    db.session.flush()
    write_items(order, priced)
    sell(order, store, stock_taken, cart.payment_method, now)
    return order


def sell(
    order: Order, store: Store, stock_taken: Sequence[stock.Take], method: str, now: datetime
) -> None:
    """Do what every sale does, whoever wrote it down, and ask for what follows from it.

    Raises OutOfStock; then nothing has changed.
    """
    stock.take_for_sale(order.id, stock_taken)
    attempts.begin(order, method, attempts.terms_of(store, method, now).due_at)
    if store.invoice_rule == "PLACED" and order.status == "PLACED":
        invoices.ask_for_invoice(order)
    mails.confirm_order(order)


def selling_store(store_id: UUID, payment_method: str, *, online: Collection[str] = ()) -> Store:
    """Return the store, where it sells now and offers this way to pay. Raises Invalid."""
    store = db.session.scalars(sale.store_for_sale(store_id)).one_or_none()
    if store is None:
        sentence = "This store does not sell at the moment."
        raise Invalid(sentence, field="store", code="not_available")
    attempts.check_method(store, payment_method, online)
    return store


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


def _locked_products(store: Store, items: Sequence[CartItem]) -> dict[UUID, Product]:
    wanted = [item.product_id for item in items]
    found = db.session.scalars(sale.products_for_sale(store.id, wanted)).all()
    products = {product.id: product for product in found}
    missing = [item for item in items if item.product_id not in products]
    if missing:
        raise _not_available(missing, "This product is not for sale.")
    return products


def _priced(
    store: Store,
    items: Sequence[CartItem],
    products: dict[UUID, Product],
    cart: Cart,
) -> PricedCart:
    rates = tax_rates(store, cart.shipping_address.get("country", ""))
    untaxed = [item for item in items if products[item.product_id].tax_class not in rates]
    if untaxed:
        raise _not_available(untaxed, "This product cannot be sold to this country yet.")
    return price_cart(
        [(products[item.product_id], item.quantity) for item in items],
        rates,
        currency=store.currency,
        inclusive=store.prices_include_tax,
    )


def tax_rates(store: Store, country: str) -> dict[str, TaxRate]:
    """Return the rate of each tax class: the ship-to country's, else the store's own country's."""
    found = db.session.scalars(sale.tax_rates(store.id, {country, store.country})).all()
    rates = {rate.tax_class: rate for rate in found if rate.country == store.country}
    return rates | {rate.tax_class: rate for rate in found if rate.country == country}


def _not_available(items: Sequence[CartItem], sentence: str) -> Invalid:
    problems = tuple(Problem(f"{item.field}.product_id", sentence) for item in items)
    return Invalid(sentence, code="not_available", problems=problems)


def _order(actor: Actor, store: Store, cart: Cart, priced: PricedCart, now: datetime) -> Order:
    terms = attempts.terms_of(store, cart.payment_method, now)
    return Order(
        store_id=store.id,
        number=next_number(store),
        user_id=actor.user_id,
        contact_name=cart.contact.name,
        contact_email=cart.contact.email,
        contact_phone=cart.contact.phone,
        shipping_address=cart.shipping_address,
        billing_address=cart.billing_address or cart.shipping_address,
        currency=store.currency,
        subtotal=priced.subtotal,
        tax_amount=priced.tax_amount,
        total_amount=priced.total_amount,
        prices_include_tax=store.prices_include_tax,
        status=terms.status,
        channel=cart.channel,
        placed_at=now,
        reserved_until=terms.reserved_until,
    )


def next_number(store: Store) -> str:
    """Take the next number of the store's orders; one that is not used leaves a gap."""
    number = db.session.scalar(sa.select(sa.func.next_order_number(store.id)))
    return f"{store.invoice_prefix}-{number}"


def write_items(order: Order, priced: PricedCart) -> None:
    """Write the lines of an order as they are called and cost now."""
    rows = [
        {
            "id": new_id(),
            "store_id": order.store_id,
            "order_id": order.id,
            "product_id": line.product.id,
            "position": position,
            "sku": line.product.sku,
            "name": line.product.name,
            "quantity": line.quantity,
            "unit_price": line.unit_price,
            "tax_class": line.product.tax_class,
            "tax_name": line.rate.name,
            "tax_rate": line.rate.rate,
            "tax_components": line.rate.components,
            "tax_amount": line.tax_amount,
            "line_total": line.line_total,
        }
        for position, line in enumerate(priced.lines, start=1)
    ]
    db.session.execute(sa.insert(OrderItem).values(rows))
