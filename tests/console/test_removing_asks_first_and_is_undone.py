"""A record goes to the bin after a page that says so, and comes back from there."""

import factories

from shop_admin.models.catalog import Category, Product


def test_the_way_there_and_back(staff, berlin, stored) -> None:
    product_id = factories.make_product(berlin, name="Blue Lamp")
    page = staff.get(f"/admin/products/delete/?id={product_id}")
    assert "Remove Blue Lamp?" in page.text
    assert not stored.get_one(Product, product_id).is_deleted
    gone = staff.post("/admin/products/delete/", {"id": product_id, "version": "1"})
    assert gone.location == "/admin/products/"
    after = staff.get("/admin/products/")
    assert "Blue Lamp went to the bin." in after.text
    assert ">Undo<" in after.text
    assert "Blue Lamp</a>" not in after.text
    assert "Blue Lamp</a>" in staff.get("/admin/products/?bin=1").text
    assert staff.post("/admin/products/restore/", {"id": product_id}).status_code == 302
    assert "Blue Lamp</a>" in staff.get("/admin/products/").text


def test_the_id_of_a_removal_is_never_read_from_the_address(staff, berlin, stored) -> None:
    product_id = factories.make_product(berlin)
    answer = staff.post(f"/admin/products/delete/?id={product_id}&version=1", {})
    assert answer.status_code == 404
    assert not stored.get_one(Product, product_id).is_deleted


def test_a_removed_category_says_what_leaves_the_shop(staff, berlin) -> None:
    category = factories.make_category(berlin)
    factories.make_product(berlin, category_id=category)
    page = staff.get(f"/admin/categories/delete/?id={category}").text
    assert "1 product is in it" in page


def test_staff_restore_what_they_removed_and_nothing_else(staff, manager, berlin, stored) -> None:
    category = factories.make_category(berlin)
    manager.post("/admin/categories/delete/", {"id": category, "version": "1"})
    assert staff.post("/admin/categories/restore/", {"id": category}).status_code == 404
    assert stored.get_one(Category, category).is_deleted
    assert manager.post("/admin/categories/restore/", {"id": category}).status_code == 302
    stored.expire_all()
    assert not stored.get_one(Category, category).is_deleted
