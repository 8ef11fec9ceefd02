"""Checkout: one cart, one order, one answer, however often the request arrives."""

from typing import Literal, Self
from uuid import UUID

from flask import Response
from pydantic import ConfigDict, Field, model_validator

from shop_admin import permissions, wiring
from shop_admin.api import guests, paying, sellers
from shop_admin.api.answers import address, personal, to_bytes
from shop_admin.api.gate import Who
from shop_admin.api.paying import Done, Reply
from shop_admin.api.rates import CHECKOUT
from shop_admin.api.routes import endpoint
from shop_admin.api.schemas import Schema, filled
from shop_admin.api.shapes.declared import made
from shop_admin.api.shapes.orders import PlacedOrder
from shop_admin.api.values import Country, Email, Id, Line, Phone, Reference, Whole
from shop_admin.db import BROWSER, DbContext, acting_as
from shop_admin.errors import Invalid, Problem
from shop_admin.models.mixins import new_id
from shop_admin.models.stores import ONLINE_METHODS
from shop_admin.permissions import IDENTITY, Actor, ActorKind
from shop_admin.queries import catalog, receipts
from shop_admin.services import checkout, customers, idempotency
from shop_admin.services.idempotency import Key

PATH = "/api/orders/"


class Item(Schema):
    """A product, and how many of it."""

    product_id: Id
    quantity: Whole = Field(ge=1, le=999)


class Contact(Schema):
    """How to reach the buyer: by email, by phone, or both."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [filled("email"), filled("phone")]})

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
    """A cart, whom it is for, where it goes and how it is paid; customers are known already."""

    store: Reference | None = None
    items: list[Item] = Field(min_length=1, max_length=100)
    contact: Contact | None = None
    shipping_address: Address
    billing_address: Address | None = None
    coupon_code: Line | None = Field(None, min_length=1, max_length=64)
    payment_method: Literal["cash_on_delivery", "bank_transfer", "stripe", "razorpay", "sandbox"]


@endpoint(
    "POST",
    "/orders/",
    who=Who.BUYER,
    rate=CHECKOUT,
    answers=made(PlacedOrder, may_have=("Idempotent-Replayed",)),
    conflicts=("out_of_stock", "in_progress"),
    reads=("Idempotency-Key",),
)
def place_order(actor: Actor | None, body: NewOrder) -> Response:
    """Sell a cart to a guest or a customer, once for each Idempotency-Key."""
    if actor is None and body.contact is None:
        raise Invalid("As a guest, say how to reach you.", field="contact")
    key = paying.find_key((actor or permissions.guest()).db_context().party, body)
    known = _known_store(body)
    if known is not None:
        try:
            return _sold(actor, known, key, body)
        except Invalid as refused:
            # What is remembered refuses nothing: the catalogue is asked, and says it exactly.
            if refused.code != "not_available":
                raise
    return _sold(actor, _asked_store(actor, key, body), key, body)


def _sold(actor: Actor | None, store_id: UUID, key: Key | None, body: NewOrder) -> Response:
    buyer = _buyer(actor, store_id)
    reply = paying.answer_once(buyer, key, 201, lambda: _placed(buyer, store_id, body))
    return _answer(buyer, reply)


def _known_store(body: NewOrder) -> UUID | None:
    """Return the store that sold all this before, where the cart leaves nothing else to ask."""
    if body.store is not None or body.coupon_code is not None:
        return None
    return sellers.find([item.product_id for item in body.items])


def _asked_store(actor: Actor | None, key: Key | None, body: NewOrder) -> UUID:
    try:
        return _selling_store(body)
    except Invalid:
        # What was sold once may be gone by now: its answer is still the answer.
        party = (actor or permissions.guest()).db_context()
        before = _find_store_of_before(party, key) if key is not None else None
        if before is None:
            raise
        return before


def _buyer(actor: Actor | None, store_id: UUID) -> Actor:
    if actor is None:
        return permissions.guest(store_id, order_id=new_id(), request_id=wiring.request_id())
    return permissions.customer_in(actor, {store_id})


def _placed(buyer: Actor, store_id: UUID, body: NewOrder) -> Done:
    order_id = buyer.order_id or new_id()
    receipt = checkout.place_order(
        buyer,
        store_id,
        _cart(body, _contact(buyer, body)),
        order_id=order_id,
        guest_token_hash=guests.hash_of(guests.secret_of(order_id)) if _is_guest(buyer) else None,
        online=wiring.parts().payment_providers,
    )
    is_online = body.payment_method in ONLINE_METHODS
    return Done(order_id=order_id, is_online=is_online, receipt=receipt)


def _contact(buyer: Actor, body: NewOrder) -> checkout.Contact:
    """Return how to reach the buyer: as they say now, else as their account says."""
    if body.contact is not None:
        return checkout.Contact(**body.contact.model_dump())
    return checkout.Contact(**customers.contact_of(buyer))


def _cart(body: NewOrder, contact: checkout.Contact) -> checkout.Cart:
    billing = body.billing_address
    return checkout.Cart(
        items=tuple(
            checkout.CartItem(
                product_id=item.product_id, quantity=item.quantity, field=f"items.{position}"
            )
            for position, item in enumerate(body.items)
        ),
        contact=contact,
        shipping_address=body.shipping_address.model_dump(),
        billing_address=billing.model_dump() if billing is not None else None,
        payment_method=body.payment_method,
    )


def _selling_store(body: NewOrder) -> UUID:
    """Return the one store that sells all items. Raises Invalid, on each item not for sale."""
    if body.coupon_code is not None:
        raise Invalid("This coupon is not valid.", field="coupon_code", code="coupon_invalid")
    with acting_as(BROWSER) as session:
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
    sellers.remember(dict.fromkeys(offered, store_id))
    if body.store is not None and body.store.lower() not in (slug, str(store_id)):
        raise Invalid("This store does not sell these products.", field="store")
    return store_id


def _find_store_of_before(party: DbContext, key: Key) -> UUID | None:
    """Return the store of the order that this key made before, None where it made none."""
    with acting_as(party):
        claim = idempotency.find(key)
    if claim is None:
        return None
    order_id = claim.kept.resource_id if claim.kept is not None else claim.resource_id
    with acting_as(IDENTITY.db_context()) as session:
        return session.scalars(receipts.store_of(order_id)).one_or_none()


def _is_guest(buyer: Actor) -> bool:
    return buyer.kind == ActorKind.GUEST


def _answer(buyer: Actor, reply: Reply) -> Response:
    """Return the answer; a guest's secret is made anew each time, and so is kept nowhere."""
    kept, body = reply.kept, reply.kept.body
    if _is_guest(buyer):
        token = to_bytes({"access_token": guests.secret_of(kept.resource_id)})
        body = body[:-1] + b"," + token[1:]
    response = Response(body, kept.status, content_type="application/json")
    response.headers["Location"] = address(f"{PATH}{kept.resource_id}/")
    if reply.is_replayed:
        response.headers["Idempotent-Replayed"] = "true"
    return personal(response)
