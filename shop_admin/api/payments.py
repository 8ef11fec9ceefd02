"""Paying an order that is not paid yet: a new attempt, maybe another way."""

from typing import Literal
from uuid import UUID

from flask import Response

from shop_admin import wiring
from shop_admin.api import paying
from shop_admin.api.answers import personal
from shop_admin.api.gate import Who
from shop_admin.api.guests import opens_order
from shop_admin.api.orders import SecretQuery
from shop_admin.api.paying import Done
from shop_admin.api.rates import CHECKOUT
from shop_admin.api.routes import endpoint
from shop_admin.api.schemas import Schema
from shop_admin.api.shapes.declared import shown
from shop_admin.api.shapes.orders import Order
from shop_admin.models.stores import ONLINE_METHODS
from shop_admin.permissions import Actor, Permission
from shop_admin.services import attempts


class NewAttempt(Schema):
    """How the order is to be paid now."""

    payment_method: Literal["cash_on_delivery", "bank_transfer", "stripe", "razorpay", "sandbox"]


@endpoint(
    "POST",
    "/orders/<order_id>/pay/",
    who=Who.BUYER,
    rate=CHECKOUT,
    opens=opens_order(Permission.ORDER_PLACE),
    query=SecretQuery,
    answers=shown(Order, may_have=("Idempotent-Replayed",)),
    conflicts=("already_paid", "not_payable", "payment_in_progress", "in_progress"),
    reads=("Idempotency-Key", "Order-Token"),
)
def pay_order(actor: Actor, order_id: UUID, body: NewAttempt) -> Response:
    """Begin a new attempt to pay one's own order; the one before is given up."""

    def work() -> Done:
        online = wiring.parts().payment_providers
        attempts.pay_again(actor, order_id, body.payment_method, online=online)
        return Done(order_id=order_id, is_online=body.payment_method in ONLINE_METHODS)

    key = paying.find_key(actor.db_context().party, body)
    reply = paying.answer_once(actor, key, 200, work)
    response = Response(reply.kept.body, reply.kept.status, content_type="application/json")
    if reply.is_replayed:
        response.headers["Idempotent-Replayed"] = "true"
    response.headers["Referrer-Policy"] = "no-referrer"
    return personal(response)
