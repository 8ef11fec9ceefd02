"""Pictures of products: uploaded, described, placed and removed by a store's staff."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Response
from pydantic import Field

from shop_admin import clock, wiring
from shop_admin.api.answers import address, answer, empty
from shop_admin.api.gate import Who
from shop_admin.api.opening import opens, opens_child
from shop_admin.api.product_json import picture_of
from shop_admin.api.rates import BROWSING
from shop_admin.api.routes import endpoint
from shop_admin.api.schemas import Schema, Upload
from shop_admin.api.shapes.catalogue import PlacedPicture
from shop_admin.api.shapes.declared import done, made, shown
from shop_admin.api.values import Line, Whole
from shop_admin.db import READER, acting_as, db, transaction
from shop_admin.errors import ShopError
from shop_admin.models.catalog import Product, ProductImage
from shop_admin.permissions import Actor, Permission
from shop_admin.queries.visibility import get
from shop_admin.services import images

open_image = opens_child(ProductImage, "image_id", Product, "product_id")


class NewPicture(Upload):
    """A file of the form, and what it shows in words."""

    image: bytes
    alt_text: Line = Field("", max_length=300)


class PictureChange(Schema):
    """What changes of a picture; `order` is its place, from 0."""

    alt_text: Line = Field("", max_length=300)
    order: Whole = Field(0, ge=0, lt=images.MOST_IMAGES)


@endpoint(
    "POST",
    "/products/<product_id>/images/",
    who=Who.STAFF,
    rate=BROWSING,
    permission=Permission.CATALOG_EDIT,
    opens=opens(Product, "product_id"),
    answers=made(PlacedPicture),
    conflicts=("too_many_images",),
)
def upload_picture(actor: Actor, product_id: UUID, body: NewPicture) -> Response:
    """Store an upload, decoded and encoded anew, as the product's last picture."""
    storage = wiring.parts().storage
    with acting_as(actor.db_context()):
        if not images.free_places(actor, product_id):
            raise images.too_many()
    stored = images.store_picture(body.image, storage, on=_today())
    try:
        with transaction(actor.db_context()):
            shown = _shown(images.add_image(actor, product_id, stored, alt_text=body.alt_text))
    except ShopError:
        images.discard_picture(stored, storage)
        raise
    return answer(shown, 201, Location=address(f"/api/products/{product_id}/"))


@endpoint(
    "PATCH",
    "/products/<product_id>/images/<image_id>/",
    who=Who.STAFF,
    rate=BROWSING,
    permission=Permission.CATALOG_EDIT,
    opens=open_image,
    answers=shown(PlacedPicture),
    conflicts=("edit_conflict",),
)
def change_picture(actor: Actor, product_id: UUID, image_id: UUID, body: PictureChange) -> Response:
    """Describe a picture, or move it to another place."""
    with transaction(actor.db_context()):
        if "alt_text" in body.model_fields_set:
            images.update_image(actor, image_id, alt_text=body.alt_text)
        if "order" in body.model_fields_set:
            images.arrange_images(actor, product_id, _moved(actor, product_id, image_id, body))
        shown = _shown(get(ProductImage, actor, image_id))
    return answer(shown)


@endpoint(
    "DELETE",
    "/products/<product_id>/images/<image_id>/",
    who=Who.STAFF,
    rate=BROWSING,
    permission=Permission.CATALOG_EDIT,
    opens=open_image,
    answers=done(),
    conflicts=("edit_conflict",),
)
def remove_picture(actor: Actor, image_id: UUID) -> Response:
    """Put a picture into the bin."""
    with transaction(actor.db_context()):
        images.remove_image(actor, image_id)
    return empty()


def _moved(actor: Actor, product_id: UUID, image_id: UUID, body: PictureChange) -> list[UUID]:
    product: Product = get(Product, actor, product_id)
    others = [image.id for image in product.images if image.id != image_id]
    return [*others[: body.order], image_id, *others[body.order :]]


def _today() -> date:
    with acting_as(READER):
        return clock.now(db.session()).date()


def _shown(image: ProductImage) -> dict[str, Any]:
    return {"id": str(image.id), **picture_of(vars(image)), "order": image.order}
