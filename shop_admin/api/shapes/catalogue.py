"""Stores, shelves and products in answers, as the public and as managers see them."""

from typing import Literal

from pydantic import Field, JsonValue

from shop_admin.api.shapes.values import At, Count, Currency, Id, Money, Shape, Url, Version


class Named(Shape):
    """Something referred to: its id, its name and its slug."""

    id: Id
    name: str
    slug: str


class StoreCard(Named):
    """A store that sells at this moment."""

    description: str
    currency: Currency
    contact_email: str
    contact_phone: str


class CategoryCard(Named):
    """A category with its subcategories; `store` is null where all stores share it."""

    store: Id | None
    description: str
    subcategories: list[Named]


class ManagedCategory(CategoryCard):
    """A category as its managers see it, with the version to change it by."""

    version: Version


class ManagedSubcategory(Named):
    """A subcategory as its managers see it, with the version to change it by."""

    category: Id
    description: str
    version: Version


class Picture(Shape):
    """A picture of a product, and its thumbnail."""

    url: Url
    thumbnail_url: Url
    alt_text: str
    width: Count
    height: Count


class PlacedPicture(Picture):
    """A picture at its place among the product's pictures, counted from 0."""

    id: Id
    order: Count


class ProductCard(Named):
    """A product as lists show it."""

    sku: str
    price: Money
    currency: Currency
    in_stock: bool
    category: Named | None
    subcategory: Named | None
    store: Named
    image: Picture | None


class ProductDetails(ProductCard):
    """All that the public may know of a product; `weight` is in grams."""

    description: str
    attributes: dict[str, JsonValue]
    weight: int | None = Field(ge=1)
    inventory_count: Count
    images: list[PlacedPicture]


class ManagedProduct(ProductDetails):
    """A product as its managers see it, on sale or not, with the version to change it by."""

    version: Version
    status_flag: Literal["ACTIVE", "INACTIVE", "DRAFT", "ARCHIVED"]
    active_from: At | None
    active_to: At | None
    is_suspended: bool


class StockMove(Shape):
    """A movement of stock, and how much there is after it."""

    id: Id
    product_id: Id
    delta: int
    reason: Literal["RECEIPT", "COUNT", "DAMAGE", "RETURN", "IMPORT"]
    note: str
    inventory_count: Count
    cdate: At
