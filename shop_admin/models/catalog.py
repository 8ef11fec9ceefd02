"""What a store sells: categories, subcategories, products and their pictures."""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_admin.db import Model
from shop_admin.models.mixins import (
    Amount,
    Editable,
    Scope,
    StoreOwned,
    belongs_to,
    editable_checks,
    moment_indexes,
    store_key,
)
from shop_admin.models.stores import Store

SLUG_CHECK = "slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'"
LIVE = sa.text("NOT is_deleted")
# The text that products are searched by; its trigram index serves this very expression only.
PRODUCT_SEARCH = "((((name || ' ') || sku) || ' ') || description)"


class Category(Editable, Model):
    """A shelf of the catalogue: a store's own, or shared by all stores."""

    __tablename__ = "categories"
    scope: ClassVar[Scope] = Scope.SHARED

    store_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("stores.id"), sort_order=-90)
    name: Mapped[str]
    slug: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")

    subcategories: Mapped[list["Subcategory"]] = relationship(
        back_populates="category", order_by="Subcategory.name", viewonly=True
    )
    store: Mapped[Store | None] = relationship(lazy="joined", viewonly=True)

    __table_args__ = (
        *editable_checks(),
        sa.CheckConstraint(SLUG_CHECK, name="slug"),
        sa.Index(
            "ux_categories_slug",
            "store_id",
            "slug",
            unique=True,
            postgresql_where=LIVE,
            postgresql_nulls_not_distinct=True,
        ),
    )

    def __str__(self) -> str:
        """Return the category's name."""
        return self.name


class Subcategory(Editable, Model):
    """A part of a category; its store is its category's, which a trigger sees to."""

    __tablename__ = "subcategories"
    scope: ClassVar[Scope] = Scope.SHARED

    store_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("stores.id"), sort_order=-90)
    category_id: Mapped[UUID] = mapped_column(sa.ForeignKey("categories.id"))
    name: Mapped[str]
    slug: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")

    category: Mapped[Category] = relationship(back_populates="subcategories", lazy="joined")

    __table_args__ = (
        *editable_checks(),
        sa.CheckConstraint(SLUG_CHECK, name="slug"),
        sa.UniqueConstraint("category_id", "id", name="uq_subcategories_category_id_id"),
        sa.Index(
            "ux_subcategories_slug", "category_id", "slug", unique=True, postgresql_where=LIVE
        ),
    )

    def __str__(self) -> str:
        """Return the subcategory's name."""
        return self.name


class Product(StoreOwned, Editable, Model):
    """A thing for sale. Its stock is the sum of its movements and moves by them only."""

    __tablename__ = "products"

    category_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("categories.id"), index=True)
    subcategory_id: Mapped[UUID | None]
    sku: Mapped[str]
    ean: Mapped[str] = mapped_column(server_default="")
    name: Mapped[str]
    slug: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")
    price: Mapped[Decimal] = mapped_column(Amount)
    compare_at_price: Mapped[Decimal | None] = mapped_column(Amount)
    inventory_count: Mapped[int] = mapped_column(
        server_default="0", server_onupdate=sa.FetchedValue()
    )
    low_stock_at: Mapped[int] = mapped_column(server_default="5")
    tax_class: Mapped[str] = mapped_column(server_default="standard")
    weight: Mapped[int | None]
    attributes: Mapped[dict[str, Any]] = mapped_column(server_default="{}")

    store: Mapped[Store] = relationship(lazy="joined", innerjoin=True, viewonly=True)
    category: Mapped[Category | None] = relationship(lazy="joined", viewonly=True)
    subcategory: Mapped[Subcategory | None] = relationship(
        primaryjoin="Subcategory.id == foreign(Product.subcategory_id)", viewonly=True
    )
    images: Mapped[list["ProductImage"]] = relationship(
        back_populates="product",
        primaryjoin="and_(ProductImage.product_id == Product.id, ~ProductImage.is_deleted)",
        order_by="ProductImage.order, ProductImage.id",
        viewonly=True,
    )

    __table_args__ = (
        *editable_checks(),
        store_key("products"),
        sa.ForeignKeyConstraint(
            ["category_id", "subcategory_id"], ["subcategories.category_id", "subcategories.id"]
        ),
        sa.CheckConstraint(SLUG_CHECK, name="slug"),
        sa.CheckConstraint("sku <> ''", name="sku"),
        sa.CheckConstraint("price >= 0", name="price"),
        sa.CheckConstraint("compare_at_price > price", name="compare_at_price"),
        sa.CheckConstraint("inventory_count >= 0", name="inventory_count"),
        sa.CheckConstraint("low_stock_at >= 0", name="low_stock_at"),
        sa.CheckConstraint("weight > 0", name="weight"),
        sa.CheckConstraint(
            "subcategory_id IS NULL OR category_id IS NOT NULL", name="subcategory_in_category"
        ),
        sa.Index(
            "ux_products_sku", "store_id", sa.text("lower(sku)"), unique=True, postgresql_where=LIVE
        ),
        sa.Index("ux_products_slug", "store_id", "slug", unique=True, postgresql_where=LIVE),
        sa.Index("ix_products_store_id_cdate", "store_id", sa.text("cdate DESC"), "id"),
        sa.Index(
            "ix_products_search",
            sa.literal_column(PRODUCT_SEARCH).label("search"),
            postgresql_using="gin",
            postgresql_ops={"search": "gin_trgm_ops"},
        ),
        # In the database it collates "C", which the comparison with the models cannot read back.
        sa.Index("ix_products_name", sa.text("folded(name)"), "id"),
        sa.Index("ix_products_price", "price", "id"),
        *moment_indexes("products"),
    )

    @property
    def is_low(self) -> bool:
        """Tell whether it is time to order more."""
        return self.inventory_count <= self.low_stock_at

    def is_valid_at(self, moment: datetime) -> bool:
        """Tell whether a moment lies in the product's period [active_from, active_to)."""
        return (self.active_from is None or self.active_from <= moment) and (
            self.active_to is None or moment < self.active_to
        )

    def __str__(self) -> str:
        """Return the product's name."""
        return self.name


class ProductImage(StoreOwned, Editable, Model):
    """A picture of a product, re-encoded from what was uploaded; `image` is its storage key."""

    __tablename__ = "product_images"

    product_id: Mapped[UUID]
    image: Mapped[str] = mapped_column(unique=True)
    thumbnail: Mapped[str] = mapped_column(unique=True)
    alt_text: Mapped[str] = mapped_column(server_default="")
    order: Mapped[int] = mapped_column(server_default="0")
    width: Mapped[int]
    height: Mapped[int]
    sha256: Mapped[str]

    product: Mapped[Product] = relationship(
        back_populates="images",
        primaryjoin="Product.id == foreign(ProductImage.product_id)",
        viewonly=True,
    )

    __table_args__ = (
        *editable_checks(),
        belongs_to("products", "product_id"),
        sa.CheckConstraint("width > 0 AND height > 0", name="size"),
        sa.Index("ix_product_images_product_id", "product_id", "order"),
        *moment_indexes("product_images"),
    )
