"""A removed picture waits on its product's page; one that left with its product returns with it."""

import factories

from shop_admin.db import transaction
from shop_admin.models.catalog import Product, ProductImage
from shop_admin.permissions import command
from shop_admin.services import images


def _picture(product_id, name: str):
    actor = command()
    stored = images.StoredPicture(image=name, thumbnail=f"{name}t", width=1, height=1, sha256="c")
    with transaction(actor.db_context()):
        return images.add_image(actor, product_id, stored, alt_text=name).id


def test_restored_by_itself(manager, berlin, stored) -> None:
    product_id = factories.make_product(berlin)
    image = _picture(product_id, "front")
    manager.post("/admin/products/picture/", {"image_id": image, "deed": "remove"})
    assert "Pictures in the bin" in manager.get(f"/admin/products/details/?id={product_id}").text
    manager.post("/admin/products/picture/", {"image_id": image, "deed": "restore"})
    assert not stored.get_one(ProductImage, image).is_deleted
    refused = manager.post("/admin/products/picture/", {"image_id": image, "deed": "purge"})
    assert refused.status_code == 404


def test_with_its_product_only_what_went_with_it(manager, berlin, stored) -> None:
    product_id = factories.make_product(berlin)
    before, with_it = _picture(product_id, "before"), _picture(product_id, "with")
    manager.post("/admin/products/picture/", {"image_id": before, "deed": "remove"})
    manager.post("/admin/products/delete/", {"id": product_id, "version": "1"})
    manager.post("/admin/products/restore/", {"id": product_id})
    product = stored.get_one(Product, product_id)
    assert [one.id for one in product.images] == [with_it]
