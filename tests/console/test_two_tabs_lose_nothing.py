"""Every editable view: who saves a page that grew old is shown both values, and nothing is lost."""

import re

import factories
import pytest
import sqlalchemy as sa
from desks import filled

from shop_admin.console.site import views_of
from shop_admin.models.accounts import User
from shop_admin.models.catalog import Product
from shop_admin.models.stores import TaxRate

EDITABLE = {
    "categories": ("description", lambda berlin, stored: factories.make_category(berlin)),
    "subcategories": (
        "description",
        lambda berlin, stored: factories.make_subcategory(factories.make_category(berlin)),
    ),
    "products": ("description", lambda berlin, stored: factories.make_product(berlin)),
    "stores": ("description", lambda berlin, stored: berlin),
    "people": ("comments", lambda berlin, stored: factories.make_person(berlin).user_id),
    "orders": (
        "comments",
        lambda berlin, stored: factories.place(berlin, (factories.make_product(berlin), 1)),
    ),
}

# A membership holds no words of one's own; drafts and shipments are opened by pages of their own.
ELSEWHERE = {"members", "drafts", "shipments"}


def _rate(berlin, stored):
    return stored.scalars(sa.select(TaxRate.id).where(TaxRate.store_id == berlin)).first()


EDITABLE["tax_rates"] = ("comments", _rate)


def _path(app, endpoint: str) -> str:
    return next(view.url for view in views_of(app) if view.endpoint == endpoint)


@pytest.mark.parametrize("endpoint", sorted(EDITABLE))
def test_the_second_tab_decides(app, admin, desk, berlin, stored, endpoint: str) -> None:
    field, make = EDITABLE[endpoint]
    other = desk(factories.make_person(admin=True))
    record_id = make(berlin, stored)
    address = f"{_path(app, endpoint)}/edit/?id={record_id}"
    early, late = admin.form(address), other.form(address)
    assert other.post(address, late | {field: "theirs"}).status_code == 302
    refused = admin.post(address, early | {field: "yours"})
    assert refused.status_code == 422
    assert "Changed while you were typing" in refused.text
    assert re.search(r"Take theirs</b><span class=\"value\">theirs<", refused.text)
    again = filled(refused.text)
    assert (again[field], again[f"take-{field}"]) == ("yours", "yours")
    taken = admin.post(address, again | {f"take-{field}": "theirs"})
    assert taken.status_code == 302, taken.text
    assert admin.form(address)[field] == "theirs"


def test_every_editable_view_is_walked(app) -> None:
    editable = {view.endpoint for view in views_of(app) if "edit_view" in view.permits}
    assert editable - ELSEWHERE == set(EDITABLE)


def test_what_only_they_changed_is_proposed(staff, manager, berlin, stored) -> None:
    product_id = factories.make_product(berlin, name="Blue Lamp", price="25.00")
    address = f"/admin/products/edit/?id={product_id}"
    early, late = staff.form(address), manager.form(address)
    manager.post(address, late | {"price": "19.00"})
    refused = staff.post(address, early | {"name": "Red Lamp"})
    again = filled(refused.text)
    assert again["take-price"] == "theirs"
    assert "take-name" not in again
    assert "When you opened it" in refused.text
    assert staff.post(address, again).status_code == 302
    saved = stored.get_one(Product, product_id)
    assert (saved.name, str(saved.price)) == ("Red Lamp", "19.0000")


@pytest.mark.parametrize(
    ("deed", "more"),
    [("delete", {}), ("suspend", {"deed": "suspend"})],
)
def test_a_deed_on_an_old_page_is_asked_again(admin, staff, berlin, stored, deed, more) -> None:
    product_id = factories.make_product(berlin, name="Blue Lamp")
    address = f"/admin/products/edit/?id={product_id}"
    staff.post(address, staff.form(address) | {"name": "Green Lamp"})
    answer = admin.post(f"/admin/products/{deed}/", {"id": product_id, "version": "1", **more})
    assert answer.status_code == 409
    assert "Blue Lamp" in answer.text
    assert "Green Lamp" in answer.text
    found = stored.get_one(Product, product_id)
    assert not found.is_deleted
    assert not found.is_suspended
    again = {"id": product_id, "version": str(found.version), **more}
    assert admin.post(f"/admin/products/{deed}/", again).status_code == 302


def test_a_person_is_restored_from_an_old_page_knowingly(admin, desk, stored) -> None:
    person = factories.make_person().user_id
    admin.post("/admin/people/delete/", {"id": person, "version": "1"})
    other = desk(factories.make_person(admin=True))
    other.post("/admin/people/restore/", {"id": person})
    other.post("/admin/people/delete/", {"id": person, "version": "3"})
    answer = admin.post("/admin/people/restore/", {"id": person, "version": "2"})
    assert answer.status_code == 409
    assert stored.get_one(User, person).is_deleted
