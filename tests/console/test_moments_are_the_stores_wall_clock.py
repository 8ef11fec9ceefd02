"""A time typed in a form is the store's; it is kept in UTC and shown as it was typed."""

from datetime import UTC, datetime

import factories

from shop_admin.models.catalog import Product


def test_berlin_in_summer(staff, berlin, stored) -> None:
    product_id = factories.make_product(berlin)
    address = f"/admin/products/edit/?id={product_id}"
    form = staff.form(address) | {"active_from": "2026-07-01T09:30"}
    assert staff.post(address, form).status_code == 302
    assert stored.get_one(Product, product_id).active_from == datetime(
        2026, 7, 1, 7, 30, tzinfo=UTC
    )
    assert staff.form(address)["active_from"] == "2026-07-01T09:30"


def test_what_is_no_time_is_refused(staff, berlin) -> None:
    product_id = factories.make_product(berlin)
    address = f"/admin/products/edit/?id={product_id}"
    form = staff.form(address)
    for value in ("yesterday", "2026-02-31T10:00", "0001-01-01T00:00", "9999-12-31T23:59"):
        answer = staff.post(address, form | {"active_from": value, "active_to": "2026-01-01T00:00"})
        assert answer.status_code == 422, value
