"""Making the records of one store for the access walk, through the services that make them."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import factories
import sqlalchemy as sa
from flask import current_app
from PIL import Image

from shop_admin import wiring
from shop_admin.api import guests
from shop_admin.db import acting_as, transaction
from shop_admin.documents.pictures import read_picture
from shop_admin.jobs import bulk as bulk_jobs
from shop_admin.jobs import exports as export_jobs
from shop_admin.jobs import invoices as invoice_jobs
from shop_admin.models.accounts import OneTimeCode, Session, StoreMember, User
from shop_admin.models.bulk import BulkJob
from shop_admin.models.catalog import Category, ProductImage, Subcategory
from shop_admin.models.exports import Export
from shop_admin.models.invoices import Invoice
from shop_admin.models.mixins import new_id
from shop_admin.models.orders import Order, Shipment
from shop_admin.models.payments import Payment, Refund
from shop_admin.permissions import IDENTITY, command, guest
from shop_admin.providers.storage.base import new_key
from shop_admin.services import (
    bulk,
    checkout,
    codes,
    customers,
    exports,
    images,
    invitations,
    orders,
    payments,
    refunds,
    sessions,
)
from shop_admin.services import stock as stocks
from shop_admin.services import stores as store_service

Ids = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a store's records say: `shown` in what its catalogue shows, `secret` in the rest."""

    shown: str = "Lamp"
    secret: str = "note"
    binned: str = "gone"


def png() -> bytes:
    """Return a small picture."""
    buffer = io.BytesIO()
    Image.new("RGB", (16, 16), "red").save(buffer, "PNG")
    return buffer.getvalue()


def make_store(name: str, words: Words) -> UUID:
    shown, secret = words.shown, words.secret
    store_id = factories.make_store(
        f"{name} {shown}",
        slug=f"{name.lower()}-{shown.lower()}",
        description=shown,
        comments=secret,
        legal_name=secret,
        tax_id=secret,
        address={"line1": secret, "city": secret},
        bank_details={"holder": secret, "bank": secret},
        contact_email=f"{shown.lower()}@example.com",
        contact_phone=shown,
        invoice_terms=secret,
        invoice_footer=secret,
    )
    key = new_key("logos", "png", date(2026, 1, 1))
    wiring.parts().storage.put(key, png(), "image/png")
    do(lambda actor: store_service.set_logo(actor, store_id, key))
    return store_id


def make_colleague(store_id: UUID, secret: str) -> factories.Person:
    person = factories.make_person(store_id, "STAFF")
    email = f"{secret}-{person.email}"
    write(User, person.user_id, name=secret, email=email, comments=secret)
    write(StoreMember, first(StoreMember, StoreMember.user_id == person.user_id), comments=secret)
    return factories.Person(user_id=person.user_id, email=email, actor=person.actor)


def make_shelf(store_id: UUID, words: Words, kind: str) -> Ids:
    """Make a category, a subcategory and a product with a picture; `kind` leads their names."""
    shown, secret = words.shown, words.secret
    category = factories.make_category(store_id, shown)
    subcategory = factories.make_subcategory(category, shown)
    for model, record in ((Category, category), (Subcategory, subcategory)):
        write(model, record, description=shown, comments=f"{secret} at first")
        write(model, record, slug=f"{shown.lower()}-{record.hex}", comments=secret)
    product = factories.make_product(
        store_id,
        category_id=category,
        subcategory_id=subcategory,
        name=f"{shown} product",
        sku=f"{shown}{kind}",
        ean=shown[:20],
        description=shown,
        comments=secret,
        attributes={"colour": shown},
        # Its ledger would tell of it for ever, and rightly.
        stock=0 if kind else 10,
    )
    picture = add_picture(product, shown)
    write(ProductImage, picture, comments=secret)
    return {
        f"{kind}category": category,
        f"{kind}subcategory": subcategory,
        f"{kind}product": product,
        f"{kind}image": picture,
    }


def add_picture(product_id: UUID, alt_text: str) -> UUID:
    storage = wiring.parts().storage
    stored = images.keep_picture(read_picture(png()), storage, on=date(2026, 1, 1))
    return do(lambda actor: images.add_image(actor, product_id, stored, alt_text=alt_text))


def sell(store_id: UUID, product_id: UUID, words: Words) -> Ids:
    """Sell once and leave it open; sell again, be paid, send it, issue its invoice."""
    secret = words.secret
    note = do(lambda actor: stocks.adjust(actor, product_id, 3, "COUNT", note=secret))
    open_order = place(store_id, product_id, secret)
    paid = place(store_id, product_id, secret)
    do(lambda actor: payments.mark_paid(actor, paid, reference=secret))
    do(lambda actor: orders.ship_order(actor, paid, carrier=secret, tracking_number=secret))
    payment, parcel = (first(model, model.order_id == paid) for model in (Payment, Shipment))
    for model, record in ((Payment, payment), (Shipment, parcel)):
        write(model, record, comments=secret)
    invoice_jobs.issue(store_id=str(store_id), order_id=str(paid))
    invoice = first(Invoice, Invoice.order_id == paid)
    invoice_jobs.make_file(store_id=str(store_id), invoice_id=str(invoice))
    refund = do(lambda actor: refunds.ask_refund(actor, payment, Decimal(1), secret))
    write(Refund, refund, comments=secret, reference=secret)
    return {
        "order": open_order,
        "paid order": paid,
        "payment": payment,
        "refund": refund,
        "invoice": invoice,
        "shipment": parcel,
        "movement": note,
    }


def place(store_id: UUID, product_id: UUID, secret: str) -> UUID:
    address = factories.ADDRESS | {"name": secret, "line1": secret, "city": secret}
    cart = checkout.Cart(
        items=(checkout.CartItem(product_id=product_id, quantity=1, field="items.0"),),
        contact=checkout.Contact(name=secret, email=f"{secret}@example.com", phone=secret),
        shipping_address=address,
        billing_address=address | {"tax_id": secret},
        payment_method="bank_transfer",
    )
    order_id = new_id()
    buyer = guest(store_id, order_id=order_id)
    with transaction(buyer.db_context()):
        token_hash = guests.hash_of(guests.secret_of(order_id))
        checkout.place_order(buyer, store_id, cart, order_id=order_id, guest_token_hash=token_hash)
    write(Order, order_id, comments=secret)
    return order_id


def make_exports(person: factories.Person, store_id: UUID | None, word: str) -> Ids:
    """Let a person export documents (None: of all stores); one is finished, one has failed.

    Each says the word.
    """
    given = exports.ExportInput(
        store_id=store_id,
        kind="BOTH",
        begins_on=date(2000, 1, 1),
        ends_on=date(2199, 12, 31),
        format="CSV",
    )
    ids = {}
    for noun in ("export", "failed export"):
        with transaction(person.actor.db_context()):
            ids[noun] = exports.ask_for_export(person.actor, given).id
    export_jobs.make(export_id=str(ids["export"]), store_id="")
    problem = f"The disk was full: {word}."
    write(Export, ids["export"], problem=problem, comments=word)
    write(Export, ids["failed export"], status="FAILED", problem=problem, comments=word)
    return ids


def make_bulk_jobs(person: factories.Person, product_id: UUID, word: str) -> Ids:
    """Let a person change a product in bulk: one job waits, one was cancelled, one is done."""
    ids = {}
    for noun in ("bulk job", "cancelled bulk job", "finished bulk job"):
        given = bulk.BulkInput(
            act="threshold", list_name="products", noun="products", values={"low_stock_at": 3}
        )
        with transaction(person.actor.db_context()):
            ids[noun] = bulk.ask(person.actor, given, [product_id]).id
    with transaction(person.actor.db_context()):
        bulk.cancel(person.actor, ids["cancelled bulk job"])
    bulk_jobs.run(job_id=str(ids["finished bulk job"]))
    for job_id in ids.values():
        write(BulkJob, job_id, problem=word)
    return ids


def open_session(user_id: UUID) -> Any:
    with transaction(IDENTITY.db_context()):
        sessions.open_session(user_id, "console")
    return first(Session, Session.user_id == user_id)


def invite(store_id: UUID, word: str) -> UUID:
    """Invite somebody to a store; return the invitation's id."""
    given = invitations.InvitationInput(
        email=f"{word}-{new_id()}@example.com", role="STAFF", store_id=store_id, name=word
    )
    actor = command()
    with transaction(actor.db_context()):
        return invitations.invite(actor, given, secret="for tests").invitation_id


def make_customer(number: str, *order_ids: UUID) -> UUID:
    """Make the customer of a mobile number and of these orders; a code lies ready for them."""
    pepper = codes.pepper_of(str(current_app.secret_key))
    with transaction(IDENTITY.db_context()) as session:
        user_id = customers.welcome(number)
        assert user_id is not None
        codes.keep_code(number, "1234", pepper)
        # The walk may last longer than a code does.
        session.execute(sa.update(OneTimeCode).values(expires_at=datetime(2999, 1, 1, tzinfo=UTC)))
    for order_id in order_ids:
        write(Order, order_id, user_id=user_id)
    return user_id


def do(deed: Callable[[Any], Any]) -> UUID:
    """Do something as whoever runs the installation; return the id of what came of it."""
    actor = command()
    with transaction(actor.db_context()):
        done: UUID = deed(actor).id
        return done


def write(model: Any, record_id: UUID, **values: Any) -> None:
    with transaction(command().db_context()) as session:
        session.execute(sa.update(model).where(model.id == record_id).values(**values))


def first(model: Any, clause: Any) -> Any:
    with acting_as(command().db_context()) as session:
        return session.scalars(sa.select(model.id).where(clause).order_by(model.id)).first()
