"""What opens an order to those who bought it: their account, or a guest's secret.

The secret is an HMAC of the order's id, kept nowhere.
"""

import base64
import hashlib
import hmac
from collections.abc import Callable, Sequence
from uuid import UUID

from flask import current_app, request

from shop_admin import permissions, wiring
from shop_admin.api import rates
from shop_admin.db import acting_as
from shop_admin.errors import Forbidden, NotFound
from shop_admin.models.orders import Order
from shop_admin.permissions import IDENTITY, Actor, ActorKind, Permission
from shop_admin.queries import receipts
from shop_admin.queries.visibility import find


def secret_of(order_id: UUID) -> str:
    """Return the secret of a guest's order. It can be told again, so answers need not keep it."""
    key = str(current_app.secret_key).encode()
    digest = hmac.digest(key, b"guest order " + order_id.bytes, "sha256")
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def hash_of(secret: str) -> str:
    """Return what the order keeps of the secret."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def opens_order(permission: Permission) -> Callable[..., Actor]:
    """Return the opener of an order: for its store's staff, its customer, or who has its secret.

    Missing, another's and a wrong secret are told in the same words.
    """

    def opener(actor: Actor | None, order_id: UUID) -> Actor:
        if actor is not None and actor.kind == ActorKind.API_CUSTOMER:
            stores = _bought_in(actor, order_id)
            if stores:
                return permissions.customer_in(actor, stores)
        elif actor is not None and _is_seen(actor, order_id, permission):
            return actor
        return _guest_with_secret(actor, order_id)

    return opener


def opens_orders(actor: Actor) -> Actor:
    """Open the list of orders: a customer's own, or those of the stores that one works in."""
    if actor.kind == ActorKind.API_CUSTOMER:
        return permissions.customer_in(actor, _bought_in(actor))
    if not actor.may_somewhere(Permission.ORDER_VIEW):
        raise Forbidden
    return actor


def _bought_in(customer: Actor, order_id: UUID | None = None) -> Sequence[UUID]:
    """Return the stores of a customer's orders, or of this one if it is theirs."""
    assert customer.user_id is not None
    with acting_as(IDENTITY.db_context()) as session:
        return session.scalars(receipts.stores_bought_in(customer.user_id, order_id)).all()


def _is_seen(actor: Actor, order_id: UUID, permission: Permission) -> bool:
    with acting_as(actor.db_context()):
        order: Order | None = find(Order, actor, order_id)
        if order is not None:
            actor.require(permission, order.store_id)
    return order is not None


def _guest_with_secret(actor: Actor | None, order_id: UUID) -> Actor:
    given = request.headers.get("Order-Token") or request.args.get("token", "")
    is_guessing = actor is None or bool(given)
    if is_guessing:
        rates.refuse_guessing()
    with acting_as(IDENTITY.db_context()) as session:
        store_id = session.scalars(receipts.store_opened_by(order_id, hash_of(given))).one_or_none()
    if store_id is None:
        if is_guessing:
            rates.count_wrong_secret()
        raise NotFound
    return permissions.guest(store_id, order_id=order_id, request_id=wiring.request_id())
