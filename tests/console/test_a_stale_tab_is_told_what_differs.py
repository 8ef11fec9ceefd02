"""Two people edit one product: the second sees both values, and writes over the first knowingly."""

import factories
from desks import filled

from shop_admin.models.catalog import Product


def test_the_second_save_is_refused_once(staff, manager, berlin, stored) -> None:
    product_id = factories.make_product(berlin, name="Blue Lamp")
    address = f"/admin/products/edit/?id={product_id}"
    early, late = staff.form(address), manager.form(address)
    assert manager.post(address, late | {"name": "Green Lamp"}).status_code == 302
    refused = staff.post(address, early | {"name": "Red Lamp"})
    assert refused.status_code == 422
    assert "Somebody else changed this" in refused.text
    assert "Green Lamp" in refused.text
    assert stored.get_one(Product, product_id).name == "Green Lamp"
    again = filled(refused.text)
    assert again["name"] == "Red Lamp"
    assert staff.post(address, again).status_code == 302
    stored.expire_all()
    assert stored.get_one(Product, product_id).name == "Red Lamp"


def test_a_form_without_a_version_saves_nothing(staff, berlin, stored) -> None:
    product_id = factories.make_product(berlin, name="Blue Lamp")
    address = f"/admin/products/edit/?id={product_id}"
    form = staff.form(address)
    del form["version"]
    assert staff.post(address, form | {"name": "Red Lamp"}).status_code == 422
    assert stored.get_one(Product, product_id).name == "Blue Lamp"
