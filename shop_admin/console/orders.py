"""Orders: the list to work through, and the one page on which an order is worked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import sqlalchemy as sa
from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_admin.helpers import get_form_data
from sqlalchemy.orm import selectinload

from shop_admin.console.base import Column, ConsoleView, Empty, Group
from shop_admin.console.base.filters import CaseFilter, StoreFilter, WordFilter
from shop_admin.console.base.permits import Permits, reading
from shop_admin.console.forms.base import ConsoleForm
from shop_admin.console.forms.orders import (
    CancelForm,
    CompleteForm,
    MarkPaidForm,
    OrderForm,
    ShipForm,
)
from shop_admin.console.shown import day_filters, store_column
from shop_admin.console.timeline import timeline_of
from shop_admin.db import db, transaction
from shop_admin.errors import NotFound, ShopError
from shop_admin.models.invoices import Invoice
from shop_admin.models.orders import CHANNELS, ORDER_MOVES, ORDER_SEARCH, Order, Shipment
from shop_admin.models.payments import Payment
from shop_admin.permissions import Actor, Permission
from shop_admin.queries import reports
from shop_admin.queries.visibility import visible
from shop_admin.services import orders, payments


@dataclass(frozen=True, kw_only=True)
class Deed:
    """Something that can be done with an order: its button, its warning, its form, its service."""

    label: str
    done: str
    says: str
    form: type[ConsoleForm]
    run: Callable[[Actor, Any, Any], Any]
    tone: str = "main"


DEEDS: Mapping[str, Deed] = {
    "mark_paid": Deed(
        label="Mark paid",
        done="The money is booked.",
        says="Books the whole amount as received. The invoice follows by the store's rule.",
        form=MarkPaidForm,
        run=lambda actor, order_id, form: payments.mark_paid(
            actor, order_id, reference=form.reference.data
        ),
    ),
    "ship": Deed(
        label="Ship",
        done="The order is shipped.",
        says="Everything in the order leaves as one parcel.",
        form=ShipForm,
        run=lambda actor, order_id, form: orders.ship_order(
            actor,
            order_id,
            carrier=form.carrier.data,
            tracking_number=form.tracking_number.data,
        ),
    ),
    "complete": Deed(
        label="Complete",
        done="The order is complete.",
        says="The order arrived and is paid: nothing is left to do.",
        form=CompleteForm,
        run=lambda actor, order_id, form: orders.complete_order(actor, order_id),
    ),
    "cancel": Deed(
        label="Cancel order",
        done="The order is cancelled and its stock is back.",
        says="Its stock goes back on the shelf. A cancelled order is not opened again.",
        form=CancelForm,
        run=lambda actor, order_id, form: orders.cancel_order(
            actor, order_id, reason=form.reason.data
        ),
        tone="danger",
    ),
}


def who(order: Order) -> str:
    """Return the buyer's name, or what there is instead."""
    return order.contact_name or order.contact_email or order.contact_phone or "Guest"


class OrderView(ConsoleView):
    """Orders of the stores in scope."""

    plural, noun, icon, group = "Orders", "order", "order", "Sales"
    permits: ClassVar[Permits] = {
        **reading(Permission.ORDER_VIEW),
        "edit_view": {"GET": Permission.ORDER_WORK, "POST": Permission.ORDER_WORK},
        "act_view": {"GET": Permission.ORDER_WORK, "POST": Permission.ORDER_WORK},
    }
    form = OrderForm
    details_template = "admin/order.html"
    loading = (selectinload(Order.items),)
    columns = (
        Column(name="number", label="Order", kind="link", sort=Order.number),
        Column(
            name="placed_at",
            label="Placed",
            kind="moment",
            sort=Order.placed_at,
        ),
        Column(name="contact_name", label="Customer", value=who),
        store_column(),
        Column(name="status", label="Status", kind="pill", sort=Order.status),
        Column(name="total_amount", label="Total", kind="money", sort=Order.total_amount),
    )
    groups = (Group(title="Order", columns=(Column(name="number", label="Order"),)),)
    filters = (
        StoreFilter(name="store", label="Store", column=Order.store_id),
        WordFilter(name="status", label="Status", column=Order.status, words=tuple(ORDER_MOVES)),
        CaseFilter(
            name="todo",
            label="To do",
            column=Order.status,
            cases={"pack": ("To pack", reports.is_to_pack)},
        ),
        CaseFilter(
            name="payment",
            label="Payment",
            column=Order.status,
            cases={
                "paid": ("Paid", reports.is_paid),
                "unpaid": ("To collect", reports.is_unpaid),
            },
        ),
        WordFilter(name="channel", label="Channel", column=Order.channel, words=CHANNELS),
        *day_filters(Order.placed_at),
    )
    search_expression = ORDER_SEARCH
    search_hint = "Number, name, email or phone"
    empty = Empty(
        title="No orders",
        text="Orders arrive here as soon as somebody buys. Make sure that products are active.",
    )

    def update(self, actor: Actor, record: Any, form: Any) -> Any:
        """Correct whom and where."""
        return orders.edit_order(actor, record.id, form.given(), version=form.version.data)

    def may(self, endpoint: str, record: Any = None) -> bool:
        """Tell what the buttons ask; editing also depends on the order's state."""
        allowed = super().may(endpoint, record)
        if record is None or endpoint != "edit_view":
            return allowed
        return allowed and "edit" in orders.legal_actions(self.actor, record)

    def details(self, record: Any) -> dict[str, Any]:
        """Add payments, shipments, documents, the story so far, and what is legal now."""
        legal = orders.legal_actions(self.actor, record)
        return {
            "payments": self._of(Payment, record),
            "shipments": self._of(Shipment, record),
            "invoices": self._of(Invoice, record),
            "timeline": timeline_of(self.actor, record),
            "people": self.people([record]),
            "deeds": {
                name: (deed, deed.form(actor=self.actor))
                for name, deed in DEEDS.items()
                if name in legal
            },
        }

    @expose("/act/", methods=("GET", "POST"))
    def act_view(self) -> ResponseReturnValue:
        """Ask once more what an action needs to know; then do it, if it is legal still."""
        given = request.args if request.method == "GET" else request.form
        record = self.named_record(given.get("id", ""))
        name = given.get("deed", "")
        if name not in DEEDS or name not in orders.legal_actions(self.actor, record):
            return self._no_longer(record, name)
        deed = DEEDS[name]
        form = deed.form(get_form_data(), actor=self.actor)
        if request.method == "GET" or not form.validate():
            page = self.render("admin/act.html", record=record, form=form, deed=deed, name=name)
            return page, 422 if form.is_refused else 200
        order_id = record.id
        try:
            with transaction():
                deed.run(self.actor, order_id, form)
        except ShopError as refusal:
            if refusal.status in (403, 404):
                raise
            flash(refusal.message, "error")
        else:
            flash(deed.done, "success")
        return redirect(self.get_url(".details_view", id=order_id))

    def _no_longer(self, record: Any, name: str) -> ResponseReturnValue:
        if name not in DEEDS:
            raise NotFound
        flash(f"“{DEEDS[name].label}” is not possible from the present state.", "error")
        return redirect(self.get_url(".details_view", id=record.id))

    def _of(self, model: Any, order: Order) -> Any:
        statement = (
            sa.select(model)
            .where(*visible(model, self.actor), model.order_id == order.id)
            .order_by(model.id)
        )
        return db.session.scalars(statement).all()
