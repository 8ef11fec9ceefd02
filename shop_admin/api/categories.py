"""Categories with their subcategories: the public shelves, and their management."""

from typing import Any
from uuid import UUID

from flask import Response
from pydantic import Field

from shop_admin.api.answers import address, answer, empty, public
from shop_admin.api.gate import Who
from shop_admin.api.lists import ListQuery, each, list_page
from shop_admin.api.opening import opens
from shop_admin.api.rates import BROWSING
from shop_admin.api.references import store_id_of
from shop_admin.api.routes import endpoint
from shop_admin.api.schemas import Schema
from shop_admin.api.shapes.catalogue import ManagedCategory
from shop_admin.api.shapes.declared import cached, done, made, versioned
from shop_admin.api.shapes.pages import CategoryPage
from shop_admin.api.values import Line, Reference, Slug, Text
from shop_admin.api.versions import Versioned, asked_version, merged, tag, version_of
from shop_admin.db import BROWSER, acting_as, db, transaction
from shop_admin.errors import NotFound
from shop_admin.models.catalog import Category
from shop_admin.permissions import Actor, Permission
from shop_admin.queries import catalog as queries
from shop_admin.queries.pages import Found
from shop_admin.queries.visibility import get
from shop_admin.services import catalog, records


class NewCategory(Schema):
    """A category to make; without a store it is shared by all, which only admins make."""

    name: Line = Field(min_length=1, max_length=120)
    slug: Slug | None = None
    description: Text = Field("", max_length=5_000)
    store: Reference | None = None


class ShelfChange(Versioned):
    """What changes of a category or subcategory; what is not sent stays as it is."""

    name: Line = Field("", min_length=1, max_length=120)
    slug: Slug = ""
    description: Text = Field("", max_length=5_000)


@endpoint(
    "GET",
    "/categories/",
    who=Who.ANYONE,
    rate=BROWSING,
    answers=cached(CategoryPage),
    is_hot=True,
)
def list_categories(query: ListQuery) -> Response:
    """Answer the public categories, shared and of stores."""
    with acting_as(BROWSER):
        page = list_page(
            queries.public_categories(), queries.CATEGORIES_BY_NAME, query, each(_shown)
        )
    return public(page)


@endpoint(
    "POST",
    "/categories/",
    who=Who.STAFF,
    rate=BROWSING,
    permission=Permission.CATALOG_EDIT,
    answers=made(ManagedCategory, headers=("ETag",)),
    conflicts=("slug_taken",),
)
def create_category(actor: Actor, body: NewCategory) -> Response:
    """Make a category of a store, or a shared one."""
    with transaction(actor.db_context()):
        store_id = store_id_of(actor, body.store) if body.store is not None else None
        wanted = catalog.CategoryInput(
            store_id=store_id,
            name=body.name,
            slug=body.slug or "",
            description=body.description,
        )
        category = catalog.create_category(actor, wanted)
        row = _managed(actor, category.id)
    return _answer(row, 201, Location=address(f"/api/categories/{row.id}/"))


@endpoint(
    "GET",
    "/categories/<category_id>/",
    who=Who.STAFF,
    rate=BROWSING,
    permission=Permission.CATALOG_VIEW,
    answers=versioned(ManagedCategory),
)
def show_category(actor: Actor, category_id: UUID) -> Response:
    """Answer a category to staff, with the version to change it by."""
    with acting_as(actor.db_context()) as session:
        row = session.execute(queries.managed_category(actor, category_id)).one_or_none()
    if row is None:
        raise NotFound
    return _answer(row)


@endpoint(
    "PATCH",
    "/categories/<category_id>/",
    who=Who.STAFF,
    rate=BROWSING,
    permission=Permission.CATALOG_EDIT,
    opens=opens(Category, "category_id"),
    answers=versioned(ManagedCategory),
    conflicts=("edit_conflict", "slug_taken"),
    reads=("If-Match",),
)
def change_category(actor: Actor, category_id: UUID, body: ShelfChange) -> Response:
    """Change a category that nobody else changed since it was read."""
    version = version_of(body)
    with transaction(actor.db_context()):
        category: Category = get(Category, actor, category_id)
        wanted = merged(catalog.CategoryInput, category, body.changes(), version=version)
        catalog.update_category(actor, category_id, wanted, version=version)
        row = _managed(actor, category_id)
    return _answer(row)


@endpoint(
    "DELETE",
    "/categories/<category_id>/",
    who=Who.STAFF,
    rate=BROWSING,
    permission=Permission.CATALOG_EDIT,
    opens=opens(Category, "category_id"),
    answers=done(),
    conflicts=("edit_conflict",),
    reads=("If-Match",),
)
def remove_category(actor: Actor, category_id: UUID) -> Response:
    """Put a category into the bin; its products leave the public catalogue."""
    version = asked_version()
    with transaction(actor.db_context()):
        records.remove(actor, Category, category_id, version=version)
    return empty()


def _managed(actor: Actor, category_id: UUID) -> Found:
    return db.session.execute(queries.managed_category(actor, category_id)).one()


def _answer(row: Found, status: int = 200, **headers: str) -> Response:
    shown = {**_shown(row), "version": row.version}
    return answer(shown, status, ETag=tag(row.version), **headers)


def _shown(row: Found) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "store": str(row.store_id) if row.store_id else None,
        "name": row.name,
        "slug": row.slug,
        "description": row.description,
        "subcategories": row.subcategories or [],
    }
