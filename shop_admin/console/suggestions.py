"""Who and what a phone order may be about: one store's customers and products, suggested."""

import re
from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from shop_admin.console.base.search import MAX_LENGTH, MAX_WORDS, matching
from shop_admin.console.display import amount
from shop_admin.db import db
from shop_admin.language import _
from shop_admin.models.catalog import PRODUCT_SEARCH, Product
from shop_admin.models.orders import ORDER_SEARCH, Order
from shop_admin.permissions import Actor
from shop_admin.queries import sale
from shop_admin.queries.orders import earlier_orders
from shop_admin.queries.visibility import visible

MOST_FOUND = 10
MOST_READ = 60


def products(actor: Actor, store_id: UUID, text: str) -> Sequence[Product]:
    """Return what the store sells that fits: by SKU or EAN first, then by name."""
    code = text.strip()
    is_code = sa.or_(sa.func.lower(Product.sku) == code.lower(), Product.ean == code)
    statement = (
        sale.products_on_offer(store_id)
        .where(
            *visible(Product, actor),
            sa.or_(is_code, matching(Product, PRODUCT_SEARCH, _words(code))),
        )
        .order_by(is_code.desc(), Product.name, Product.id)
        .limit(MOST_FOUND)
    )
    return db.session.scalars(statement).unique().all()


def the_product(found: Sequence[Product], text: str) -> Product | None:
    """Return the one that is meant: by its code, or because nothing else fits."""
    code = text.strip()
    exact = [one for one in found if code.lower() == one.sku.lower() or (code and code == one.ean)]
    if len(exact) == 1:
        return exact[0]
    return found[0] if len(found) == 1 else None


def customers(actor: Actor, store_id: UUID, text: str) -> list[Order]:
    """Return the latest order of each known customer of the store who fits."""
    statement = (
        earlier_orders(store_id)
        .where(*visible(Order, actor), matching(Order, ORDER_SEARCH, _words(text)))
        .limit(MOST_READ)
    )
    known: dict[tuple[str, str, str], Order] = {}
    for order in db.session.scalars(statement).unique():
        if order.contact_name or order.contact_phone or order.contact_email:
            known.setdefault(_who(order), order)
    return list(known.values())[:MOST_FOUND]


def the_customer(found: Sequence[Order], text: str) -> Order | None:
    """Return the one that is meant: by number, email or phone, never by a name alone."""
    wanted = text.strip().casefold()
    digits = _digits(text)
    exact = [
        one
        for one in found
        if wanted in ((one.number or "").casefold(), one.contact_email.casefold())
        or (len(digits) > 5 and digits == _digits(one.contact_phone))
    ]
    return exact[0] if len(exact) == 1 else None


def product_options(found: Sequence[Product]) -> list[dict[str, str]]:
    """Return products as suggestions: the SKU, and what to say on the phone."""
    return [
        {
            "value": one.sku,
            "text": " · ".join(
                (
                    one.name,
                    amount(one.price, one.store.currency),
                    _("%(number)s in stock", number=one.inventory_count),
                )
            ),
        }
        for one in found
    ]


def customer_options(found: Sequence[Order]) -> list[dict[str, str]]:
    """Return customers as suggestions: the number of an earlier order, and who it was for."""
    return [{"value": one.number or "", "text": " · ".join(facts_of(one))} for one in found]


def facts_of(order: Order) -> list[str]:
    """Return by what a customer is told from another."""
    city = order.shipping_address.get("city", "")
    facts = (order.contact_name, order.contact_phone, order.contact_email, city)
    return [fact for fact in facts if fact]


def _words(text: str) -> list[str]:
    # What is typed into a longer form is never refused: that would lose the rest of it.
    return text.replace("\0", "")[:MAX_LENGTH].split()[:MAX_WORDS]


def _who(order: Order) -> tuple[str, str, str]:
    return (
        order.contact_name.casefold(),
        order.contact_email.casefold(),
        _digits(order.contact_phone),
    )


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
