"""The public catalogue, one statement a request: plain columns of what shop_reader may read."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement, SQLColumnExpression
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by

from shop_admin.models.catalog import Category, Product, ProductImage, Subcategory
from shop_admin.models.stores import Store
from shop_admin.permissions import Actor
from shop_admin.queries import search
from shop_admin.queries.pages import Rows, Sorting
from shop_admin.queries.publication import in_force, product_is_public
from shop_admin.queries.visibility import visible

UUID_TEXT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)

SORTINGS = {
    sorting.name: sorting
    for sorting in (
        Sorting(name="name", keys=(search.NAME, Product.id)),
        Sorting(name="-name", keys=(search.NAME, Product.id), descending=True),
        Sorting(name="price", keys=(Product.price, Product.id)),
        Sorting(name="-price", keys=(Product.price, Product.id), descending=True),
        # Ids are UUIDv7: their order is the order of creation, and the key's index serves it.
        Sorting(name="-created", keys=(Product.id,), descending=True),
    )
}
PICTURE = ("id", "alt_text", "width", "height")
_IDS = ARRAY(sa.Uuid())
STORES_BY_NAME = Sorting(name="name", keys=(Store.name, Store.id))
CATEGORIES_BY_NAME = Sorting(name="name", keys=(Category.name, Category.id))


@dataclass(frozen=True, kw_only=True)
class ProductFilter:
    """What a list of products is narrowed to; references are slugs or ids.

    A search that found few products names them by `found`; else the words are looked for on the
    way. One for the best takes as many at most as can be put in the order of their likeness.
    """

    category: str | None = None
    subcategory: str | None = None
    store: str | None = None
    words: tuple[str, ...] = ()
    found: Sequence[UUID] | None = None
    is_for_the_best: bool = False
    min_price: Decimal | None = None
    max_price: Decimal | None = None
    in_stock: bool | None = None


def public_products(wanted: ProductFilter) -> Rows:
    """Return the select of public products with what a list shows of each."""
    if wanted.is_for_the_best and wanted.found is None:
        return _public_cards().where(Product.id.in_(_best(wanted)))
    return _public_cards().where(*_narrowed(wanted), *_searched(wanted))


def public_product(product_id: UUID) -> Rows:
    """Return the select of one public product with all that the public may know of it."""
    return _public_details().where(Product.id == product_id)


def managed_product(actor: Actor, product_id: UUID) -> Rows:
    """Return the select of one product, on sale or not, with what its managers need besides."""
    managed = (
        Product.store_id,
        Product.version,
        Product.status_flag,
        Product.active_from,
        Product.active_to,
        Product.is_suspended,
    )
    return _products(*_card(), *_details(), *managed).where(
        Product.id == product_id, *visible(Product, actor)
    )


def offered(product_ids: Collection[UUID]) -> Rows:
    """Return the select of which of these products are public, with their stores."""
    return _offered().where(Product.id == sa.any_(sa.cast(_array(list(product_ids)), _IDS)))


@cache
def public_stores() -> Rows:
    """Return the select of stores that sell at this moment."""
    return sa.select(
        Store.id,
        Store.name,
        Store.slug,
        Store.description,
        Store.currency,
        Store.contact_email,
        Store.contact_phone,
    ).where(*in_force(Store))


@cache
def public_categories() -> Rows:
    """Return the select of shared categories and those of public stores, with subcategories."""
    return (
        _categories()
        .outerjoin(Store, Store.id == Category.store_id)
        .where(*in_force(Category), sa.or_(Category.store_id.is_(None), sa.and_(*in_force(Store))))
    )


def managed_category(actor: Actor, category_id: UUID) -> Rows:
    """Return the select of one category with its version, as its managers see it."""
    return (
        _categories()
        .add_columns(Category.version)
        .where(Category.id == category_id, *visible(Category, actor))
    )


def public_image(image_id: UUID) -> Rows:
    """Return the select of a picture's storage keys, if its product is public."""
    return (
        _products(ProductImage.image, ProductImage.thumbnail)
        .join(ProductImage, ProductImage.product_id == Product.id)
        .where(ProductImage.id == image_id, *in_force(ProductImage), *product_is_public())
    )


def relevance(words: Collection[str]) -> Sorting:
    """Return the order by likeness to the words: names that are them, begin so, are like them."""
    rank = search.likeness(" ".join(words))
    return Sorting(name="relevance", keys=(rank, Product.id), descending=True)


def refers(model: type[Category | Subcategory | Store], reference: str) -> ColumnElement[bool]:
    """Return the where-clause of a record named by its slug or its id."""
    if UUID_TEXT.fullmatch(reference):
        return sa.or_(model.slug == reference, model.id == UUID(reference))
    return model.slug == reference


# A select never changes, so what every request begins with is put together once.
@cache
def _public_cards() -> Rows:
    return _products(*_card(), _first_image().label("image")).where(*product_is_public())


@cache
def _offered() -> Rows:
    return _products(Product.id, Product.store_id, Store.slug.label("store_slug")).where(
        *product_is_public()
    )


@cache
def _public_details() -> Rows:
    return _products(*_card(), *_details()).where(*product_is_public())


def _products(*columns: Any) -> Rows:
    return (
        sa.select(*columns)
        .select_from(Product)
        .join(Store, Store.id == Product.store_id)
        .outerjoin(Category, Category.id == Product.category_id)
        .outerjoin(Subcategory, Subcategory.id == Product.subcategory_id)
    )


def _card() -> tuple[SQLColumnExpression[Any], ...]:
    shown = (Product.sku, Product.name, Product.slug, Product.price, Store.currency)
    parts = [
        column.label(f"{name}_{column.key}")
        for name, model in (
            ("category", Category),
            ("subcategory", Subcategory),
            ("store", Store),
        )
        for column in (model.id, model.name, model.slug)
    ]
    available = (Product.inventory_count > 0).label("in_stock")
    return (Product.id.label("product_id"), *shown, available, *parts)


def _details() -> tuple[Any, ...]:
    return (
        Product.description,
        Product.attributes,
        Product.weight,
        Product.inventory_count,
        _all_images().label("images"),
    )


def _first_image() -> Any:
    # A value, no join: PostgreSQL asks for it once the page is cut out, not for every product.
    pairs = _pairs(ProductImage, PICTURE)
    return (
        sa.select(sa.func.json_build_object(*pairs))
        .where(ProductImage.product_id == Product.id, *in_force(ProductImage))
        .order_by(ProductImage.order, ProductImage.id)
        .limit(1)
        .correlate(Product)
        .scalar_subquery()
    )


def _all_images() -> Any:
    names = ("id", "alt_text", "order", "width", "height")
    pairs = _pairs(ProductImage, names)
    image = sa.func.json_build_object(*pairs)
    ordered = aggregate_order_by(image, ProductImage.order, ProductImage.id)
    return (
        sa.select(sa.func.json_agg(ordered))
        .where(ProductImage.product_id == Product.id, *in_force(ProductImage))
        .correlate(Product)
        .scalar_subquery()
    )


def _pairs(model: Any, names: Sequence[str]) -> list[Any]:
    # Written out: the type of a parameter could not be told from where it stands.
    return [part for name in names for part in (sa.text(f"'{name}'"), getattr(model, name))]


def _categories() -> Rows:
    pairs = _pairs(Subcategory, ("id", "name", "slug"))
    ordered = aggregate_order_by(
        sa.func.json_build_object(*pairs), Subcategory.name, Subcategory.id
    )
    subcategories = (
        sa.select(sa.func.json_agg(ordered))
        .where(Subcategory.category_id == Category.id, *in_force(Subcategory))
        .correlate(Category)
        .scalar_subquery()
    )
    return sa.select(
        Category.id,
        Category.store_id,
        Category.name,
        Category.slug,
        Category.description,
        subcategories.label("subcategories"),
    ).select_from(Category)


def _best(wanted: ProductFilter) -> sa.Select[UUID]:
    """Return the ids of what is put in order: whose name begins with the words, and the newest.

    A word that half of the catalogue has would else put half of the catalogue in order.
    """
    public = _products(Product.id).where(*product_is_public(), *_narrowed(wanted))
    # A name that begins with the words has them all.
    named = public.where(search.name_begins(" ".join(wanted.words)))
    newest = public.where(*_searched(wanted))
    best = sa.union_all(
        named.order_by(search.NAME, Product.id).limit(search.BEST).subquery().select(),
        newest.order_by(Product.id.desc()).limit(search.BEST).subquery().select(),
    )
    return sa.select(best.cte("best").prefix_with("MATERIALIZED").c.id)


def _searched(wanted: ProductFilter) -> list[ColumnElement[bool]]:
    if wanted.found is not None:
        return [Product.id == sa.any_(sa.cast(_array(wanted.found), _IDS))]
    return [search.has_all(wanted.words)] if wanted.words else []


def _array(ids: Sequence[UUID]) -> ColumnElement[str]:
    # As one text: a thousand parameters take longer to write than to look for.
    return sa.literal("{" + ",".join(map(str, ids)) + "}", sa.Text())


def _narrowed(wanted: ProductFilter) -> list[ColumnElement[bool]]:
    clauses = []
    for model, reference in (
        (Category, wanted.category),
        (Subcategory, wanted.subcategory),
        (Store, wanted.store),
    ):
        if reference is not None:
            clauses.append(refers(model, reference))
    if wanted.min_price is not None:
        clauses.append(Product.price >= wanted.min_price)
    if wanted.max_price is not None:
        clauses.append(Product.price <= wanted.max_price)
    if wanted.in_stock is not None:
        clauses.append((Product.inventory_count > 0) == sa.literal(wanted.in_stock))
    return clauses
