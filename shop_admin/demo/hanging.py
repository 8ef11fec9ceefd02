"""Hangs the demo's pictures: logos on the stores, drawn pictures on the products."""

from datetime import date

import sqlalchemy as sa

from shop_admin.db import acting_as
from shop_admin.demo.cast import Products
from shop_admin.demo.catalogue import STORES, product
from shop_admin.demo.drawing import Drawn, Key
from shop_admin.demo.moments import shelving_moment, transaction_at
from shop_admin.demo.pictures import draw_logo
from shop_admin.documents.pictures import read_logo
from shop_admin.models.catalog import Product, ProductImage
from shop_admin.models.stores import Store
from shop_admin.permissions import Actor
from shop_admin.providers.storage.base import Storage, new_key
from shop_admin.queries.visibility import visible
from shop_admin.services import images


def store_logos(storage: Storage, today: date) -> dict[str, str]:
    """Draw and store the logos; return their keys by store."""
    keys = {store.slug: new_key("logos", "png", today) for store in STORES}
    for store in STORES:
        storage.put(keys[store.slug], read_logo(draw_logo(store)).data, "image/png")
    return keys


def list_bare(actor: Actor) -> list[Key]:
    """Return the demo's products, (store, SKU), that have no picture yet or are not there yet."""
    pictured = (
        sa.select(Store.slug, Product.sku)
        .join(Product, Product.store_id == Store.id)
        .join(ProductImage, ProductImage.product_id == Product.id)
        .where(*visible(ProductImage, actor))
    )
    with acting_as(actor.db_context()) as session:
        done = {(row.slug, row.sku) for row in session.execute(pictured)}
    wanted = [(store.slug, one.sku) for store in STORES for one in store.products]
    return [key for key in wanted if key not in done]


def hang_pictures(
    actor: Actor, drawn: Drawn, products: Products, storage: Storage, today: date
) -> None:
    """Store each product's pictures and record them, as if they had come with the product."""
    for (store, sku), pictures in drawn:
        stored = [images.keep_picture(picture, storage, on=today) for picture in pictures]
        name = product(store, sku).name
        with transaction_at(shelving_moment(today, store, sku), actor):
            for view, picture in enumerate(stored):
                alt_text = f"{name}, a detail" if view else name
                images.add_image(actor, products[store, sku], picture, alt_text=alt_text)
