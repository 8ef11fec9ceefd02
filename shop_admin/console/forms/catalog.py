"""Forms of the catalogue: categories, subcategories, products and what hangs on a product."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from shop_admin.console import choices
from shop_admin.console.forms.base import ConsoleForm, Sections
from shop_admin.console.forms.fields import (
    ChoiceField,
    MoneyField,
    PairsField,
    QuantityField,
    TextField,
)
from shop_admin.console.forms.shared import NOTES, SCHEDULE, ValidityForm
from shop_admin.models.stock import HAND_REASONS
from shop_admin.permissions import Permission
from shop_admin.services.catalog import CategoryInput, ProductInput, SubcategoryInput
from shop_admin.services.records import may_change
from shop_admin.services.stores import TAX_CLASSES

SHARED = "All stores"


def editable_stores(form: ConsoleForm) -> list[tuple[str, str]]:
    """Return the stores whose catalogue the form's person may edit."""
    stores = choices.stores_with(form.actor, Permission.CATALOG_EDIT)
    return [(str(store.id), store.name) for store in stores]


class CategoryForm(ValidityForm):
    """A category; its store is chosen once."""

    sections: ClassVar[Sections] = (
        ("Category", ("store_id", "name", "slug", "description")),
        SCHEDULE,
        NOTES,
    )

    store_id = ChoiceField("Store", required=False)
    name = TextField("Name", required=True, most=120)
    slug = TextField("Slug", most=80, description="Its part of the address; empty: from the name.")
    description = TextField("Description", lines=4, most=5000)

    def prepare(self, formdata: Any) -> None:
        """Offer the stores of this person, and all stores to an admin; a category stays there."""
        if self.record is not None:
            del self.store_id
            return
        shared = self.actor.may(Permission.SHARED_CATEGORY_EDIT)
        self.store_id.offer(editable_stores(self), empty=SHARED if shared else None)

    def given(self) -> CategoryInput:
        """Return what was typed, for the service."""
        store_id = self.record.store_id if self.record else self.store_id.chosen_id
        return CategoryInput(
            store_id=store_id,
            name=self.name.data,
            slug=self.slug.data,
            description=self.description.data,
            **self.validity(),
        )


class SubcategoryForm(ValidityForm):
    """A subcategory; its category is chosen once."""

    sections: ClassVar[Sections] = (
        ("Subcategory", ("category_id", "name", "slug", "description")),
        SCHEDULE,
        NOTES,
    )

    category_id = ChoiceField("Category")
    name = TextField("Name", required=True, most=120)
    slug = TextField("Slug", most=80, description="Its part of the address; empty: from the name.")
    description = TextField("Description", lines=4, most=5000)

    def prepare(self, formdata: Any) -> None:
        """Offer the categories that this person may change; a subcategory stays in its own."""
        if self.record is not None:
            del self.category_id
            return
        mine = [one for one in choices.categories(self.actor) if may_change(self.actor, one)]
        names = choices.store_names(self.actor)
        self.category_id.offer(
            [
                (
                    str(one.id),
                    f"{one.name} · {names.get(one.store_id, SHARED) if one.store_id else SHARED}",
                )
                for one in mine
            ]
        )

    def given(self) -> SubcategoryInput:
        """Return what was typed, for the service."""
        category_id = self.record.category_id if self.record else self.category_id.chosen_id
        return SubcategoryInput(
            category_id=category_id,
            name=self.name.data,
            slug=self.slug.data,
            description=self.description.data,
            **self.validity(),
        )


class ProductForm(ValidityForm):
    """A product without its stock, which moves by movements only."""

    sections: ClassVar[Sections] = (
        ("Product", ("store_id", "name", "sku", "shelf", "description")),
        ("Price", ("price", "compare_at_price", "tax_class")),
        ("Stock", ("inventory_count", "low_stock_at", "weight")),
        SCHEDULE,
        ("More", ("ean", "slug", "attributes")),
        NOTES,
    )
    field_names: ClassVar[Mapping[str, str]] = {
        "category": "shelf",
        "subcategory": "shelf",
        "store": "store_id",
    }

    store_id = ChoiceField("Store")
    name = TextField("Name", required=True, most=200)
    sku = TextField("SKU", required=True, most=64, description="Your own article number.")
    shelf = ChoiceField("Category", required=False)
    description = TextField("Description", lines=6, most=20_000)
    price = MoneyField("Price", required=True, description="As customers see it in this store.")
    compare_at_price = MoneyField("Price before", description="Shown struck through.")
    tax_class = ChoiceField("Tax class", words=TAX_CLASSES, default="standard")
    inventory_count = QuantityField("In stock now", default=0)
    low_stock_at = QuantityField("Low at", default=5, required=True)
    weight = QuantityField("Weight in grams", least=1)
    ean = TextField("EAN", most=20)
    slug = TextField("Slug", most=80, description="Its part of the address; empty: from the name.")
    attributes = PairsField("Attributes", description="One “name: value” on each line.")

    def prepare(self, formdata: Any) -> None:
        """Offer stores and shelves; store and stock belong to the beginning only."""
        if self.record is not None:
            del self.store_id
            del self.inventory_count
            stores = {self.record.store_id}
        else:
            self.store_id.offer(editable_stores(self))
            stores = {UUID(value) for value, _ in editable_stores(self)}
        self.shelf.offer(self._shelves(stores), empty="No category")

    def process(self, formdata: Any = None, obj: Any = None, **options: Any) -> None:
        """Take a record's category and subcategory as the one choice that they are here."""
        if obj is not None and obj.category_id:
            options["shelf"] = f"{obj.category_id}/{obj.subcategory_id or ''}"
        super().process(formdata, obj, **options)

    def given(self) -> ProductInput:
        """Return what was typed, for the service."""
        category, _, subcategory = (self.shelf.data or "").partition("/")
        return ProductInput(
            store_id=self.record.store_id if self.record else self.store_id.chosen_id,
            sku=self.sku.data,
            name=self.name.data,
            price=self.price.data,
            slug=self.slug.data,
            ean=self.ean.data,
            description=self.description.data,
            compare_at_price=self.compare_at_price.data,
            low_stock_at=self.low_stock_at.data,
            category_id=UUID(category) if category else None,
            subcategory_id=UUID(subcategory) if subcategory else None,
            tax_class=self.tax_class.data,
            weight=self.weight.data,
            attributes=self.attributes.data or {},
            **self.validity(),
        )

    def _shelves(self, stores: set[UUID]) -> list[tuple[str, str]]:
        """Return categories with their subcategories, shared ones and those of these stores."""
        names = choices.store_names(self.actor)
        below: dict[UUID, list[tuple[str, str]]] = {}
        for part in choices.subcategories(self.actor):
            pairs = below.setdefault(part.category_id, [])
            pairs.append((f"{part.category_id}/{part.id}", part.name))
        shelves = []
        for category in choices.categories(self.actor):
            if category.store_id is not None and category.store_id not in stores:
                continue
            label = category.name
            if category.store_id is not None and len(stores) > 1:
                label = f"{category.name} · {names[category.store_id]}"
            shelves.append((f"{category.id}/", label))
            shelves += [(value, f"{label} / {name}") for value, name in below.get(category.id, [])]
        return shelves


class PictureForm(ConsoleForm):
    """The description of a picture, for people who cannot see it."""

    alt_text = TextField("What it shows", most=300)


class StockForm(ConsoleForm):
    """A movement of stock by hand: one number, its reason, a note."""

    field_names: ClassVar[Mapping[str, str]] = {"delta": "quantity", "counted": "quantity"}

    quantity = QuantityField("Quantity", least=-1_000_000, required=True)
    reason = ChoiceField("Reason", words=HAND_REASONS, required=False, validate_choice=False)
    note = TextField("Note", most=500)
