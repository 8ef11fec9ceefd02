"""Staff make a product with its first stock, and change its price; the services wrote both."""

from decimal import Decimal
from uuid import UUID

import factories
import sqlalchemy as sa

from shop_admin.models.catalog import Product


def test_from_the_empty_form_to_the_changed_price(staff, berlin, stored) -> None:
    category = factories.make_category(berlin, "Lamps")
    form = staff.form("/admin/products/new/")
    form |= {
        "name": "Blue Lamp",
        "sku": "LAMP-1",
        "price": "12,50",
        "shelf": f"{category}/",
        "inventory_count": "7",
        "attributes": "Colour: blue\nHeight: 30 cm",
    }
    made = staff.post("/admin/products/new/", form)
    assert made.status_code == 302, made.text
    product = stored.scalars(sa.select(Product).where(Product.sku == "LAMP-1")).one()
    assert (product.price, product.inventory_count) == (Decimal("12.5"), 7)
    assert product.category_id == category
    assert product.attributes == {"Colour": "blue", "Height": "30 cm"}
    assert made.location == f"/admin/products/details/?id={product.id}"
    product_id: UUID = product.id
    address = f"/admin/products/edit/?id={product_id}"
    form = staff.form(address)
    assert form["price"] == "12.50"
    assert staff.post(address, form | {"price": "14"}).status_code == 302
    stored.expire_all()
    assert stored.get_one(Product, product_id).price == Decimal(14)


def test_refusals_land_on_their_fields_and_lose_nothing(staff, berlin) -> None:
    factories.make_product(berlin, sku="TAKEN")
    form = staff.form("/admin/products/new/")
    answer = staff.post(
        "/admin/products/new/",
        form | {"name": "Kept name", "sku": "TAKEN", "price": "3.999"},
    )
    assert answer.status_code == 422
    assert "EUR has fewer decimals" in answer.text
    assert 'value="Kept name"' in answer.text
    answer = staff.post(
        "/admin/products/new/", form | {"name": "Kept name", "sku": "TAKEN", "price": "3.99"}
    )
    assert "Another product of this store has this SKU." in answer.text


def test_attributes_that_are_no_text_stay_what_they_are(staff, berlin, stored) -> None:
    product_id = factories.make_product(berlin, attributes={"watts": 40, "dim": True, "note": "a"})
    address = f"/admin/products/edit/?id={product_id}"
    form = staff.form(address)
    assert staff.post(address, form | {"name": "Other"}).status_code == 302
    kept = stored.get_one(Product, product_id).attributes
    assert kept == {"watts": 40, "dim": True, "note": "a"}
