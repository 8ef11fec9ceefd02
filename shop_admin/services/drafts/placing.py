"""Placing a draft: from here on it is an order like any other."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from shop_admin import clock
from shop_admin.db import db
from shop_admin.errors import Blocked, Invalid, Problem
from shop_admin.language import _
from shop_admin.models.catalog import Product
from shop_admin.models.orders import Order, OrderItem
from shop_admin.permissions import Actor
from shop_admin.queries import sale
from shop_admin.queries.orders import items_of
from shop_admin.services import attempts, checkout, stock
from shop_admin.services.drafts.lines import country_of, find_changes
from shop_admin.services.drafts.writing import lock_draft
from shop_admin.services.records import check_version
from shop_admin.services.stores import is_country


def place_draft(
    actor: Actor, draft_id: UUID, *, payment_method: str, version: int | None = None
) -> Order:
    """Sell the draft: lock its products, take the stock, give it its number, await its payment.

    Raises Blocked where the shop no longer sells as it is written down, Invalid
    for what is missing, OutOfStock with how many are left; then the draft is as it was.
    """
    draft = lock_draft(actor, draft_id)
    check_version(draft, version)
    store = checkout.selling_store(draft.store_id, payment_method)
    items = db.session.scalars(items_of(draft)).all()
    _check_complete(draft, items)
    wanted = [item.product_id for item in items]
    locked = db.session.scalars(sale.products_for_sale(store.id, wanted)).all()
    products = {product.id: product for product in locked}
    _refuse_changes(draft, items, products)
    now = clock.now(db.session())
    draft.reserved_until = attempts.terms_of(store, payment_method, now).reserved_until
    draft.number, draft.placed_at = checkout.next_number(store), now
    draft.move("PLACED")
    db.session.flush()
    takes = [
        stock.Take(product=products[item.product_id], quantity=item.quantity, field="lines")
        for item in items
    ]
    checkout.sell(draft, store, takes, payment_method, now)
    return draft


def _check_complete(draft: Order, items: Sequence[OrderItem]) -> None:
    address = draft.shipping_address
    missing = [
        (not items, "product", _("Add a product first.")),
        (not draft.contact_name, "contact_name", _("Write down the customer's name.")),
        (
            not (draft.contact_email or draft.contact_phone),
            "contact_phone",
            _("Write down a phone number or an email address."),
        ),
        (not address.get("line1"), "shipping_address.line1", _("Write down the street.")),
        (not address.get("city"), "shipping_address.city", _("Write down the city.")),
        (
            not is_country(country_of(address)),
            "shipping_address.country",
            _("Write down the country."),
        ),
    ]
    problems = tuple(Problem(name, text) for is_missing, name, text in missing if is_missing)
    if problems:
        raise Invalid(_("Something is missing before this can be placed."), problems=problems)


def _refuse_changes(
    draft: Order, items: Sequence[OrderItem], products: Mapping[UUID, Product]
) -> None:
    changes = find_changes(draft, items, products)
    if changes:
        problems = tuple(Problem("lines", one.text) for one in changes)
        raise Blocked(
            _("The shop changed since this was written down. Tell the customer, then place it."),
            problems,
        )
