"""Orders after they were placed: read, listed, cancelled, with their invoice."""

import logging
from typing import Any, Literal
from uuid import UUID

from flask import Response
from pydantic import Field

from shop_admin import wiring
from shop_admin.api import order_json
from shop_admin.api.answers import answer, conditional, personal
from shop_admin.api.gate import Who
from shop_admin.api.guests import opens_order, opens_orders
from shop_admin.api.lists import ListQuery, list_page
from shop_admin.api.rates import BROWSING, CHECKOUT
from shop_admin.api.routes import endpoint
from shop_admin.api.schemas import Schema
from shop_admin.api.shapes.declared import file, shown
from shop_admin.api.shapes.orders import Order
from shop_admin.api.shapes.pages import OrderPage
from shop_admin.api.values import Line, Moment, Reference
from shop_admin.db import acting_as, db, transaction
from shop_admin.errors import NotFound, Unavailable
from shop_admin.permissions import Actor, Permission
from shop_admin.providers.storage.base import MissingFile
from shop_admin.queries import receipts
from shop_admin.services import orders

log = logging.getLogger(__name__)


class SecretQuery(Schema):
    """The secret of a guest's order, where a header cannot be sent."""

    token: str = Field("", max_length=200)


class OrderQuery(ListQuery):
    """How the list of orders is narrowed."""

    status: (
        Literal["DRAFT", "PENDING", "PLACED", "PAID", "SHIPPED", "COMPLETED", "CANCELLED"] | None
    ) = None
    store: Reference | None = None
    placed_after: Moment | None = None
    placed_before: Moment | None = None
    q: Line = Field("", max_length=100)


@endpoint(
    "GET",
    "/orders/",
    who=Who.LOGGED_IN,
    rate=BROWSING,
    opens=opens_orders,
    answers=shown(OrderPage),
    refuses=(403,),
)
def list_orders(actor: Actor, query: OrderQuery) -> Response:
    """Answer a customer's own orders, or those of the caller's stores, the newest first."""
    wanted = receipts.OrderFilter(
        status=query.status,
        store=query.store,
        placed_after=query.placed_after,
        placed_before=query.placed_before,
        words=tuple(query.q.split()),
    )

    def show(rows: Any) -> list[dict[str, Any]]:
        return [order_json.shown(one) for one in receipts.with_their_parts(actor, rows)]

    with acting_as(actor.db_context()):
        statement = receipts.orders_of(actor, wanted)
        return answer(list_page(statement, receipts.NEWEST, query, show))


@endpoint(
    "GET",
    "/orders/<order_id>/",
    who=Who.ANYONE,
    rate=BROWSING,
    opens=opens_order(Permission.ORDER_VIEW),
    query=SecretQuery,
    answers=shown(Order),
    reads=("Order-Token",),
)
def show_order(actor: Actor, order_id: UUID) -> Response:
    """Answer an order to its customer, its store's staff, or whoever has its secret."""
    with acting_as(actor.db_context()):
        return _kept_secret(answer(_shown(actor, order_id)))


@endpoint(
    "POST",
    "/orders/<order_id>/cancel/",
    who=Who.BUYER,
    rate=CHECKOUT,
    opens=opens_order(Permission.ORDER_PLACE),
    query=SecretQuery,
    answers=shown(Order),
    conflicts=("not_cancellable",),
    reads=("Order-Token",),
)
def cancel_order(actor: Actor, order_id: UUID) -> Response:
    """Cancel one's own order while it is neither paid nor invoiced; its stock goes back."""
    with transaction(actor.db_context()):
        orders.cancel_own_order(actor, order_id)
        shown = _shown(actor, order_id)
    return _kept_secret(answer(shown))


@endpoint(
    "GET",
    "/orders/<order_id>/invoice.pdf",
    who=Who.ANYONE,
    rate=BROWSING,
    opens=opens_order(Permission.INVOICE_VIEW),
    query=SecretQuery,
    answers=file("application/pdf"),
    reads=("Order-Token",),
)
def show_invoice(actor: Actor, order_id: UUID) -> Response:
    """Answer the invoice's file as it was stored when it was made."""
    with acting_as(actor.db_context()) as session:
        row = session.execute(receipts.invoice_file(actor, order_id)).one_or_none()
    if row is None:
        raise NotFound
    response = Response(_file(row.key), content_type="application/pdf")
    name = row.invoice_number.replace("/", "-")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response.set_etag(row.sha256)
    return conditional(_kept_secret(personal(response)))


def _shown(actor: Actor, order_id: UUID) -> dict[str, Any]:
    row = db.session.execute(receipts.order_of(actor, order_id)).one_or_none()
    if row is None:
        raise NotFound
    (receipt,) = receipts.with_their_parts(actor, [row])
    return order_json.shown(receipt)


def _file(key: str) -> bytes:
    try:
        return wiring.parts().storage.get(key)
    except MissingFile as missing:
        log.exception("an invoice's file is not in the storage: %s", key)
        raise Unavailable("The invoice cannot be read at the moment. Try again later.") from missing


def _kept_secret(response: Response) -> Response:
    """Keep an address that may hold the secret from being told to other sites."""
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
