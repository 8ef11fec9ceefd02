"""Product pictures: stored first, then recorded, ordered, described, removed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from shop_admin.db import db
from shop_admin.documents.pictures import Picture, read_picture
from shop_admin.errors import Conflict, Invalid
from shop_admin.language import _
from shop_admin.models.catalog import Product, ProductImage
from shop_admin.permissions import Actor, Permission
from shop_admin.providers.storage.base import Storage, new_key
from shop_admin.queries.visibility import get, get_locked
from shop_admin.services import records

MOST_IMAGES = 20


@dataclass(frozen=True, kw_only=True)
class StoredPicture:
    """A picture that lies in the storage and waits for its row."""

    image: str
    thumbnail: str
    width: int
    height: int
    sha256: str


def store_picture(data: bytes, storage: Storage, *, on: date) -> StoredPicture:
    """Re-encode an upload and store it with its thumbnail; call it with no transaction open.

    Files come first and rows after: a row without its file cannot be. Raises PictureError.
    """
    return keep_picture(read_picture(data), storage, on=on)


def keep_picture(picture: Picture, storage: Storage, *, on: date) -> StoredPicture:
    """Store a picture that was re-encoded already, with its thumbnail; no transaction open."""
    image, thumbnail = new_key("pictures", "webp", on), new_key("pictures", "webp", on)
    storage.put(image, picture.full, "image/webp")
    storage.put(thumbnail, picture.thumbnail, "image/webp")
    return StoredPicture(
        image=image,
        thumbnail=thumbnail,
        width=picture.width,
        height=picture.height,
        sha256=picture.sha256,
    )


def free_places(actor: Actor, product_id: UUID) -> int:
    """Return how many pictures a product still takes; asked before any is decoded."""
    product: Product = get(Product, actor, product_id)
    actor.require(Permission.CATALOG_EDIT, product.store_id)
    return max(MOST_IMAGES - len(_images(product)), 0)


def discard_picture(stored: StoredPicture, storage: Storage) -> None:
    """Delete a stored picture whose row was refused."""
    storage.delete(stored.image)
    storage.delete(stored.thumbnail)


def too_many() -> Conflict:
    """Return the refusal of one picture more than a product takes."""
    sentence = _("A product has %(most)s pictures at most. Remove one first.", most=MOST_IMAGES)
    return Conflict(sentence, code="too_many_images")


def add_image(
    actor: Actor, product_id: UUID, stored: StoredPicture, *, alt_text: str = ""
) -> ProductImage:
    """Put a stored picture at the end of a product's pictures."""
    product = _product(actor, product_id)
    existing = _images(product)
    if len(existing) >= MOST_IMAGES:
        raise too_many()
    image = ProductImage(
        store_id=product.store_id,
        product_id=product.id,
        image=stored.image,
        thumbnail=stored.thumbnail,
        width=stored.width,
        height=stored.height,
        sha256=stored.sha256,
        alt_text=alt_text,
        order=max((one.order for one in existing), default=-1) + 1,
    )
    db.session.add(image)
    db.session.flush()
    return image


def update_image(
    actor: Actor, image_id: UUID, *, alt_text: str, order: int | None = None
) -> ProductImage:
    """Describe a picture for those who cannot see it, and place it."""
    image: ProductImage = get_locked(ProductImage, actor, image_id)
    actor.require(Permission.CATALOG_EDIT, image.store_id)
    image.alt_text = alt_text
    if order is not None:
        image.order = order
    db.session.flush()
    return image


def arrange_images(actor: Actor, product_id: UUID, ordered: Sequence[UUID]) -> None:
    """Put a product's pictures into this order; it must name each of them once."""
    product = _product(actor, product_id)
    images = {image.id: image for image in _images(product)}
    if sorted(ordered) != sorted(images):
        raise Invalid(_("The pictures changed in the meantime. Look again."), field="images")
    for position, image_id in enumerate(ordered):
        images[image_id].order = position
    db.session.flush()


def remove_image(actor: Actor, image_id: UUID) -> ProductImage:
    """Put a picture into the bin."""
    removed: ProductImage = records.remove(actor, ProductImage, image_id)
    return removed


def _product(actor: Actor, product_id: UUID) -> Product:
    product: Product = get_locked(Product, actor, product_id)
    actor.require(Permission.CATALOG_EDIT, product.store_id)
    return product


def _images(product: Product) -> Sequence[ProductImage]:
    return db.session.scalars(
        sa.select(ProductImage)
        .where(
            ProductImage.product_id == product.id,
            ProductImage.store_id == product.store_id,
            ProductImage.is_deleted.is_(False),
        )
        .order_by(ProductImage.order, ProductImage.id)
    ).all()
