"""Search takes signs literally; filters narrow by status, day, payment and what is to do."""

import factories
import pytest


@pytest.fixture
def numbers(berlin, staff, stored) -> dict[str, str]:
    from shop_admin.models.orders import Order

    product = factories.make_product(berlin)
    paid = factories.place(berlin, (product, 1))
    on_delivery = factories.place(berlin, (product, 1), method="cash_on_delivery")
    waiting = factories.place(berlin, (product, 1))
    staff.post("/admin/orders/act/", {"id": paid, "deed": "mark_paid"})
    from shop_admin.db import transaction
    from shop_admin.permissions import command
    from shop_admin.services import payments

    with transaction(command().db_context()):
        payments.mark_paid(command(), paid)
    names = {"paid": paid, "on_delivery": on_delivery, "waiting": waiting}
    stored.expire_all()
    return {name: stored.get_one(Order, one).number for name, one in names.items()}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=PAID", {"paid"}),
        ("payment=unpaid", {"on_delivery", "waiting"}),
        ("payment=paid", {"paid"}),
        ("todo=pack", {"paid", "on_delivery"}),
        ("search=beispiel", {"paid", "on_delivery", "waiting"}),
        ("search=bei%25iel", set()),
        ("search=ada_example", set()),
        ("from=2099-01-01", set()),
        ("until=2099-01-01", {"paid", "on_delivery", "waiting"}),
    ],
)
def test_by(staff, numbers, query: str, found: set[str]) -> None:
    page = staff.get(f"/admin/orders/?{query}").text
    assert {name for name, number in numbers.items() if f">{number}</a>" in page} == found
