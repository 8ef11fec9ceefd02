"""Writing a draft down: begin it, change it, take over what its products cost by now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from shop_admin.db import db
from shop_admin.errors import Conflict, Invalid
from shop_admin.language import _
from shop_admin.models.mixins import new_id
from shop_admin.models.orders import Order, OrderItem
from shop_admin.models.stores import Store
from shop_admin.permissions import Actor, Permission
from shop_admin.queries.orders import items_of
from shop_admin.queries.visibility import get, get_locked
from shop_admin.services import checkout, pricing
from shop_admin.services.accounts import email_address
from shop_admin.services.drafts.lines import country_of, price_lines
from shop_admin.services.records import check_version
from shop_admin.services.stores import is_country


@dataclass(frozen=True, kw_only=True)
class DraftInput:
    """What the customer said so far: who they are, where it goes, and how many of what."""

    contact: checkout.Contact
    shipping_address: dict[str, str]
    billing_address: dict[str, str] | None = None
    comments: str = ""
    quantities: Mapping[UUID, int] = field(default_factory=dict)


def create_draft(actor: Actor, store_id: UUID, contact: checkout.Contact) -> Order:
    """Begin an order for somebody on the phone. Raises Invalid where there is no name at all."""
    actor.require(Permission.ORDER_WORK, store_id)
    if not (contact.name or contact.email or contact.phone):
        raise Invalid(
            _("Write down who it is for: a name or a phone number."), field="contact_name"
        )
    store: Store = get(Store, actor, store_id)
    address = {"name": contact.name, "country": store.country}
    draft = Order(
        id=new_id(),
        store_id=store.id,
        contact_name=contact.name,
        contact_email=contact.email,
        contact_phone=contact.phone,
        shipping_address=address,
        billing_address=address,
        currency=store.currency,
        prices_include_tax=store.prices_include_tax,
        status="DRAFT",
        channel="CONSOLE",
    )
    db.session.add(draft)
    db.session.flush()
    return draft


def save_draft(actor: Actor, draft_id: UUID, given: DraftInput, *, version: int | None) -> Order:
    """Write down the draft as it is now said; a quantity of 0 drops the line.

    Lines that were there keep their price, and their tax unless they go to another country.
    Raises EditConflict for a stale version and Invalid with every problem of the lines.
    """
    draft = lock_draft(actor, draft_id)
    check_version(draft, version)
    _check(given)
    is_elsewhere = country_of(given.shipping_address) != country_of(draft.shipping_address)
    draft.contact_name = given.contact.name
    draft.contact_email = given.contact.email
    draft.contact_phone = given.contact.phone
    draft.shipping_address = given.shipping_address
    draft.billing_address = given.billing_address or given.shipping_address
    draft.comments = given.comments
    kept = {item.product_id: item for item in db.session.scalars(items_of(draft))}
    inclusive = (draft if kept else draft.store).prices_include_tax
    lines = price_lines(draft, given.quantities, kept, new_rates=is_elsewhere, inclusive=inclusive)
    _write(draft, lines, inclusive=inclusive)
    return draft


def take_present_prices(actor: Actor, draft_id: UUID, *, version: int | None) -> Order:
    """Take over what the draft's products cost, are called and are taxed now."""
    draft = lock_draft(actor, draft_id)
    check_version(draft, version)
    items = db.session.scalars(items_of(draft)).all()
    quantities = {item.product_id: item.quantity for item in items}
    inclusive = draft.store.prices_include_tax
    lines = price_lines(draft, quantities, {}, new_rates=True, inclusive=inclusive)
    _write(draft, lines, inclusive=inclusive)
    return draft


def lock_draft(actor: Actor, draft_id: UUID) -> Order:
    """Return the draft, locked. Raises Conflict `placed` where it is a draft no longer."""
    draft: Order = get_locked(Order, actor, draft_id)
    actor.require(Permission.ORDER_WORK, draft.store_id)
    if draft.status != "DRAFT":
        refused = _("This order was placed already: it is %(number)s.", number=draft.number)
        raise Conflict(refused, code="placed")
    return draft


def _check(given: DraftInput) -> None:
    if given.contact.email:
        email_address(given.contact.email, field="contact_email")
    for name, address in (
        ("shipping_address", given.shipping_address),
        ("billing_address", given.billing_address or {}),
    ):
        if country_of(address) and not is_country(country_of(address)):
            raise Invalid(_("Use a country's two letters: DE."), field=f"{name}.country")


def _write(draft: Order, lines: Sequence[pricing.PricedLine], *, inclusive: bool) -> None:
    priced = pricing.add_up(lines, inclusive=inclusive)
    db.session.execute(
        sa.delete(OrderItem).where(
            OrderItem.order_id == draft.id, OrderItem.store_id == draft.store_id
        )
    )
    if priced.lines:
        checkout.write_items(draft, priced)
    draft.prices_include_tax = inclusive
    draft.subtotal = priced.subtotal
    draft.tax_amount = priced.tax_amount
    draft.total_amount = priced.total_amount
    # Lines that change and sums that do not are a new version too.
    flag_modified(draft, "comments")
    db.session.flush()
    db.session.expire(draft, ["items"])
