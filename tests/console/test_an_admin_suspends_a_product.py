"""Suspending takes a product off the shelves and leaves it in the console, until it is released."""

import factories
import sqlalchemy as sa

from shop_admin.db import acting_as, db
from shop_admin.models.catalog import Product
from shop_admin.permissions import command


def _is_suspended(product) -> bool:
    with acting_as(command().db_context()):
        return db.session.scalar(sa.select(Product.is_suspended).where(Product.id == product))


def test_off_and_on_again(desk, berlin) -> None:
    product = factories.make_product(berlin)
    at = desk(factories.make_person(admin=True))

    at.post("/admin/products/suspend/", {"id": str(product), "deed": "suspend"})
    assert _is_suspended(product)
    assert "Suspended" in at.get(f"/admin/products/details/?id={product}").text

    at.post("/admin/products/suspend/", {"id": str(product), "deed": "release"})
    assert not _is_suspended(product)


def test_staff_see_no_such_button_and_are_refused(desk, berlin) -> None:
    product = factories.make_product(berlin)
    at = desk(factories.make_person(berlin))
    assert "Suspend" not in at.get(f"/admin/products/details/?id={product}").text
    answer = at.post("/admin/products/suspend/", {"id": str(product), "deed": "suspend"})
    assert answer.status_code == 403
