"""Categories and subcategories: the shelves of the catalogue."""

from typing import Any

import sqlalchemy as sa

from shop_admin.console.base import Column, ConsoleView, Empty, Group
from shop_admin.console.base.filters import CategoryFilter
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
from shop_admin.language import N_
from shop_admin.models.catalog import Category, Subcategory
from shop_admin.permissions import Actor, Permission
from shop_admin.queries.visibility import visible
from shop_admin.services import catalog

PERMITS = editing(Permission.CATALOG_VIEW, Permission.CATALOG_EDIT)
GROUP = Group(
    title=N_("What it is"),
    columns=(
        Column(name="name", label=N_("Name")),
        Column(name="slug", label=N_("Slug"), kind="mono"),
        Column(name="store_id", label=N_("Store"), kind="store"),
        Column(name="description", label=N_("Description"), kind="long"),
    ),
)


class CategoryView(ConsoleView):
    """Categories, a store's own and those shared by all."""

    plural, noun, icon, group = N_("Categories"), N_("category"), "shelf", N_("Catalogue")
    new_label = N_("New category")
    permits = PERMITS
    form = CategoryForm
    details_template = "admin/category.html"
    columns = (
        Column(name="name", label=N_("Name"), kind="link", sort=Category.name),
        store_column(),
        Column(name="slug", label=N_("Slug"), kind="mono", secondary=True),
        status_column(Category),
        changed_column(Category),
    )
    groups = (GROUP, period_group())
    filters = common_filters(Category)
    search_expression = "name || ' ' || slug"
    search_hint = N_("Name or slug")
    default_sort = "name"
    empty = Empty(
        title=N_("No categories"),
        text=N_("Categories are the shelves that customers browse. Make the first one."),
    )
    removal = N_("It goes to the bin, and with it its products leave the public catalogue.")

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

    plural, noun, icon, group = N_("Subcategories"), N_("subcategory"), "part", N_("Catalogue")
    new_label = N_("New subcategory")
    permits = PERMITS
    form = SubcategoryForm
    columns = (
        Column(name="name", label=N_("Name"), kind="link", sort=Subcategory.name),
        Column(name="category.name", label=N_("Category")),
        Column(name="store_id", label=N_("Store"), kind="store", secondary=True),
        Column(name="slug", label=N_("Slug"), kind="mono", secondary=True),
        status_column(Subcategory),
        changed_column(Subcategory),
    )
    groups = (
        Group(
            title=N_("What it is"),
            columns=(
                Column(name="name", label=N_("Name")),
                Column(name="category.name", label=N_("Category")),
                Column(name="slug", label=N_("Slug"), kind="mono"),
                Column(name="description", label=N_("Description"), kind="long"),
            ),
        ),
        period_group(),
    )
    filters = (
        *common_filters(Subcategory),
        CategoryFilter(name="category", label=N_("Category"), column=Subcategory.category_id),
    )
    search_expression = "name || ' ' || slug"
    search_hint = N_("Name or slug")
    default_sort = "name"
    empty = Empty(
        title=N_("No subcategories"),
        text=N_("Subcategories divide a category that has grown too long to browse."),
    )
    removal = N_("It goes to the bin, and with it its products leave the public catalogue.")

    def create(self, actor: Actor, form: Any) -> Any:
        """Make a subcategory."""
        return catalog.create_subcategory(actor, form.given())

    def update(self, actor: Actor, record: Any, form: Any) -> Any:
        """Edit a subcategory."""
        return catalog.update_subcategory(actor, record.id, form.given(), version=form.version.data)
