"""The bin shows what one may restore: staff their own removals, accountants nothing."""

import factories
import pytest


@pytest.fixture
def removed(manager, berlin):
    product_id = factories.make_product(berlin, name="Gone Lamp")
    manager.post("/admin/products/delete/", {"id": product_id, "version": "1"})
    return product_id


def _sees(at, product_id) -> tuple[bool, int]:
    listed = "Gone Lamp</a>" in at.get("/admin/products/?bin=1").text
    return listed, at.get(f"/admin/products/details/?id={product_id}").status_code


def test_who_sees_a_managers_removal(desk, staff, manager, admin, removed, berlin) -> None:
    accountant = desk(factories.make_person(berlin, "ACCOUNTANT"))
    books = desk(factories.make_person(books=True))
    assert _sees(manager, removed) == (True, 200)
    assert _sees(admin, removed) == (True, 200)
    assert _sees(staff, removed) == (False, 404)
    assert _sees(accountant, removed) == (False, 404)
    assert _sees(books, removed) == (False, 404)


def test_staff_see_their_own_removal(staff, berlin) -> None:
    product_id = factories.make_product(berlin, name="Gone Lamp")
    staff.post("/admin/products/delete/", {"id": product_id, "version": "1"})
    assert _sees(staff, product_id) == (True, 200)
    assert "Gone Lamp" in staff.get("/admin/bin/").text


def test_the_page_says_what_hangs_on_it(manager, berlin) -> None:
    category = factories.make_category(berlin, "Lamps")
    factories.make_subcategory(category)
    factories.make_product(berlin, category_id=category)
    manager.post("/admin/categories/delete/", {"id": category, "version": "1"})
    page = manager.get(f"/admin/categories/details/?id={category}").text
    assert "1 subcategory is in it" in page
    assert "1 product is in it" in page
    assert "All of this comes back with it" in page
