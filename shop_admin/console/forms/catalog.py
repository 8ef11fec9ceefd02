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
from shop_admin.language import N_, _
from shop_admin.models.stock import HAND_REASONS
from shop_admin.permissions import Actor, Permission
from shop_admin.services.catalog import CategoryInput, ProductInput, SubcategoryInput
from shop_admin.services.records import may_change
from shop_admin.services.stores import TAX_CLASSES

SHARED = N_("All stores")


def editable_stores(form: ConsoleForm) -> list[tuple[str, str]]:
    """Return the stores whose catalogue the form's person may edit."""
    stores = choices.stores_with(form.actor, Permission.CATALOG_EDIT)
    return [(str(store.id), store.name) for store in stores]


def shelves(actor: Actor, stores: set[UUID]) -> list[tuple[str, str]]:
    """Return categories with their subcategories, shared ones and those of these stores."""
    names = choices.store_names(actor)
    below: dict[UUID, list[tuple[str, str]]] = {}
    for part in choices.subcategories(actor):
        pairs = below.setdefault(part.category_id, [])
        pairs.append((f"{part.category_id}/{part.id}", part.name))
    shelves = []
    for category in choices.categories(actor):
        if category.store_id is not None and category.store_id not in stores:
            continue
        label = category.name
        if category.store_id is not None and len(stores) > 1:
            label = f"{category.name} · {names[category.store_id]}"
        shelves.append((f"{category.id}/", label))
        shelves += [(value, f"{label} / {name}") for value, name in below.get(category.id, [])]
    return shelves


class CategoryForm(ValidityForm):
    """A category; its store is chosen once."""

    sections: ClassVar[Sections] = (
        (N_("Category"), ("store_id", "name", "slug", "description")),
        SCHEDULE,
        NOTES,
    )

    store_id = ChoiceField(N_("Store"), required=False)
    name = TextField(N_("Name"), required=True, most=120)
    slug = TextField(
        N_("Slug"), most=80, description=N_("Its part of the address; empty: from the name.")
    )
    description = TextField(N_("Description"), lines=4, most=5000)

    def prepare(self, formdata: Any) -> None:
        """Offer the stores of this person, and all stores to an admin; a category stays there."""
        if self.record is not None:
            del self.store_id
            return
        shared = self.actor.may(Permission.SHARED_CATEGORY_EDIT)
        self.store_id.offer(editable_stores(self), empty=_(SHARED) if shared else None)

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
        (N_("Subcategory"), ("category_id", "name", "slug", "description")),
        SCHEDULE,
        NOTES,
    )

    category_id = ChoiceField(N_("Category"))
    name = TextField(N_("Name"), required=True, most=120)
    slug = TextField(
        N_("Slug"), most=80, description=N_("Its part of the address; empty: from the name.")
    )
    description = TextField(N_("Description"), lines=4, most=5000)

    def prepare(self, formdata: Any) -> None:
        """Offer the categories that this person may change; a subcategory stays in its own."""
        if self.record is not None:
            del self.category_id
            return
        mine = [one for one in choices.categories(self.actor) if may_change(self.actor, one)]
        names = choices.store_names(self.actor)
        shared = _(SHARED)
        self.category_id.offer(
            [
                (
                    str(one.id),
                    f"{one.name} · {names.get(one.store_id, shared) if one.store_id else shared}",
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
        (N_("Product"), ("store_id", "name", "sku", "shelf", "description")),
        (N_("Price"), ("price", "compare_at_price", "tax_class")),
        (N_("Stock"), ("inventory_count", "low_stock_at", "weight")),
        SCHEDULE,
        (N_("More"), ("ean", "slug", "attributes")),
        NOTES,
    )
    field_names: ClassVar[Mapping[str, str]] = {
        "category": "shelf",
        "subcategory": "shelf",
        "store": "store_id",
    }

    store_id = ChoiceField(N_("Store"))
    name = TextField(N_("Name"), required=True, most=200)
    sku = TextField(N_("SKU"), required=True, most=64, description=N_("Your own article number."))
    shelf = ChoiceField(N_("Category"), required=False)
    description = TextField(N_("Description"), lines=6, most=20_000)
    price = MoneyField(
        N_("Price"), required=True, description=N_("As customers see it in this store.")
    )
    compare_at_price = MoneyField(N_("Price before"), description=N_("Shown struck through."))
    tax_class = ChoiceField(N_("Tax class"), words=TAX_CLASSES, default="standard")
    inventory_count = QuantityField(N_("In stock now"), default=0)
    low_stock_at = QuantityField(N_("Low at"), default=5, required=True)
    weight = QuantityField(N_("Weight in grams"), least=1)
    ean = TextField(N_("EAN"), most=20)
    slug = TextField(
        N_("Slug"), most=80, description=N_("Its part of the address; empty: from the name.")
    )
    attributes = PairsField(N_("Attributes"), description=N_("One “name: value” on each line."))

    def prepare(self, formdata: Any) -> None:
        """Offer stores and shelves; store and stock belong to the beginning only."""
        if self.record is not None:
            del self.store_id
            del self.inventory_count
            stores = {self.record.store_id}
        else:
            self.store_id.offer(editable_stores(self))
            stores = {UUID(value) for value, _name in editable_stores(self)}
        self.shelf.offer(shelves(self.actor, stores), empty=_("No category"))

    def process(self, formdata: Any = None, obj: Any = None, **options: Any) -> None:
        """Take a record's category and subcategory as the one choice that they are here."""
        if obj is not None and obj.category_id:
            options["shelf"] = f"{obj.category_id}/{obj.subcategory_id or ''}"
        super().process(formdata, obj, **options)

    def given(self) -> ProductInput:
        """Return what was typed, for the service."""
        category, _slash, subcategory = (self.shelf.data or "").partition("/")
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


class PictureForm(ConsoleForm):
    """The description of a picture, for people who cannot see it."""

    alt_text = TextField(N_("What it shows"), most=300)


class StockForm(ConsoleForm):
    """A movement of stock by hand: one number, its reason, a note."""

    field_names: ClassVar[Mapping[str, str]] = {"delta": "quantity", "counted": "quantity"}

    quantity = QuantityField(N_("Quantity"), least=-1_000_000, required=True)
    reason = ChoiceField(N_("Reason"), words=HAND_REASONS, required=False, validate_choice=False)
    note = TextField(N_("Note"), most=500)
