"""Subcategories, made and changed below their category."""

from uuid import UUID

from flask import Response
from pydantic import Field

from shop_admin.api.answers import address, answer, empty
from shop_admin.api.categories import ShelfChange
from shop_admin.api.gate import Who
from shop_admin.api.opening import opens, opens_child
from shop_admin.api.rates import BROWSING
from shop_admin.api.routes import endpoint
from shop_admin.api.schemas import Schema
from shop_admin.api.shapes.catalogue import ManagedSubcategory
from shop_admin.api.shapes.declared import done, made, versioned
from shop_admin.api.values import Line, Slug, Text
from shop_admin.api.versions import asked_version, merged, tag, version_of
from shop_admin.db import acting_as, transaction
from shop_admin.errors import NotFound
from shop_admin.models.catalog import Category, Subcategory
from shop_admin.permissions import Actor, Permission
from shop_admin.queries.visibility import find, get
from shop_admin.services import catalog, records

open_subcategory = opens_child(Subcategory, "subcategory_id", Category, "category_id")


class NewSubcategory(Schema):
    """A subcategory to make."""

    name: Line = Field(min_length=1, max_length=120)
    slug: Slug | None = None
    description: Text = Field("", max_length=5_000)


@endpoint(
    "POST",
    "/categories/<category_id>/subcategories/",
    who=Who.STAFF,
    rate=BROWSING,
    permission=Permission.CATALOG_EDIT,
    opens=opens(Category, "category_id"),
    answers=made(ManagedSubcategory, headers=("ETag",)),
    conflicts=("slug_taken",),
)
def create_subcategory(actor: Actor, category_id: UUID, body: NewSubcategory) -> Response:
    """Make a subcategory."""
    wanted = catalog.SubcategoryInput(
        category_id=category_id,
        name=body.name,
        slug=body.slug or "",
        description=body.description,
    )
    with transaction(actor.db_context()):
        made = catalog.create_subcategory(actor, wanted)
    path = f"/api/categories/{category_id}/subcategories/{made.id}/"
    return _answer(made, 201, Location=address(path))


@endpoint(
    "GET",
    "/categories/<category_id>/subcategories/<subcategory_id>/",
    who=Who.STAFF,
    rate=BROWSING,
    permission=Permission.CATALOG_VIEW,
    answers=versioned(ManagedSubcategory),
)
def show_subcategory(actor: Actor, category_id: UUID, subcategory_id: UUID) -> Response:
    """Answer a subcategory to staff, with the version to change it by."""
    with acting_as(actor.db_context()):
        found: Subcategory | None = find(Subcategory, actor, subcategory_id)
        if found is None or found.category_id != category_id:
            raise NotFound
        get(Category, actor, category_id)
        return _answer(found)


@endpoint(
    "PATCH",
    "/categories/<category_id>/subcategories/<subcategory_id>/",
    who=Who.STAFF,
    rate=BROWSING,
    permission=Permission.CATALOG_EDIT,
    opens=open_subcategory,
    answers=versioned(ManagedSubcategory),
    conflicts=("edit_conflict", "slug_taken"),
    reads=("If-Match",),
)
def change_subcategory(actor: Actor, subcategory_id: UUID, body: ShelfChange) -> Response:
    """Change a subcategory that nobody else changed since it was read."""
    version = version_of(body)
    with transaction(actor.db_context()):
        present: Subcategory = get(Subcategory, actor, subcategory_id)
        wanted = merged(catalog.SubcategoryInput, present, body.changes(), version=version)
        changed = catalog.update_subcategory(actor, subcategory_id, wanted, version=version)
        return _answer(changed)


@endpoint(
    "DELETE",
    "/categories/<category_id>/subcategories/<subcategory_id>/",
    who=Who.STAFF,
    rate=BROWSING,
    permission=Permission.CATALOG_EDIT,
    opens=open_subcategory,
    answers=done(),
    conflicts=("edit_conflict",),
    reads=("If-Match",),
)
def remove_subcategory(actor: Actor, subcategory_id: UUID) -> Response:
    """Put a subcategory into the bin; its products leave the public catalogue."""
    version = asked_version()
    with transaction(actor.db_context()):
        records.remove(actor, Subcategory, subcategory_id, version=version)
    return empty()


def _answer(found: Subcategory, status: int = 200, **headers: str) -> Response:
    shown = {
        "id": str(found.id),
        "category": str(found.category_id),
        "name": found.name,
        "slug": found.slug,
        "description": found.description,
        "version": found.version,
    }
    return answer(shown, status, ETag=tag(found.version), **headers)
