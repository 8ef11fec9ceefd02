"""Categories, subcategories and products: made, edited, checked."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from slugify import slugify

from shop_admin.db import db
from shop_admin.errors import Forbidden, Invalid, NotFound, Problem
from shop_admin.language import N_, _
from shop_admin.models.catalog import Category, Product, Subcategory
from shop_admin.models.mixins import Editable
from shop_admin.models.stores import Store
from shop_admin.money import fits, plain
from shop_admin.permissions import Actor, Permission
from shop_admin.queries.visibility import find, get, get_locked
from shop_admin.services import stock
from shop_admin.services.records import check_version, may_change

R = TypeVar("R", bound=Editable)


@dataclass(frozen=True, kw_only=True)
class Validity:
    """The shared part of what people type: status, period, notes."""

    status_flag: str = "ACTIVE"
    active_from: datetime | None = None
    active_to: datetime | None = None
    comments: str = ""


@dataclass(frozen=True, kw_only=True)
class CategoryInput(Validity):
    """A category; without a store it is shared by all."""

    store_id: UUID | None
    name: str
    slug: str = ""
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class SubcategoryInput(Validity):
    """A subcategory of a category."""

    category_id: UUID
    name: str
    slug: str = ""
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class ProductInput(Validity):
    """A product; `price` in the store's currency, `weight` in grams."""

    store_id: UUID
    sku: str
    name: str
    price: Decimal
    slug: str = ""
    ean: str = ""
    description: str = ""
    compare_at_price: Decimal | None = None
    low_stock_at: int = 5
    category_id: UUID | None = None
    subcategory_id: UUID | None = None
    tax_class: str = "standard"
    weight: int | None = None
    attributes: dict[str, Any] = field(default_factory=dict)


def create_category(actor: Actor, given: CategoryInput) -> Category:
    """Make a category. Raises Forbidden for a shared one unless the actor is an admin."""
    _require_shelf(actor, given.store_id)
    category = Category(store_id=given.store_id)
    _write(category, given, slug=_slug(given.slug, given.name))
    return _added(category)


def update_category(
    actor: Actor, category_id: UUID, given: CategoryInput, *, version: int | None
) -> Category:
    """Edit a category; it stays in its store."""
    category: Category = _changeable(actor, Category, category_id, version)
    if given.store_id != category.store_id:
        raise Invalid(_("A category stays in its store."), field="store")
    _write(category, given, slug=_slug(given.slug, given.name))
    return _flushed(category)


def create_subcategory(actor: Actor, given: SubcategoryInput) -> Subcategory:
    """Make a subcategory in a category that the actor may change."""
    category: Category | None = find(Category, actor, given.category_id)
    if category is None:
        raise Invalid(_("There is no such category."), field="category")
    _require_shelf(actor, category.store_id)
    subcategory = Subcategory(category_id=category.id)
    _write(subcategory, given, slug=_slug(given.slug, given.name))
    return _added(subcategory)


def update_subcategory(
    actor: Actor, subcategory_id: UUID, given: SubcategoryInput, *, version: int | None
) -> Subcategory:
    """Edit a subcategory; it stays in its category."""
    subcategory: Subcategory = _changeable(actor, Subcategory, subcategory_id, version)
    if given.category_id != subcategory.category_id:
        raise Invalid(_("A subcategory stays in its category."), field="category")
    _write(subcategory, given, slug=_slug(given.slug, given.name))
    return _flushed(subcategory)


def create_product(actor: Actor, given: ProductInput, *, inventory_count: int = 0) -> Product:
    """Make a product with its first stock. Raises Invalid, or Conflict where the SKU is taken."""
    actor.require(Permission.CATALOG_EDIT, given.store_id)
    store: Store = get(Store, actor, given.store_id)
    _check_product(actor, given, store)
    product = Product(store_id=store.id)
    _write(product, given, slug=_slug(given.slug, f"{given.name} {given.sku}"))
    _added(product)
    if inventory_count:
        stock.receive(actor, product.id, inventory_count, note=N_("First stock"))
    return product


def update_product(
    actor: Actor, product_id: UUID, given: ProductInput, *, version: int | None
) -> Product:
    """Edit a product; it stays in its store, and its stock moves by movements only."""
    product: Product = _changeable(actor, Product, product_id, version)
    if given.store_id != product.store_id:
        raise Invalid(_("A product stays in its store."), field="store")
    _check_product(actor, given, get(Store, actor, product.store_id))
    _write(product, given, slug=_slug(given.slug, product.slug))
    return _flushed(product)


def _require_shelf(actor: Actor, store_id: UUID | None) -> None:
    if store_id is None:
        actor.require(Permission.SHARED_CATEGORY_EDIT)
    else:
        actor.require(Permission.CATALOG_EDIT, store_id)


def _changeable(actor: Actor, model: type[Any], record_id: UUID, version: int | None) -> Any:
    record = get_locked(model, actor, record_id)
    if not may_change(actor, record):
        raise Forbidden
    check_version(record, version)
    return record


def _check_product(actor: Actor, given: ProductInput, store: Store) -> None:
    problems = [*_price_problems(given, store.currency), *_shelf_problems(actor, given)]
    if problems:
        raise Invalid(_("Some fields need another look."), problems=tuple(problems))


def _price_problems(given: ProductInput, currency: str) -> list[Problem]:
    problems = []
    for name, amount in (("price", given.price), ("compare_at_price", given.compare_at_price)):
        if amount is None:
            continue
        if not 0 <= amount < Decimal(10) ** 10:
            problems.append(Problem(name, _("Give an amount from 0 to 9,999,999,999.")))
        elif not fits(amount, currency):
            text = _(
                "%(currency)s has fewer decimals: %(example)s, for example.",
                currency=currency,
                example=plain(amount, currency),
            )
            problems.append(Problem(name, text))
    if given.compare_at_price is not None and given.compare_at_price <= given.price:
        problems.append(
            Problem("compare_at_price", _("The price to compare with must be above the price."))
        )
    return problems


def _shelf_problems(actor: Actor, given: ProductInput) -> list[Problem]:
    """Check ids that came from outside: what is out of scope is as unknown as what never was."""
    if given.category_id is not None:
        category: Category | None = find(Category, actor, given.category_id)
        if category is None or category.store_id not in (None, given.store_id):
            return [Problem("category", _("There is no such category in this store."))]
    if given.subcategory_id is not None:
        subcategory: Subcategory | None = find(Subcategory, actor, given.subcategory_id)
        if subcategory is None or subcategory.category_id != given.category_id:
            return [Problem("subcategory", _("There is no such subcategory in this category."))]
    return []


def _write(record: Any, given: Validity, *, slug: str) -> None:
    """Copy what was typed onto the record; its place (store, category of a subcategory) stays."""
    fixed = {"store_id", "slug"} | ({"category_id"} if isinstance(record, Subcategory) else set())
    for name in given.__dataclass_fields__:
        if name not in fixed:
            setattr(record, name, getattr(given, name))
    record.slug = slug


def _slug(given: str, fallback: str) -> str:
    """Return the slug that was typed, or one made from the name: letters, digits and hyphens."""
    slug = slugify(given or fallback, max_length=80)
    if not slug:
        raise Invalid(_("Give a slug of letters and digits."), field="slug")
    return slug


def _added(record: R) -> R:
    db.session.add(record)
    return _flushed(record)


def _flushed(record: R) -> R:
    # Flushing here makes the database's refusal come while the story is still being told.
    db.session.flush()
    return record


def get_product_for_edit(actor: Actor, product_id: UUID) -> Product:
    """Return a product that the actor may edit. Raises NotFound or Forbidden."""
    product: Product | None = find(Product, actor, product_id)
    if product is None:
        raise NotFound
    actor.require(Permission.CATALOG_EDIT, product.store_id)
    return product
