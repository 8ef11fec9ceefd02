"""Orders: the list to work through, and the one page on which an order is worked."""

from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from babel.numbers import format_percent
from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_admin.helpers import get_form_data
from sqlalchemy.orm import joinedload, selectinload

from shop_admin.console.base import Column, ConsoleView, Empty, Group, Preset
from shop_admin.console.base.filters import CaseFilter, StoreFilter, WordFilter
from shop_admin.console.base.permits import Permits, reading
from shop_admin.console.base.writing import refusal_text
from shop_admin.console.bulkacts import ORDER_ACTS
from shop_admin.console.deeds import DEEDS, legal_deeds
from shop_admin.console.forms.orders import NoteForm, OrderForm
from shop_admin.console.payments import refunds_of
from shop_admin.console.shown import changed_column, made_column, notes_column, store_column
from shop_admin.console.slips import slip_answer
from shop_admin.console.storedays import store_days
from shop_admin.console.timeline import Hanging, events_of, timeline_of
from shop_admin.db import db, transaction
from shop_admin.errors import Invalid, NotFound, ShopError
from shop_admin.language import N_, _, locale
from shop_admin.models.invoices import Invoice
from shop_admin.models.orders import CHANNELS, ORDER_MOVES, ORDER_SEARCH, Order, Shipment
from shop_admin.models.payments import Payment
from shop_admin.permissions import Actor, Permission
from shop_admin.queries import reports, sales
from shop_admin.queries.pictures import first_pictures
from shop_admin.queries.visibility import visible
from shop_admin.services import notes, orders, shipments
from shop_admin.services.carriers import CARRIERS, tracking_link
from shop_admin.wiring import parts

MOST_ITEMS = 4


def who(order: Order) -> str:
    """Return the buyer's name, or what there is instead."""
    return order.contact_name or order.contact_email or order.contact_phone or _("Guest")


def items_of(order: Order) -> str:
    """Return what was bought, in a line: 2 × Lamp, 1 × Rug."""
    named = [f"{item.quantity} × {item.name}" for item in order.items[:MOST_ITEMS]]
    return ", ".join(named) + (" …" if len(order.items) > MOST_ITEMS else "")


def town_of(order: Order) -> str:
    """Return where an order goes: postal code and town."""
    address = order.shipping_address
    return " ".join(filter(None, (address.get("postal_code"), address.get("city"))))


def percent(rate: Decimal) -> str:
    """Write a tax rate as the person's language does: 19% in English, 19 % in German."""
    return format_percent(rate.normalize() / 100, locale=locale(), decimal_quantization=False)


MORE_COLUMNS = (
    Column(name="contact_email", label=N_("Email"), secondary=True, extra=True),
    Column(name="contact_phone", label=N_("Phone"), kind="mono", secondary=True, extra=True),
    Column(
        name="items",
        label=N_("Items"),
        secondary=True,
        extra=True,
        value=items_of,
        loading=(selectinload(Order.items),),
    ),
    Column(
        name="pieces",
        label=N_("Pieces"),
        kind="number",
        secondary=True,
        extra=True,
        value=lambda order: sum(item.quantity for item in order.items),
        loading=(selectinload(Order.items),),
    ),
    Column(name="channel", label=N_("Channel"), kind="pill", secondary=True, extra=True),
    Column(name="town", label=N_("Town"), secondary=True, extra=True, value=town_of),
    Column(
        name="country",
        label=N_("Country"),
        secondary=True,
        extra=True,
        value=lambda order: order.shipping_address.get("country"),
    ),
    Column(name="subtotal", label=N_("Subtotal"), kind="money", secondary=True, extra=True),
    Column(name="discount_amount", label=N_("Discount"), kind="money", secondary=True, extra=True),
    Column(name="tax_amount", label=N_("Tax"), kind="money", secondary=True, extra=True),
    made_column(),
    changed_column(Order, extra=True),
    notes_column(),
)


class OrderView(ConsoleView):
    """Orders of the stores in scope."""

    plural, noun, icon, group = N_("Orders"), N_("order"), "order", N_("Sales")
    permits: ClassVar[Permits] = {
        **reading(Permission.ORDER_VIEW),
        "edit_view": {"GET": Permission.ORDER_WORK, "POST": Permission.ORDER_WORK},
        "act_view": {"GET": Permission.ORDER_WORK, "POST": Permission.ORDER_WORK},
        "note_view": {"POST": Permission.ORDER_WORK},
        "slip_view": {"GET": Permission.ORDER_VIEW},
        "action_view": {"POST": Permission.ORDER_WORK},
    }
    bulk, bulk_in_bin = ORDER_ACTS, ()
    unscoped = frozenset({"slip_view"})
    form = OrderForm
    details_template = "admin/order.html"
    record_loading = (selectinload(Order.items),)
    columns = (
        Column(name="number", label=N_("Order"), kind="link", sort=Order.number),
        Column(
            name="placed_at",
            label=N_("Placed"),
            kind="moment",
            sort=Order.placed_at,
        ),
        Column(name="contact_name", label=N_("Customer"), value=who),
        store_column(),
        Column(name="status", label=N_("Status"), kind="pill"),
        Column(name="total_amount", label=N_("Total"), kind="money", sort=Order.total_amount),
        *MORE_COLUMNS,
    )
    presets = (
        Preset(name=N_("To pack"), query={"todo": ("pack",)}),
        Preset(name=N_("To collect"), query={"payment": ("unpaid",)}),
        Preset(name=N_("Shipped"), query={"status": ("SHIPPED",)}),
        Preset(name=N_("Drafts"), query={"status": ("DRAFT",)}),
    )
    groups = (Group(title=N_("Order"), columns=(Column(name="number", label=N_("Order")),)),)
    filters = (
        StoreFilter(name="store", label=N_("Store"), column=Order.store_id),
        WordFilter(
            name="status", label=N_("Status"), column=Order.status, words=tuple(ORDER_MOVES)
        ),
        CaseFilter(
            name="todo",
            label=N_("To do"),
            column=Order.status,
            cases={"pack": (N_("To pack"), reports.is_to_pack)},
        ),
        CaseFilter(
            name="payment",
            label=N_("Payment"),
            column=Order.status,
            cases={
                "paid": (N_("Paid"), reports.is_paid),
                "unpaid": (N_("To collect"), reports.is_unpaid),
            },
        ),
        WordFilter(name="channel", label=N_("Channel"), column=Order.channel, words=CHANNELS),
        CaseFilter(
            name="sales",
            label=N_("Sales"),
            column=Order.status,
            cases={"sold": (N_("Counted as a sale"), sales.is_sold)},
        ),
        CaseFilter(
            name="customer",
            label=N_("Customer"),
            column=Order.buyer,
            cases={
                "new": (N_("New: their first order"), sales.is_first),
                "returning": (N_("Returning"), lambda: ~sales.is_first()),
            },
        ),
        *store_days(Order.placed_at),
    )
    search_expression = ORDER_SEARCH
    search_hint = N_("Number, name, email or phone")
    empty = Empty(
        title=N_("No orders"),
        text=N_("Orders arrive here as soon as somebody buys. Make sure that products are active."),
    )

    def update(self, actor: Actor, record: Any, form: Any) -> Any:
        """Correct whom and where."""
        return orders.edit_order(actor, record.id, form.given(), version=form.version.data)

    def may(self, endpoint: str, record: Any = None) -> bool:
        """Tell what the buttons ask; editing also depends on the order's state."""
        allowed = super().may(endpoint, record)
        if record is None or endpoint != "edit_view":
            return allowed
        if record.status == "DRAFT":
            return False
        return allowed and orders.may_edit(self.actor, record)

    @expose("/details/")
    def details_view(self) -> Any:
        """Show the order; a draft has a page of its own."""
        record = self.get_one(request.args.get("id", ""))
        if record is not None and record.status == "DRAFT":
            return redirect(self.get_url("drafts.details_view", id=record.id))
        return self.record_page(record)

    def details(self, record: Any) -> dict[str, Any]:
        """Add payments, shipments, documents, the story so far, and what is legal now."""
        legal = legal_deeds(self.actor, record)
        hanging = self._hanging(record)
        return {
            "payments": hanging.payments,
            "events": hanging.events,
            "refunds": hanging.refunds,
            "parcels": [
                (
                    parcel,
                    shipments.lines_of(parcel, record.items),
                    tracking_link(parcel.carrier, parcel.tracking_number),
                )
                for parcel in hanging.parcels
            ],
            **_to_send(record),
            "invoices": hanging.invoices,
            "timeline": timeline_of(self.actor, record, hanging),
            "people": hanging.people,
            "pictures": first_pictures(self.actor, [item.product_id for item in record.items]),
            "note": NoteForm(actor=self.actor),
            "percent": percent,
            "deeds": {
                name: (deed, deed.form(actor=self.actor))
                for name, deed in DEEDS.items()
                if name in legal
            },
        }

    def needs_fresh_login(self, endpoint: str) -> bool:
        """Tell whether the password is asked for again: giving money back needs it."""
        deed = DEEDS.get(request.form.get("deed", "")) if endpoint == "act_view" else None
        return super().needs_fresh_login(endpoint) or (deed is not None and deed.is_fresh)

    @expose("/act/", methods=("GET", "POST"))
    def act_view(self) -> ResponseReturnValue:
        """Ask once more what an action needs to know; then do it, if it is legal still."""
        given = request.args if request.method == "GET" else request.form
        record = self.named_record(given.get("id", ""))
        name = given.get("deed", "")
        legal = legal_deeds(self.actor, record) if record.status != "DRAFT" else ()
        if name not in DEEDS or name not in legal:
            return self._no_longer(record, name)
        form = DEEDS[name].form(get_form_data(), actor=self.actor)
        if request.method == "POST" and form.validate() and self._acted(record.id, name, form):
            return redirect(self.get_url(".details_view", id=record.id))
        page = self.render(
            "admin/act.html",
            record=record,
            form=form,
            deed=DEEDS[name],
            name=name,
            **_to_send(record),
        )
        return page, 422 if form.is_refused else 200

    def _acted(self, order_id: UUID, name: str, form: Any) -> bool:
        """Do the deed and say what came of it; False where what was typed is to be put right."""
        try:
            with transaction():
                DEEDS[name].run(self.actor, order_id, form)
        except Invalid as refusal:
            form.refuse(refusal)
            return False
        except ShopError as refusal:
            if refusal.status in (403, 404):
                raise
            flash(refusal_text(refusal), "error")
        else:
            flash(_(DEEDS[name].done), "success")
        return True

    @expose("/note/", methods=("POST",))
    def note_view(self) -> ResponseReturnValue:
        """Add a note to the order's story."""
        record = self.named_record(request.form.get("id", ""))
        form = NoteForm(request.form, actor=self.actor)
        if not form.text.validate(form):
            flash(" ".join(form.text.errors), "error")
        else:
            order_id, text = record.id, form.text.data
            self.attempt(
                lambda: notes.add_note(self.actor, order_id, text), _("The note was added.")
            )
        return redirect(self.get_url(".details_view", id=record.id))

    @expose("/<uuid:order_id>/slip.pdf")
    def slip_view(self, order_id: UUID) -> ResponseReturnValue:
        """Print the packing slip of what is left to send, to pack by."""
        with self.reading():
            self.named_record(str(order_id))
            slip = shipments.slip_of_order(self.actor, order_id)
        return slip_answer(slip, parts().storage)

    def _no_longer(self, record: Any, name: str) -> ResponseReturnValue:
        if name not in DEEDS:
            raise NotFound
        deed = _(DEEDS[name].label)
        flash(_("“%(deed)s” is not possible from the present state.", deed=deed), "error")
        return redirect(self.get_url(".details_view", id=record.id))

    def _hanging(self, order: Order) -> Hanging:
        """Read all that hangs on an order, each kind once, for the page and its story."""
        payments = self._of(Payment, order)
        events = events_of(self.actor, payments)
        owed = refunds_of(self.actor, [one.id for one in payments])
        invoices = self._of(Invoice, order, joinedload(Invoice.file))
        parcels = self._of(Shipment, order)
        return Hanging(
            payments=payments,
            events=events,
            refunds=owed,
            invoices=invoices,
            parcels=parcels,
            people=self.people([order, *events, *owed, *invoices, *parcels]),
        )

    def _of(self, model: Any, order: Order, *options: Any) -> Any:
        statement = (
            sa.select(model)
            .where(*visible(model, self.actor), model.order_id == order.id)
            .options(*options)
            .order_by(model.id)
        )
        return db.session.scalars(statement).all()


def _to_send(order: Order) -> dict[str, Any]:
    """Return what the form to ship an order is made of."""
    return {"open_items": shipments.open_items(order), "carriers": CARRIERS}
