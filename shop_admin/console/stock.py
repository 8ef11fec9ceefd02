"""Stock: what lies on the shelves, counted down a column, and the ledger of every movement."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar
from urllib.parse import parse_qsl
from uuid import UUID

import sqlalchemy as sa
from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from sqlalchemy.orm import joinedload, selectinload, with_expression
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from shop_admin.console.base import Column, ConsoleView, Empty, Group, Preset
from shop_admin.console.base.filters import (
    CaseFilter,
    CategoryFilter,
    RecordFilter,
    StoreFilter,
    WordFilter,
)
from shop_admin.console.base.listing import Found
from shop_admin.console.base.permits import Permits, acting, reading
from shop_admin.console.base.writing import refusal_text
from shop_admin.console.booked import Line, book
from shop_admin.console.counting import (
    BATCHES,
    LONGEST_NOTE,
    Refused,
    Sheet,
    book_sheet,
    read_sheet,
    told,
    told_of_hand,
    whole,
)
from shop_admin.console.forms.catalog import StockForm
from shop_admin.console.shown import day_filters, store_column
from shop_admin.db import db, transaction
from shop_admin.errors import ShopError
from shop_admin.language import N_, _
from shop_admin.models.catalog import PRODUCT_SEARCH, Product
from shop_admin.models.orders import Order
from shop_admin.models.stock import REASONS, StockMovement
from shop_admin.permissions import Actor, Permission
from shop_admin.queries import reports
from shop_admin.queries.stock import balance_after
from shop_admin.queries.visibility import visible
from shop_admin.services import stock


def product_page(product: Product) -> str:
    """Return where a product is looked at and edited."""
    return url_for("products.details_view", id=product.id)


class StockView(ConsoleView):
    """What lies on the shelves: numbers are typed down the column and saved together."""

    plural, noun, icon, group = N_("Stock"), N_("product"), "stock", N_("Catalogue")
    permits: ClassVar[Permits] = {
        "index_view": {"GET": Permission.STOCK_VIEW},
        **acting(Permission.STOCK_MOVE, "count_view"),
    }
    list_template = "admin/stock.html"
    loading = (selectinload(Product.images),)
    columns = (
        Column(name="images", label="", kind="picture"),
        Column(name="name", label=N_("Product"), kind="link", sort=Product.name, href=product_page),
        Column(name="sku", label=N_("SKU"), kind="mono", sort=Product.sku, secondary=True),
        store_column(),
        Column(
            name="inventory_count", label=N_("Stock"), kind="number", sort=Product.inventory_count
        ),
        Column(name="low_stock_at", label=N_("Low at"), kind="number", secondary=True),
        Column(name="ean", label=N_("EAN"), kind="mono", secondary=True, extra=True),
        Column(name="category.name", label=N_("Category"), secondary=True, extra=True),
    )
    groups = (Group(title=N_("Stock"), columns=(Column(name="sku", label=N_("SKU")),)),)
    filters = (
        StoreFilter(name="store", label=N_("Store"), column=Product.store_id),
        CaseFilter(
            name="stock",
            label=N_("Stock"),
            column=Product.inventory_count,
            cases={
                "low": (N_("Low"), reports.is_low),
                "out": (N_("Sold out"), reports.is_sold_out),
            },
        ),
        CategoryFilter(name="category", label=N_("Category"), column=Product.category_id),
    )
    presets = (
        Preset(name=N_("Low"), query={"stock": ("low",)}),
        Preset(name=N_("Sold out"), query={"stock": ("out",)}),
    )
    search_expression = PRODUCT_SEARCH
    search_hint = N_("Name or SKU")
    default_sort = "name"
    batches = BATCHES
    longest_note = LONGEST_NOTE
    empty = Empty(
        title=N_("Nothing on the shelves"), text=N_("Products that you make appear here.")
    )

    @expose("/count/", methods=("POST",))
    def count_view(self) -> ResponseReturnValue:
        """Book what was counted, received or lost, all lines or none."""
        sheet = read_sheet(request.form)
        try:
            booked = book_sheet(self.actor, sheet)
        except Refused as refused:
            return self._again(sheet, refused.reasons), 422
        flash(told(sheet.deed, booked), "success")
        # stock.js reads by the fragment that what it remembers is saved.
        return redirect(self.get_url(".index_view") + _query() + "#saved")

    def _again(self, sheet: Sheet, reasons: Mapping[UUID, str]) -> str:
        """Show the lines that were typed, the refused ones first, with all that was typed."""
        opened = self.opened(MultiDict(parse_qsl(_query().removeprefix("?"))))
        asked = replace(opened.asked, page=1)
        typed = sheet.typed()
        columns = self.shown_columns(asked, opened.choice)
        rows = sorted(self._seen(typed, columns), key=lambda one: (one.id not in reasons, one.name))
        found = Found(rows=rows, count=len(rows), has_more=False, asked=asked, columns=columns)
        return self.list_page(opened, found, counted=sheet, typed=typed, reasons=reasons)

    def _seen(self, ids: Collection[UUID], columns: Sequence[Column]) -> Sequence[Product]:
        """Return those of these products that the person sees here."""
        mine = db.session.scalars(self.get_query().where(Product.id.in_(ids))).unique()
        return self.load([one.id for one in mine], columns)


class MovementView(ConsoleView):
    """The ledger: every change of stock, for ever; what hands moved can be moved back, once."""

    plural, noun, icon, group = N_("Movements"), N_("movement"), "moves", N_("Catalogue")
    permits: ClassVar[Permits] = {
        **reading(Permission.STOCK_VIEW),
        **acting(Permission.STOCK_MOVE, "undo_view"),
    }
    details_template = "admin/movement.html"
    loading = (
        joinedload(StockMovement.product),
        with_expression(StockMovement.balance, balance_after()),
    )
    columns = (
        Column(name="cdate", label=N_("When"), kind="link"),
        Column(name="product.name", label=N_("Product")),
        Column(name="store_id", label=N_("Store"), kind="store", secondary=True),
        Column(name="delta", label=N_("Change"), kind="number", sort=StockMovement.delta),
        Column(name="balance", label=N_("Then"), kind="number"),
        Column(name="reason", label=N_("Reason"), kind="pill"),
        Column(name="cuser_id", label=N_("By"), kind="person", secondary=True),
        Column(name="note", label=N_("Note"), secondary=True),
    )
    groups = (
        Group(
            title=N_("Movement"),
            columns=(
                Column(name="cdate", label=N_("When"), kind="moment"),
                Column(name="product.name", label=N_("Product")),
                Column(name="delta", label=N_("Change"), kind="number"),
                Column(name="balance", label=N_("In stock then"), kind="number"),
                Column(name="reason", label=N_("Reason"), kind="pill"),
                Column(name="note", label=N_("Note"), kind="long"),
                Column(name="cuser_id", label=N_("By"), kind="person"),
            ),
        ),
    )
    filters = (
        StoreFilter(name="store", label=N_("Store"), column=StockMovement.store_id),
        WordFilter(name="reason", label=N_("Reason"), column=StockMovement.reason, words=REASONS),
        *day_filters(StockMovement.cdate),
        RecordFilter(
            name="product", label=N_("Product"), column=StockMovement.product_id, model=Product
        ),
        RecordFilter(name="order", label=N_("Order"), column=StockMovement.order_id, model=Order),
    )
    empty = Empty(
        title=N_("No movements"),
        text=N_("Every sale, receipt and count is written here, for ever."),
    )

    def title(self, record: Any) -> str:
        """Return what moved and how much of it."""
        return f"{record.delta:+d} {record.product.name}"

    def details(self, record: Any) -> dict[str, Any]:
        """Add the movement that took this one back, and the one that this one takes back."""
        undoing = sa.select(StockMovement).where(
            *visible(StockMovement, self.actor), StockMovement.undoes_id == record.id
        )
        return {
            "people": self.people([record]),
            "undone_by": db.session.scalars(undoing).one_or_none(),
            "may_undo": self.actor.may(Permission.STOCK_MOVE, record.store_id),
        }

    @expose("/undo/", methods=("POST",))
    def undo_view(self) -> ResponseReturnValue:
        """Book the opposite of a movement."""
        record = self.named_record(request.form.get("id", ""))
        product_id, movement_id = record.product_id, record.id
        self.attempt(
            lambda: stock.undo(self.actor, movement_id),
            _("The movement was undone by its opposite."),
        )
        return redirect(self.get_url(".index_view", product=product_id))


def move_stock(view: Any, product_id: UUID, form: StockForm) -> None:
    """Book one movement that a form asks for, and say what came of it, with a way back."""
    if not (form.quantity.validate(form) and form.note.validate(form)):
        flash(" ".join([*form.quantity.errors, *form.note.errors]), "error")
        return
    deed, number, note = request.form.get("deed", ""), form.quantity.data, form.note.data or ""
    if deed not in ("receive", "adjust", "count"):
        raise BadRequest(_("Choose what to do with the stock."))
    actor = view.actor
    try:
        with transaction():
            if deed == "count":
                seen = request.form.get(f"seen-{product_id}", "")
                line = Line(product_id=product_id, raw="", seen=whole(seen))
                said = book(actor, deed, line, number, note).told
            elif deed == "receive":
                stock.receive(actor, product_id, number, note=note)
                said = told_of_hand(deed, number, "RECEIPT")
            else:
                stock.adjust(actor, product_id, number, form.reason.data or "", note=note)
                said = told_of_hand(deed, number, form.reason.data or "")
    except ShopError as refusal:
        if refusal.status in (403, 404):
            raise
        flash(refusal_text(refusal), "error")
    else:
        flash(said, "success")
        _offer_undo(actor, product_id)


def _offer_undo(actor: Actor, product_id: UUID) -> None:
    """Put a button to undo beside the message, for what this person moved last."""
    last = (
        sa.select(StockMovement)
        .where(*visible(StockMovement, actor), StockMovement.product_id == product_id)
        .order_by(StockMovement.id.desc())
        .limit(1)
    )
    movement = db.session.scalars(last).one_or_none()
    if movement is not None and movement.is_by_hand and movement.cuser_id == actor.user_id:
        flash(f"{url_for('movements.undo_view')}|{movement.id}", "undo")


def _query() -> str:
    back = request.form.get("back", "")
    return back if back.startswith("?") and "\n" not in back and len(back) < 2000 else ""
