"""A store's staff change products: made, edited, put into the bin, their stock moved."""

from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from flask import Response
from pydantic import Field, JsonValue
from pydantic.functional_validators import AfterValidator

from shop_admin.api.answers import address, answer, empty, moment, to_bytes
from shop_admin.api.gate import Who
from shop_admin.api.opening import opens
from shop_admin.api.products import managed_answer, read_managed
from shop_admin.api.rates import BROWSING
from shop_admin.api.references import category_id_of, store_id_of, subcategory_id_of
from shop_admin.api.routes import endpoint
from shop_admin.api.schemas import Schema
from shop_admin.api.shapes.catalogue import ManagedProduct, StockMove
from shop_admin.api.shapes.declared import Answer, done, made, versioned
from shop_admin.api.values import Amount, Line, Moment, Reference, Text, Whole
from shop_admin.api.versions import Versioned, asked_version, merged, version_of
from shop_admin.db import transaction
from shop_admin.models.catalog import Product
from shop_admin.permissions import Actor, Permission
from shop_admin.queries.visibility import get
from shop_admin.services import catalog, records, stock

LARGEST_ATTRIBUTES = 20_000
MOST_STOCK = 1_000_000


def _small(attributes: dict[str, Any]) -> dict[str, Any]:
    if len(to_bytes(attributes)) > LARGEST_ATTRIBUTES:
        raise ValueError("Use less: attributes take 20 kB at most.")
    return attributes


StatusFlag = Literal["ACTIVE", "INACTIVE", "DRAFT", "ARCHIVED"]
Attributes = Annotated[dict[Line, JsonValue], AfterValidator(_small)]
Weight = Annotated[Whole, Field(ge=1, le=100_000_000)]


class NewProduct(Schema):
    """A product to make; `weight` in grams, `price` in the store's currency."""

    sku: Line = Field(min_length=1, max_length=64)
    name: Line = Field(min_length=1, max_length=200)
    price: Amount
    store: Reference
    category: Reference | None = None
    subcategory: Reference | None = None
    description: Text = Field("", max_length=20_000)
    inventory_count: Whole = Field(0, ge=0, le=MOST_STOCK)
    attributes: Attributes = Field(default_factory=dict)
    weight: Weight | None = None
    active_from: Moment | None = None
    active_to: Moment | None = None
    status_flag: StatusFlag = "ACTIVE"


class ProductChange(Versioned):
    """What changes of a product; what is not sent stays as it is."""

    sku: Line = Field("", min_length=1, max_length=64)
    name: Line = Field("", min_length=1, max_length=200)
    price: Amount = Decimal(0)
    category: Reference | None = None
    subcategory: Reference | None = None
    description: Text = Field("", max_length=20_000)
    attributes: Attributes = Field(default_factory=dict)
    weight: Weight | None = None
    active_from: Moment | None = None
    active_to: Moment | None = None
    status_flag: StatusFlag = "ACTIVE"


class StockChange(Schema):
    """How a product's stock moves, and why."""

    delta: Whole = Field(ge=-MOST_STOCK, le=MOST_STOCK)
    reason: Literal["RECEIPT", "COUNT", "DAMAGE", "RETURN", "IMPORT"]
    note: Line = Field("", max_length=500)


@endpoint(
    "POST",
    "/products/",
    who=Who.STAFF,
    rate=BROWSING,
    permission=Permission.CATALOG_EDIT,
    answers=made(ManagedProduct, headers=("ETag",)),
    conflicts=("sku_taken", "slug_taken"),
)
def create_product(actor: Actor, body: NewProduct) -> Response:
    """Make a product with its first stock."""
    given = body.model_dump(exclude={"store", "category", "subcategory", "inventory_count"})
    with transaction(actor.db_context()):
        store_id = store_id_of(actor, body.store)
        actor.require(Permission.CATALOG_EDIT, store_id)
        shelf = _shelf(actor, store_id, body.category, body.subcategory)
        wanted = catalog.ProductInput(**{**given, **shelf, "store_id": store_id})
        product = catalog.create_product(actor, wanted, inventory_count=body.inventory_count)
        row = read_managed(actor, product.id)
    return managed_answer(row, 201, Location=address(f"/api/products/{row.product_id}/"))


@endpoint(
    "PATCH",
    "/products/<product_id>/",
    who=Who.STAFF,
    rate=BROWSING,
    permission=Permission.CATALOG_EDIT,
    opens=opens(Product, "product_id"),
    answers=versioned(ManagedProduct),
    conflicts=("edit_conflict", "sku_taken", "slug_taken"),
    reads=("If-Match",),
)
def change_product(actor: Actor, product_id: UUID, body: ProductChange) -> Response:
    """Change a product that nobody else changed since it was read."""
    version = version_of(body)
    with transaction(actor.db_context()):
        product: Product = get(Product, actor, product_id)
        changes = _resolved(actor, product, body.changes())
        wanted = merged(catalog.ProductInput, product, changes, version=version)
        catalog.update_product(actor, product_id, wanted, version=version)
        row = read_managed(actor, product_id)
    return managed_answer(row)


@endpoint(
    "DELETE",
    "/products/<product_id>/",
    who=Who.STAFF,
    rate=BROWSING,
    permission=Permission.CATALOG_EDIT,
    opens=opens(Product, "product_id"),
    answers=done(),
    conflicts=("edit_conflict",),
    reads=("If-Match",),
)
def remove_product(actor: Actor, product_id: UUID) -> Response:
    """Put a product into the bin."""
    version = asked_version()
    with transaction(actor.db_context()):
        records.remove(actor, Product, product_id, version=version)
    return empty()


@endpoint(
    "POST",
    "/products/<product_id>/stock/",
    who=Who.STAFF,
    rate=BROWSING,
    permission=Permission.STOCK_MOVE,
    opens=opens(Product, "product_id"),
    answers={201: Answer(shapes=(StockMove,))},
    conflicts=("out_of_stock",),
)
def move_stock(actor: Actor, product_id: UUID, body: StockChange) -> Response:
    """Move a product's stock by hand."""
    with transaction(actor.db_context()):
        moved = stock.adjust(actor, product_id, body.delta, body.reason, note=body.note)
        product: Product = get(Product, actor, product_id)
        shown = {
            "id": str(moved.id),
            "product_id": str(product_id),
            "delta": moved.delta,
            "reason": moved.reason,
            "note": moved.note,
            "inventory_count": product.inventory_count,
            "cdate": moment(moved.cdate),
        }
    return answer(shown, 201)


def _shelf(
    actor: Actor, store_id: UUID, category: str | None, subcategory: str | None
) -> dict[str, UUID | None]:
    category_id = category_id_of(actor, store_id, category) if category is not None else None
    found = subcategory_id_of(actor, category_id, subcategory) if subcategory is not None else None
    return {"category_id": category_id, "subcategory_id": found}


def _resolved(actor: Actor, product: Product, changes: dict[str, Any]) -> dict[str, Any]:
    """Replace the names of shelves by their ids."""
    category_id = product.category_id
    if "category" in changes:
        named = changes.pop("category")
        category_id = category_id_of(actor, product.store_id, named) if named else None
        changes["category_id"] = category_id
    if "subcategory" in changes:
        named = changes.pop("subcategory")
        changes["subcategory_id"] = subcategory_id_of(actor, category_id, named) if named else None
    return changes
