"""A record comes back when nothing is in its way; what is, is named, with a way out."""

import factories

from shop_admin.models.catalog import Product, Subcategory


def test_a_taken_sku_is_given_anew(manager, berlin, stored) -> None:
    old = factories.make_product(berlin, name="Old Lamp", sku="LAMP-1")
    manager.post("/admin/products/delete/", {"id": old, "version": "1"})
    factories.make_product(berlin, name="New Lamp", sku="lamp-1")
    refused = manager.post("/admin/products/restore/", {"id": old})
    assert refused.status_code == 409
    assert "“New Lamp” has this SKU now" in refused.text
    assert "Rename and restore" in refused.text
    assert stored.get_one(Product, old).is_deleted
    done = manager.post("/admin/products/restore/", {"id": old, "sku": "LAMP-1-2"})
    assert done.status_code == 302
    stored.expire_all()
    back = stored.get_one(Product, old)
    assert (back.sku, back.is_deleted) == ("LAMP-1-2", False)


def test_the_category_comes_first(manager, berlin, stored) -> None:
    category = factories.make_category(berlin, "Lamps")
    part = factories.make_subcategory(category)
    manager.post("/admin/subcategories/delete/", {"id": part, "version": "1"})
    manager.post("/admin/categories/delete/", {"id": category, "version": "1"})
    page = manager.get(f"/admin/subcategories/restore/?id={part}").text
    assert "“Lamps” is in the bin: restore that first" in page
    assert manager.post("/admin/subcategories/restore/", {"id": part}).status_code == 409
    manager.post("/admin/categories/restore/", {"id": category})
    assert manager.post("/admin/subcategories/restore/", {"id": part}).status_code == 302
    assert not stored.get_one(Subcategory, part).is_deleted


def test_nothing_else_is_given_anew(manager, berlin, stored) -> None:
    product_id = factories.make_product(berlin, name="Blue Lamp")
    manager.post("/admin/products/delete/", {"id": product_id, "version": "1"})
    manager.post("/admin/products/restore/", {"id": product_id, "name": "x", "code": "y"})
    assert stored.get_one(Product, product_id).name == "Blue Lamp"
