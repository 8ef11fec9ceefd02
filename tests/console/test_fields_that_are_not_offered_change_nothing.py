"""Columns that no form offers are not taken from a form, whoever sends them."""

import factories

from shop_admin.models.accounts import User
from shop_admin.models.catalog import Product


def test_product(staff, berlin, paris, stored) -> None:
    product_id = factories.make_product(berlin, stock=3)
    before = stored.get_one(Product, product_id)
    kept = {name: getattr(before, name) for name in ("store_id", "cuser_id", "cdate")}
    stored.expunge_all()
    address = f"/admin/products/edit/?id={product_id}"
    form = staff.form(address)
    extra = {
        "store_id": paris,
        "inventory_count": "999",
        "is_deleted": "1",
        "is_suspended": "1",
        "cuser_id": str(product_id),
        "cdate": "2020-01-01",
        "id": str(paris),
    }
    assert staff.post(address, form | extra).status_code == 302
    after = stored.get_one(Product, product_id)
    assert {name: getattr(after, name) for name in kept} == kept
    assert after.inventory_count == 3
    assert not after.is_deleted
    assert not after.is_suspended


def test_a_manager_makes_nobody_an_admin(manager, berlin, stored) -> None:
    own = manager.person.user_id
    answer = manager.post(f"/admin/people/edit/?id={own}", {"is_admin": "y", "version": "1"})
    assert answer.status_code == 403
    assert stored.get_one(User, own).is_admin is False
