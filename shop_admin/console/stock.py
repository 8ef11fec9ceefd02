"""Stock: what lies on the shelves, counted down a column, and the ledger of every movement."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from sqlalchemy.orm import joinedload, selectinload, with_expression
from werkzeug.exceptions import BadRequest

from shop_admin.console.base import Column, ConsoleView, Empty, Group, Preset
from shop_admin.console.base.filters import (
    CaseFilter,
    RecordFilter,
    StoreFilter,
    WordFilter,
    parse_id,
)
from shop_admin.console.base.permits import Permits, acting, reading
from shop_admin.console.base.writing import refusal_text
from shop_admin.console.booked import Booked, book
from shop_admin.console.forms.catalog import StockForm
from shop_admin.console.shown import day_filters, store_column
from shop_admin.db import db, transaction
from shop_admin.errors import ShopError
from shop_admin.models.catalog import PRODUCT_SEARCH, Product
from shop_admin.models.stock import REASONS, StockMovement
from shop_admin.permissions import Actor, Permission
from shop_admin.queries import reports
from shop_admin.queries.stock import balance_after
from shop_admin.queries.visibility import visible
from shop_admin.services import stock

MOST_COUNTED = 100
MOST_TOLD = 8
LONGEST_NOTE = 500
BATCHES: Mapping[str, str] = {
    "count": "Counted on the shelf",
    "receive": "Came in",
    "DAMAGE": "Damaged or lost",
    "RETURN": "Brought back",
    "IMPORT": "Imported",
}


def product_page(product: Product) -> str:
    """Return where a product is looked at and edited."""
    return url_for("products.details_view", id=product.id)


class StockView(ConsoleView):
    """What lies on the shelves: numbers are typed down the column and saved together."""

    plural, noun, icon, group = "Stock", "product", "stock", "Catalogue"
    permits: ClassVar[Permits] = {
        "index_view": {"GET": Permission.STOCK_VIEW},
        **acting(Permission.STOCK_MOVE, "count_view"),
    }
    list_template = "admin/stock.html"
    loading = (selectinload(Product.images),)
    columns = (
        Column(name="images", label="", kind="picture"),
        Column(name="name", label="Product", kind="link", sort=Product.name, href=product_page),
        Column(name="sku", label="SKU", kind="mono", sort=Product.sku, secondary=True),
        store_column(),
        Column(name="inventory_count", label="Stock", kind="number", sort=Product.inventory_count),
        Column(name="low_stock_at", label="Low at", kind="number", secondary=True),
        Column(name="ean", label="EAN", kind="mono", secondary=True, extra=True),
        Column(name="category.name", label="Category", secondary=True, extra=True),
    )
    groups = (Group(title="Stock", columns=(Column(name="sku", label="SKU"),)),)
    filters = (
        StoreFilter(name="store", label="Store", column=Product.store_id),
        CaseFilter(
            name="stock",
            label="Stock",
            column=Product.inventory_count,
            cases={"low": ("Low", reports.is_low), "out": ("Sold out", reports.is_sold_out)},
        ),
    )
    presets = (
        Preset(name="Low", query={"stock": ("low",)}),
        Preset(name="Sold out", query={"stock": ("out",)}),
    )
    search_expression = PRODUCT_SEARCH
    search_hint = "Name or SKU"
    default_sort = "name"
    batches = BATCHES
    empty = Empty(title="Nothing on the shelves", text="Products that you make appear here.")

    @expose("/count/", methods=("POST",))
    def count_view(self) -> ResponseReturnValue:
        """Book what was counted, received or lost, all lines or none."""
        deed = request.form.get("deed", "count")
        if deed not in BATCHES:
            raise BadRequest("Choose what the numbers mean.")
        typed, note = self._typed(), request.form.get("note", "").strip()
        if len(note) > LONGEST_NOTE or not note.isprintable():
            raise BadRequest(f"A note is one line of {LONGEST_NOTE} characters at most.")
        try:
            with transaction():
                booked = [book(self.actor, deed, one, number, note) for one, number in typed]
        except ShopError as refusal:
            if refusal.status in (403, 404):
                raise
            flash(f"{refusal.message} Nothing was saved.", "error")
        else:
            self._say(deed, booked)
        return redirect(self.get_url(".index_view") + _query())

    def _say(self, deed: str, booked: list[Booked]) -> None:
        """Say what came of it; where a count differed, or somebody sold meanwhile, line by line."""
        changed = sum(one.delta != 0 for one in booked)
        if deed != "count":
            flash(f"{changed} products were booked as {BATCHES[deed].lower()}.", "success")
            return
        told = [one.told for one in booked if one.delta or one.moved_meanwhile]
        more = f" … and {len(told) - MOST_TOLD} more." if len(told) > MOST_TOLD else ""
        head = f"{len(booked)} counted, {changed} differed and were booked."
        flash(" ".join([head, *told[:MOST_TOLD]]) + more, "success")

    def _typed(self) -> list[tuple[UUID, int]]:
        """Return the lines that were typed, in the order of ids. Raises BadRequest."""
        lines = []
        for name, raw in request.form.items():
            if not name.startswith("count-") or not raw.strip():
                continue
            number = raw.strip()
            if not number.isascii() or not number.isdigit() or len(number) > 7:
                raise BadRequest("Type whole numbers only. Go back: nothing you typed is lost.")
            lines.append((parse_id(name.removeprefix("count-")), int(number)))
        if not lines or len(lines) > MOST_COUNTED:
            raise BadRequest(f"Type 1 to {MOST_COUNTED} numbers, then save.")
        return sorted(lines)


class MovementView(ConsoleView):
    """The ledger: every change of stock, for ever; what hands moved can be moved back, once."""

    plural, noun, icon, group = "Movements", "movement", "moves", "Catalogue"
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
        Column(name="cdate", label="When", kind="link"),
        Column(name="product.name", label="Product"),
        Column(name="store_id", label="Store", kind="store", secondary=True),
        Column(name="delta", label="Change", kind="number", sort=StockMovement.delta),
        Column(name="balance", label="Then", kind="number"),
        Column(name="reason", label="Reason", kind="pill"),
        Column(name="cuser_id", label="By", kind="person", secondary=True),
        Column(name="note", label="Note", secondary=True),
    )
    groups = (
        Group(
            title="Movement",
            columns=(
                Column(name="cdate", label="When", kind="moment"),
                Column(name="product.name", label="Product"),
                Column(name="delta", label="Change", kind="number"),
                Column(name="balance", label="In stock then", kind="number"),
                Column(name="reason", label="Reason", kind="pill"),
                Column(name="note", label="Note", kind="long"),
                Column(name="cuser_id", label="By", kind="person"),
            ),
        ),
    )
    filters = (
        StoreFilter(name="store", label="Store", column=StockMovement.store_id),
        WordFilter(name="reason", label="Reason", column=StockMovement.reason, words=REASONS),
        *day_filters(StockMovement.cdate),
        RecordFilter(name="product", label="Product", column=StockMovement.product_id),
        RecordFilter(name="order", label="Order", column=StockMovement.order_id),
    )
    empty = Empty(
        title="No movements", text="Every sale, receipt and count is written here, for ever."
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
            lambda: stock.undo(self.actor, movement_id), "The movement was undone by its opposite."
        )
        return redirect(self.get_url(".index_view", product=product_id))


def move_stock(view: Any, product_id: UUID, form: StockForm) -> None:
    """Book one movement that a form asks for, and say what came of it, with a way back."""
    if not (form.quantity.validate(form) and form.note.validate(form)):
        flash(" ".join([*form.quantity.errors, *form.note.errors]), "error")
        return
    deed, number, note = request.form.get("deed", ""), form.quantity.data, form.note.data or ""
    if deed not in ("receive", "adjust", "count"):
        raise BadRequest("Choose what to do with the stock.")
    actor = view.actor
    try:
        with transaction():
            if deed == "count":
                told = book(actor, deed, product_id, number, note).told
            elif deed == "receive":
                stock.receive(actor, product_id, number, note=note)
                told = f"{number} came in."
            else:
                stock.adjust(actor, product_id, number, form.reason.data or "", note=note)
                told = f"{number:+d} booked as {(form.reason.data or '').lower()}."
    except ShopError as refusal:
        if refusal.status in (403, 404):
            raise
        flash(refusal_text(refusal), "error")
    else:
        flash(told, "success")
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
