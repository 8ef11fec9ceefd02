"""Products: the list, the record with its pictures and its stock, the forms."""

from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from sqlalchemy.orm import selectinload
from werkzeug.exceptions import BadRequest

from shop_admin import clock
from shop_admin.console.base import Column, ConsoleView, Empty, Group, Preset
from shop_admin.console.base.filters import CaseFilter, CategoryFilter, parse_id
from shop_admin.console.base.permits import Permits, acting, editing
from shop_admin.console.bulkacts import PRODUCT_ACTS
from shop_admin.console.forms.catalog import PictureForm, ProductForm, StockForm
from shop_admin.console.publicity import publicity_of
from shop_admin.console.shown import (
    changed_column,
    common_filters,
    made_column,
    notes_column,
    period_group,
    status_column,
    store_column,
)
from shop_admin.console.stock import move_stock
from shop_admin.console.uploads import contents_of
from shop_admin.db import db, transaction
from shop_admin.errors import NotFound, ShopError
from shop_admin.language import N_, _, ngettext
from shop_admin.models.catalog import PRODUCT_SEARCH, Product, ProductImage
from shop_admin.models.stock import HAND_REASONS, StockMovement
from shop_admin.permissions import Actor, Permission
from shop_admin.queries import reports
from shop_admin.queries.visibility import get, visible
from shop_admin.services import catalog, images, purging, records
from shop_admin.wiring import parts

MOVEMENTS = 8
FROM_BIN = frozenset({"restore", "purge"})


class ProductView(ConsoleView):
    """Products of the stores in scope."""

    plural, noun, icon, group = N_("Products"), N_("product"), "tag", N_("Catalogue")
    new_label = N_("New product")
    permits: ClassVar[Permits] = {
        **editing(Permission.CATALOG_VIEW, Permission.CATALOG_EDIT),
        **acting(Permission.CATALOG_EDIT, "pictures_view", "picture_view"),
        **acting(Permission.STOCK_MOVE, "stock_view"),
    }
    bulk = PRODUCT_ACTS
    unscoped = frozenset({"pictures_view"})
    uploads = frozenset({"pictures_view"})
    form = ProductForm
    details_template = "admin/product.html"
    loading = (selectinload(Product.images),)
    columns = (
        Column(name="images", label="", kind="picture"),
        Column(name="name", label=N_("Name"), kind="link", sort=Product.name),
        Column(name="sku", label=N_("SKU"), kind="mono", sort=Product.sku, secondary=True),
        store_column(),
        Column(name="category.name", label=N_("Category"), secondary=True),
        Column(name="price", label=N_("Price"), kind="money", sort=Product.price),
        Column(
            name="inventory_count", label=N_("Stock"), kind="number", sort=Product.inventory_count
        ),
        status_column(Product),
        changed_column(Product),
        Column(name="subcategory.name", label=N_("Subcategory"), secondary=True, extra=True),
        Column(
            name="compare_at_price",
            label=N_("Price before"),
            kind="money",
            secondary=True,
            extra=True,
        ),
        Column(name="low_stock_at", label=N_("Low at"), kind="number", secondary=True, extra=True),
        Column(name="tax_class", label=N_("Tax class"), secondary=True, extra=True),
        Column(
            name="weight", label=N_("Weight in grams"), kind="number", secondary=True, extra=True
        ),
        Column(name="ean", label=N_("EAN"), kind="mono", secondary=True, extra=True),
        Column(name="active_from", label=N_("From"), kind="moment", secondary=True, extra=True),
        Column(name="active_to", label=N_("Until"), kind="moment", secondary=True, extra=True),
        made_column(),
        notes_column(),
    )
    groups = (
        Group(
            title=N_("Product"),
            columns=(
                Column(name="sku", label=N_("SKU"), kind="mono"),
                Column(name="store_id", label=N_("Store"), kind="store"),
                Column(name="category.name", label=N_("Category")),
                Column(name="subcategory.name", label=N_("Subcategory")),
                Column(name="description", label=N_("Description"), kind="long"),
                Column(name="attributes", label=N_("Attributes"), kind="pairs"),
            ),
        ),
        Group(
            title=N_("Price and stock"),
            columns=(
                Column(name="price", label=N_("Price"), kind="money"),
                Column(name="compare_at_price", label=N_("Price before"), kind="money"),
                Column(name="tax_class", label=N_("Tax class")),
                Column(name="low_stock_at", label=N_("Low at"), kind="number"),
                Column(name="weight", label=N_("Weight in grams"), kind="number"),
                Column(name="ean", label=N_("EAN"), kind="mono"),
                Column(name="slug", label=N_("Slug"), kind="mono"),
            ),
        ),
        period_group(),
    )
    filters = (
        *common_filters(Product),
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
        Preset(name=N_("Low stock"), query={"stock": ("low",)}),
        Preset(name=N_("Sold out"), query={"stock": ("out",)}),
        Preset(name=N_("Drafts"), query={"status": ("DRAFT",)}),
    )
    search_expression = PRODUCT_SEARCH
    search_hint = N_("Name, SKU or description")
    empty = Empty(
        title=N_("No products"),
        text=N_(
            "What you sell goes here. Start with a name, an SKU and a price; pictures come next."
        ),
    )
    removal = N_(
        "It leaves the shop at once and goes to the bin, from where it can be restored. Orders and"
        " invoices that hold it stay as they are."
    )

    def create(self, actor: Actor, form: Any) -> Any:
        """Make a product with its first stock."""
        first = form.inventory_count.data or 0
        return catalog.create_product(actor, form.given(), inventory_count=first)

    def update(self, actor: Actor, record: Any, form: Any) -> Any:
        """Edit a product."""
        return catalog.update_product(actor, record.id, form.given(), version=form.version.data)

    def details(self, record: Any) -> dict[str, Any]:
        """Add the latest movements of stock."""
        ledger = (
            sa.select(StockMovement)
            .where(*visible(StockMovement, self.actor), StockMovement.product_id == record.id)
            .order_by(StockMovement.id.desc())
            .limit(MOVEMENTS)
        )
        movements = db.session.scalars(ledger).all()
        return {
            "movements": movements,
            "people": self.people([record, *movements]),
            "binned": self._binned(record),
            "reasons": HAND_REASONS,
            "publicity": publicity_of(record, clock.now(db.session()), record.store.time_zone),
        }

    @expose("/pictures/", methods=("POST",))
    def pictures_view(self) -> ResponseReturnValue:
        """Decode, re-encode and store what was uploaded, then add it to the product.

        Storing happens outside of any transaction: a slow disk holds no lock.
        """
        product_id = self._named_product()
        added = 0
        # One more than fits is enough to say so.
        for upload in request.files.getlist("pictures")[: images.MOST_IMAGES + 1]:
            if not upload.filename:
                continue
            try:
                self._add_picture(product_id, contents_of(upload))
                added += 1
            except ShopError as refusal:
                if refusal.status in (403, 404):
                    raise
                flash(f"{upload.filename}: {refusal.message}", "error")
        if added:
            told = ngettext(
                "%(number)s picture was added.", "%(number)s pictures were added.", added
            )
            flash(told, "success")
        return self._back(product_id)

    @expose("/picture/", methods=("POST",))
    def picture_view(self) -> ResponseReturnValue:
        """Describe one picture, move it, remove it, or take it out of the bin."""
        image: ProductImage = get(
            ProductImage,
            self.actor,
            parse_id(request.form.get("image_id", "")),
            removed=request.form.get("deed") in FROM_BIN,
        )
        product_id, image_id = image.product_id, image.id
        match request.form.get("deed"):
            case "describe":
                form = PictureForm(request.form, actor=self.actor)
                if not form.alt_text.validate(form):
                    raise BadRequest(str(form.alt_text.errors[0]))
                text = form.alt_text.data
                self.attempt(
                    lambda: images.update_image(self.actor, image_id, alt_text=text),
                    _("The description was saved."),
                )
            case "up" | "down" | "place" as way:
                order = self._moved(image, way)
                self.attempt(
                    lambda: images.arrange_images(self.actor, product_id, order),
                    _("The order of the pictures was saved."),
                )
            case "remove":
                self.attempt(
                    lambda: images.remove_image(self.actor, image_id),
                    _("The picture was removed."),
                )
            case "restore":
                self.attempt(
                    lambda: records.restore(self.actor, ProductImage, image_id),
                    _("The picture is back."),
                )
            case "purge":
                self.attempt(
                    lambda: purging.purge(self.actor, ProductImage, image_id),
                    _("The picture is gone for good."),
                )
            case _:
                raise NotFound
        return self._back(product_id)

    @expose("/stock/", methods=("POST",))
    def stock_view(self) -> ResponseReturnValue:
        """Receive, adjust or count the product's stock."""
        record = self.named_record(request.form.get("id", ""))
        product_id = record.id
        move_stock(self, product_id, StockForm(request.form, actor=self.actor))
        return self._back(product_id)

    def _binned(self, record: Any) -> list[ProductImage]:
        """Return the removed pictures that this person may bring back."""
        statement = sa.select(ProductImage).where(
            *visible(ProductImage, self.actor, removed=True), ProductImage.product_id == record.id
        )
        found = db.session.scalars(statement.order_by(ProductImage.mdate.desc()).limit(MOVEMENTS))
        return [one for one in found if records.may_restore(self.actor, one)]

    def _named_product(self) -> UUID:
        """Return the product of the form, once it is sure that the person may edit it."""
        product_id = parse_id(request.form.get("id", ""))
        with self.reading():
            return catalog.get_product_for_edit(self.actor, product_id).id

    def _add_picture(self, product_id: UUID, data: bytes) -> None:
        storage = parts().storage
        with self.reading():
            if not images.free_places(self.actor, product_id):
                raise images.too_many()
        stored = images.store_picture(data, storage, on=datetime.now(UTC).date())
        try:
            with transaction(self.actor.db_context()):
                images.add_image(self.actor, product_id, stored)
        except ShopError:
            images.discard_picture(stored, storage)
            raise

    def _moved(self, image: ProductImage, way: str) -> list[UUID]:
        """Return the picture's siblings in order, it one further or where it was dropped."""
        product: Product = get(Product, self.actor, image.product_id)
        order = [one.id for one in product.images]
        here = order.index(image.id)
        dropped = request.form.get("place", here, type=int)
        there = {"up": here - 1, "down": here + 1}.get(way, dropped)
        order.insert(min(max(there, 0), len(order) - 1), order.pop(here))
        return order

    def _back(self, product_id: UUID) -> ResponseReturnValue:
        return redirect(self.get_url(".details_view", id=product_id))
