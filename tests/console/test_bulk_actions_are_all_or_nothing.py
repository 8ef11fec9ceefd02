"""Many records go together or not at all; strangers among them make the whole list unknown."""

import uuid

import factories
import pytest
import sqlalchemy as sa

from shop_admin.models.catalog import Product


def removed(stored) -> int:
    stored.expire_all()
    return stored.scalar(sa.select(sa.func.count()).where(Product.is_deleted))


def test_all_of_them(staff, berlin, stored) -> None:
    ids = [str(factories.make_product(berlin)) for _ in range(3)]
    answer = staff.post("/admin/products/action/", {"rowid": ids, "action": "remove"})
    assert answer.status_code == 302
    assert removed(stored) == 3
    staff.post("/admin/products/action/", {"rowid": ids, "action": "restore"})
    assert removed(stored) == 0


def test_none_with_a_stranger_among_them(staff, berlin, paris, stored) -> None:
    ids = [str(factories.make_product(berlin)), str(factories.make_product(paris))]
    answer = staff.post("/admin/products/action/", {"rowid": ids, "action": "remove"})
    assert answer.status_code == 404
    assert removed(stored) == 0


@pytest.mark.parametrize(
    ("rows", "action", "status"),
    [
        ([], "remove", 400),
        (["abc"], "remove", 404),
        ([str(uuid.uuid4()) for _ in range(501)], "remove", 400),
        ([str(uuid.uuid4())], "remove", 404),
        ([str(uuid.uuid4())], "delete", 404),
        ([str(uuid.uuid4())], "", 404),
    ],
)
def test_what_is_refused(staff, rows: list[str], action: str, status: int) -> None:
    answer = staff.post("/admin/products/action/", {"rowid": rows, "action": action})
    assert answer.status_code == status
