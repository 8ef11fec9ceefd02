"""Categories and subcategories: the shelves of the catalogue."""

from typing import Any

import sqlalchemy as sa

from shop_admin.console.base import Column, ConsoleView, Empty, Group
from shop_admin.console.base.filters import RecordFilter
from shop_admin.console.base.permits import editing
from shop_admin.console.forms.catalog import CategoryForm, SubcategoryForm
from shop_admin.console.shown import (
    changed_column,
    common_filters,
    period_group,
    status_column,
    store_column,
)
from shop_admin.db import db
from shop_admin.models.catalog import Category, Subcategory
from shop_admin.permissions import Actor, Permission
from shop_admin.queries.visibility import visible
from shop_admin.services import catalog

PERMITS = editing(Permission.CATALOG_VIEW, Permission.CATALOG_EDIT)
GROUP = Group(
    title="What it is",
    columns=(
        Column(name="name", label="Name"),
        Column(name="slug", label="Slug", kind="mono"),
        Column(name="store_id", label="Store", kind="store"),
        Column(name="description", label="Description", kind="long"),
    ),
)


class CategoryView(ConsoleView):
    """Categories, a store's own and those shared by all."""

    plural, noun, icon, group = "Categories", "category", "shelf", "Catalogue"
    permits = PERMITS
    form = CategoryForm
    details_template = "admin/category.html"
    columns = (
        Column(name="name", label="Name", kind="link", sort=Category.name),
        store_column(),
        Column(name="slug", label="Slug", kind="mono", secondary=True),
        status_column(Category),
        changed_column(Category),
    )
    groups = (GROUP, period_group())
    filters = common_filters(Category)
    search_expression = "name || ' ' || slug"
    search_hint = "Name or slug"
    default_sort = "name"
    empty = Empty(
        title="No categories",
        text="Categories are the shelves that customers browse. Make the first one.",
    )
    removal = "It goes to the bin, and with it its products leave the public catalogue."

    def create(self, actor: Actor, form: Any) -> Any:
        """Make a category."""
        return catalog.create_category(actor, form.given())

    def update(self, actor: Actor, record: Any, form: Any) -> Any:
        """Edit a category."""
        return catalog.update_category(actor, record.id, form.given(), version=form.version.data)

    def details(self, record: Any) -> dict[str, Any]:
        """Add the category's parts."""
        parts = sa.select(Subcategory).where(
            *visible(Subcategory, self.actor), Subcategory.category_id == record.id
        )
        found = db.session.scalars(parts.order_by(Subcategory.name)).all()
        return super().details(record) | {"parts": found}


class SubcategoryView(ConsoleView):
    """Subcategories, each in its category."""

    plural, noun, icon, group = "Subcategories", "subcategory", "part", "Catalogue"
    permits = PERMITS
    form = SubcategoryForm
    columns = (
        Column(name="name", label="Name", kind="link", sort=Subcategory.name),
        Column(name="category.name", label="Category"),
        Column(name="store_id", label="Store", kind="store", secondary=True),
        Column(name="slug", label="Slug", kind="mono", secondary=True),
        status_column(Subcategory),
        changed_column(Subcategory),
    )
    groups = (
        Group(
            title="What it is",
            columns=(
                Column(name="name", label="Name"),
                Column(name="category.name", label="Category"),
                Column(name="slug", label="Slug", kind="mono"),
                Column(name="description", label="Description", kind="long"),
            ),
        ),
        period_group(),
    )
    filters = (
        *common_filters(Subcategory),
        RecordFilter(name="category", label="Category", column=Subcategory.category_id),
    )
    search_expression = "name || ' ' || slug"
    search_hint = "Name or slug"
    default_sort = "name"
    empty = Empty(
        title="No subcategories",
        text="Subcategories divide a category that has grown too long to browse.",
    )
    removal = "It goes to the bin, and with it its products leave the public catalogue."

    def create(self, actor: Actor, form: Any) -> Any:
        """Make a subcategory."""
        return catalog.create_subcategory(actor, form.given())

    def update(self, actor: Actor, record: Any, form: Any) -> Any:
        """Edit a subcategory."""
        return catalog.update_subcategory(actor, record.id, form.given(), version=form.version.data)
