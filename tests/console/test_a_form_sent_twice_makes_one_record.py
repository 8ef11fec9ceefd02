"""The create form's token is taken with its record: the same form again makes nothing."""

import sqlalchemy as sa

from shop_admin.models.catalog import Category


def test_the_same_form_again_makes_nothing(staff, berlin, stored) -> None:
    form = staff.form("/admin/categories/new/") | {"name": "Lamps"}
    assert staff.post("/admin/categories/new/", form).status_code == 302
    again = staff.post("/admin/categories/new/", form | {"name": "Lamps", "slug": "other"})
    assert again.status_code == 422
    assert "This form was sent already" in again.text
    assert stored.scalar(sa.select(sa.func.count()).select_from(Category)) == 1


def test_a_refused_form_may_be_sent_again(staff, berlin, stored) -> None:
    form = staff.form("/admin/categories/new/")
    assert staff.post("/admin/categories/new/", form | {"name": "!!!"}).status_code == 422
    assert staff.post("/admin/categories/new/", form | {"name": "Lamps"}).status_code == 302
