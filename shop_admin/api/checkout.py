"""Guest checkout: one cart, one order, one answer, however often the request arrives."""

from typing import Literal, Self
from uuid import UUID

from flask import Response, request
from pydantic import Field, model_validator

from shop_admin import permissions, wiring
from shop_admin.api import guests, order_json
from shop_admin.api.answers import address, personal, to_bytes
from shop_admin.api.gate import Who
from shop_admin.api.rates import CHECKOUT
from shop_admin.api.routes import endpoint
from shop_admin.api.schemas import Schema
from shop_admin.api.values import Country, Email, Id, Line, Phone, Reference, Whole
from shop_admin.db import READER, acting_as, db, transaction
from shop_admin.errors import Invalid, Problem
from shop_admin.models.mixins import new_id
from shop_admin.permissions import Actor
from shop_admin.queries import catalog, receipts
from shop_admin.services import checkout, idempotency
from shop_admin.services.idempotency import Kept, Key

PATH = "/api/orders/"
LONGEST_KEY = 255


class Item(Schema):
    """A product, and how many of it."""

    product_id: Id
    quantity: Whole = Field(ge=1, le=999)


class Contact(Schema):
    """How to reach the buyer: by email, by phone, or both."""

    name: Line = Field("", max_length=200)
    email: Email = ""
    phone: Phone = ""

    @model_validator(mode="after")
    def _is_reachable(self) -> Self:
        if not (self.email or self.phone):
            raise ValueError("Give an email address or a phone number.")
        return self


class Address(Schema):
    """Where something goes."""

    name: Line = Field(min_length=1, max_length=200)
    line1: Line = Field(min_length=1, max_length=200)
    line2: Line = Field("", max_length=200)
    city: Line = Field(min_length=1, max_length=120)
    region: Line = Field("", max_length=120)
    postal_code: Line = Field("", max_length=20)
    country: Country


class NewOrder(Schema):
    """A cart, whom it is for, where it goes and how it is paid."""

    store: Reference | None = None
    items: list[Item] = Field(min_length=1, max_length=100)
    contact: Contact
    shipping_address: Address
    billing_address: Address | None = None
    coupon_code: Line | None = Field(None, min_length=1, max_length=64)
    payment_method: Literal["cash_on_delivery", "bank_transfer", "stripe", "razorpay", "sandbox"]


@endpoint("POST", "/orders/", who=Who.BUYER, rate=CHECKOUT)
def place_order(body: NewOrder) -> Response:
    """Sell a cart to a guest, once for each Idempotency-Key."""
    key = _key(body)
    try:
        store_id = _selling_store(body)
    except Invalid:
        # What was sold once may be gone by now: its answer is still the answer.
        kept = _find_kept(key) if key is not None else None
        if kept is None:
            raise
        return _answer(kept, is_replayed=True)
    buyer = permissions.guest(store_id, order_id=new_id(), request_id=wiring.request_id())
    with transaction(buyer.db_context()):
        claim = idempotency.claim(key) if key is not None else None
        if claim is not None and claim.kept is not None:
            return _answer(claim.kept, is_replayed=True)
        kept = _placed(buyer, store_id, body)
        if claim is not None:
            idempotency.finish(claim, kept)
    return _answer(kept, is_replayed=False)


def _placed(buyer: Actor, store_id: UUID, body: NewOrder) -> Kept:
    order_id = buyer.order_id
    assert order_id is not None
    token_hash = guests.hash_of(guests.secret_of(order_id))
    checkout.place_order(
        buyer, store_id, _cart(body), order_id=order_id, guest_token_hash=token_hash
    )
    row = db.session.execute(receipts.order_of(buyer, order_id)).one()
    (receipt,) = receipts.with_their_parts(buyer, [row])
    return Kept(status=201, body=to_bytes(order_json.shown(receipt)), resource_id=order_id)


def _cart(body: NewOrder) -> checkout.Cart:
    billing = body.billing_address
    return checkout.Cart(
        items=tuple(
            checkout.CartItem(
                product_id=item.product_id, quantity=item.quantity, field=f"items.{position}"
            )
            for position, item in enumerate(body.items)
        ),
        contact=checkout.Contact(**body.contact.model_dump()),
        shipping_address=body.shipping_address.model_dump(),
        billing_address=billing.model_dump() if billing is not None else None,
        payment_method=body.payment_method,
    )


def _selling_store(body: NewOrder) -> UUID:
    """Return the one store that sells all items. Raises Invalid, on each item not for sale."""
    if body.coupon_code is not None:
        raise Invalid("This coupon is not valid.", field="coupon_code", code="coupon_invalid")
    with acting_as(READER) as session:
        statement = catalog.offered({item.product_id for item in body.items})
        offered = {row.id: row for row in session.execute(statement)}
    missing = tuple(
        Problem(f"items.{position}.product_id", "This product is not for sale.")
        for position, item in enumerate(body.items)
        if item.product_id not in offered
    )
    if missing:
        raise Invalid("This product is not for sale.", code="not_available", problems=missing)
    stores: dict[UUID, str] = {row.store_id: row.store_slug for row in offered.values()}
    if len(stores) > 1:
        raise Invalid("Order from one store at a time.", field="items", code="several_stores")
    ((store_id, slug),) = stores.items()
    if body.store is not None and body.store.lower() not in (slug, str(store_id)):
        raise Invalid("This store does not sell these products.", field="store")
    return store_id


def _key(body: NewOrder) -> Key | None:
    """Return what makes this request the same as another, None where it may be repeated."""
    header = request.headers.get("Idempotency-Key")
    if header is None:
        return None
    if not 1 <= len(header) <= LONGEST_KEY or not (header.isascii() and header.isprintable()):
        raise Invalid("An Idempotency-Key has 1 to 255 plain characters.")
    return Key(
        party=permissions.guest().db_context().party,
        method=request.method,
        path=PATH,
        key=header,
        body_hash=idempotency.hash_of(body.model_dump_json()),
    )


def _find_kept(key: Key) -> Kept | None:
    with acting_as(permissions.guest().db_context()):
        return idempotency.find_kept(key)


def _answer(kept: Kept, *, is_replayed: bool) -> Response:
    """Return a kept answer with the guest's secret, which is made anew and so is never kept."""
    order_id = kept.resource_id
    token = to_bytes({"access_token": guests.secret_of(order_id)})
    response = Response(
        kept.body[:-1] + b"," + token[1:], kept.status, content_type="application/json"
    )
    response.headers["Location"] = address(f"{PATH}{order_id}/")
    if is_replayed:
        response.headers["Idempotent-Replayed"] = "true"
    return personal(response)
