"""Stock: what lies on the shelves, counted down a column, and the ledger of every movement."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.exceptions import BadRequest

from shop_admin.console.base import Column, ConsoleView, Empty, Group
from shop_admin.console.base.filters import (
    CaseFilter,
    RecordFilter,
    StoreFilter,
    WordFilter,
    parse_id,
)
from shop_admin.console.base.permits import Permits, acting, reading
from shop_admin.console.forms.catalog import StockForm
from shop_admin.console.shown import day_filters, store_column
from shop_admin.db import transaction
from shop_admin.errors import ShopError
from shop_admin.models.catalog import PRODUCT_SEARCH, Product
from shop_admin.models.stock import REASONS, StockMovement
from shop_admin.permissions import Permission
from shop_admin.queries import reports
from shop_admin.services import stock

MOST_COUNTED = 100


class StockView(ConsoleView):
    """What lies on the shelves: numbers are typed down the column and saved together."""

    plural, noun, icon, group = "Stock", "product", "box", "Catalogue"
    permits: ClassVar[Permits] = {
        "index_view": {"GET": Permission.STOCK_VIEW},
        **acting(Permission.STOCK_MOVE, "count_view"),
    }
    list_template = "admin/stock.html"
    loading = (selectinload(Product.images),)
    columns = (
        Column(name="images", label="", kind="picture"),
        Column(name="name", label="Product", sort=Product.name),
        Column(name="sku", label="SKU", kind="mono", sort=Product.sku, secondary=True),
        store_column(),
        Column(name="inventory_count", label="Stock", kind="number", sort=Product.inventory_count),
        Column(name="low_stock_at", label="Low at", kind="number", secondary=True),
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
    search_expression = PRODUCT_SEARCH
    search_hint = "Name or SKU"
    default_sort = "name"
    empty = Empty(title="Nothing on the shelves", text="Products that you make appear here.")

    @expose("/count/", methods=("POST",))
    def count_view(self) -> ResponseReturnValue:
        """Book what was counted, all lines or none."""
        counted = self._counted()
        try:
            with transaction():
                moved = [stock.count_stock(self.actor, one, number) for one, number in counted]
        except ShopError as refusal:
            if refusal.status in (403, 404):
                raise
            flash(f"{refusal.message} Nothing was saved.", "error")
        else:
            changed = sum(movement is not None for movement in moved)
            flash(f"{len(counted)} counted, {changed} differed and were booked.", "success")
        return redirect(self.get_url(".index_view") + _query())

    def _counted(self) -> list[tuple[UUID, int]]:
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
    """The ledger: every change of stock, for ever."""

    plural, noun, icon, group = "Movements", "movement", "ledger", "Catalogue"
    permits = reading(Permission.STOCK_VIEW)
    loading = (joinedload(StockMovement.product),)
    columns = (
        Column(name="cdate", label="When", kind="moment"),
        Column(name="product.name", label="Product", kind="link"),
        Column(name="store_id", label="Store", kind="store", secondary=True),
        Column(name="delta", label="Change", kind="number", sort=StockMovement.delta),
        Column(name="reason", label="Reason", kind="pill"),
        Column(name="note", label="Note", secondary=True),
    )
    groups = (
        Group(
            title="Movement",
            columns=(
                Column(name="cdate", label="When", kind="moment"),
                Column(name="product.name", label="Product"),
                Column(name="delta", label="Change", kind="number"),
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


def move_stock(view: Any, product_id: UUID, form: StockForm) -> None:
    """Book one movement that a form asks for, and say what came of it."""
    if not (form.quantity.validate(form) and form.note.validate(form)):
        flash(" ".join([*form.quantity.errors, *form.note.errors]), "error")
        return
    number, reason, note = form.quantity.data, form.reason.data or "", form.note.data or ""
    deeds: dict[str, Callable[[], object]] = {
        "receive": lambda: stock.receive(view.actor, product_id, number, note=note),
        "adjust": lambda: stock.adjust(view.actor, product_id, number, reason, note=note),
        "count": lambda: stock.count_stock(view.actor, product_id, number, note=note),
    }
    deed = deeds.get(request.form.get("deed", ""))
    if deed is None:
        raise BadRequest("Choose what to do with the stock.")
    view.attempt(deed, "The stock was booked.")


def _query() -> str:
    back = request.form.get("back", "")
    return back if back.startswith("?") and "\n" not in back and len(back) < 2000 else ""
