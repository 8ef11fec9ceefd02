"""A document belongs to the day that its own store's clock showed, whoever looks at it."""

import factories
import pytest
from paperwork import invoice, listed, table


@pytest.fixture
def mumbai(app):
    return factories.make_store("Mumbai", country="IN", currency="INR", time_zone="Asia/Kolkata")


def test_the_last_minute_of_a_month(admin, berlin, mumbai) -> None:
    late = invoice(mumbai, (factories.make_product(mumbai), 1), at="2026-05-31T18:29:00Z")
    june = invoice(mumbai, (factories.make_product(mumbai), 1), at="2026-05-31T18:30:00Z")
    may = invoice(berlin, (factories.make_product(berlin), 1), at="2026-05-31T21:59:00Z")
    first = invoice(berlin, (factories.make_product(berlin), 1), at="2026-05-31T22:00:00Z")
    page = admin.get("/admin/invoices/?from=2026-05-01&until=2026-05-31").text
    assert listed(page) == {str(late), str(may)}
    page = admin.get("/admin/invoices/?from=2026-06-01").text
    assert listed(page) == {str(june), str(first)}
    for period, number in (("2026-05", "1"), ("2026-06", "1"), ("2026-Q2", "2"), ("2026", "2")):
        page = admin.get(f"/admin/vat/?store={mumbai}&period={period}").text
        assert table(page, 'rel="next"')["Total"][0] == number, period


@pytest.mark.parametrize(
    ("day", "first", "last", "after"),
    [
        ("2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T21:59:59Z", "2026-03-29T22:00:00Z"),
        ("2026-10-25", "2026-10-24T22:00:00Z", "2026-10-25T22:59:59Z", "2026-10-25T23:00:00Z"),
    ],
    ids=["23 hours", "25 hours"],
)
def test_a_day_when_the_clocks_change(manager, berlin, day, first, last, after) -> None:
    product = factories.make_product(berlin)
    both = {str(invoice(berlin, (product, 1), at=at)) for at in (first, last)}
    invoice(berlin, (product, 1), at=after)
    page = manager.get(f"/admin/invoices/?from={day}&until={day}").text
    assert listed(page) == both
