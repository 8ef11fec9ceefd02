"""The figures of the first page are those of the lists that they lead to."""

import re
from collections.abc import Iterator
from decimal import Decimal
from html import unescape

import factories
import pytest
from clocks import set_clock

from shop_admin.db import transaction
from shop_admin.permissions import command
from shop_admin.services import orders, payments

FIGURE = re.compile(
    r'href="([^"]+)" data-figure="(\w+)".*?<b class="h1">([^<]+)</b>.*?before: ([^<]+)</span>',
    re.DOTALL,
)
TILE = re.compile(r'href="([^"]+)" data-tile="(\w+)">.*?<b>([^<]+)</b>', re.DOTALL)
ROW = re.compile(r'<td class="[^"]*k-money[^"]*">\s*([^<]+?)\s*</td>')


def figures_of(page: str) -> dict[str, tuple[str, str, str]]:
    """Return each figure of a page as (value, before, the list's address)."""
    return {
        name: (value.strip(), before.strip(), unescape(link))
        for link, name, value, before in FIGURE.findall(page)
    }


def tiles_of(page: str) -> dict[str, tuple[str, str]]:
    return {name: (count, unescape(link)) for link, name, count in TILE.findall(page)}


def listed(desk, link: str) -> tuple[int, Decimal]:
    """Return how many rows a list has, and what they come to."""
    page = desk.get(link)
    assert page.status_code == 200, link
    amounts = [Decimal(re.sub(r"[^\d.-]", "", one)) for one in ROW.findall(page.text)]
    return len(amounts), sum(amounts, Decimal(0))


def place_at(moment: str, store, *items, paid: bool = False, email: str = "ada@example.com"):
    """Let somebody buy at a moment."""
    set_clock(moment)
    order = factories.place(store, *items, email=email)
    if paid:
        with transaction(command().db_context()):
            payments.mark_paid(command(), order)
    return order


@pytest.fixture
def lamp(berlin) -> Iterator:
    return factories.make_product(berlin, stock=500, price="10.00")


def test_each_figure_is_its_lists(manager, berlin, lamp) -> None:
    place_at("2026-05-10T10:00:00Z", berlin, (lamp, 1))
    place_at("2026-05-12T10:00:00Z", berlin, (lamp, 2))
    place_at("2026-05-12T10:00:00Z", berlin, (lamp, 3), email="new@example.com")
    gone = place_at("2026-05-12T11:00:00Z", berlin, (lamp, 9), email="no@example.com")
    with transaction(command().db_context()):
        orders.cancel_order(command(), gone)
    page = manager.get("/admin/?period=custom&from=2026-05-11&until=2026-05-12").text
    figures = figures_of(page)
    assert {name: value for name, (value, _, _) in figures.items()} == {
        "sales": "€50.00",
        "orders": "2",
        "average": "€25.00",
        "new": "1",
        "returning": "1",
        "refunds": "€0.00",
    }
    assert figures["sales"][1] == "€10.00"
    assert listed(manager, figures["sales"][2]) == (2, Decimal(50))
    assert listed(manager, figures["new"][2]) == (1, Decimal(30))
    assert listed(manager, figures["returning"][2]) == (1, Decimal(20))
    assert listed(manager, figures["refunds"][2]) == (0, Decimal(0))


def test_a_day_is_the_stores_own(manager, berlin, lamp) -> None:
    # In Berlin it is the 2nd already, in London still the 1st.
    place_at("2026-05-01T22:30:00Z", berlin, (lamp, 1))
    set_clock("2026-05-02T12:00:00Z")
    figures = figures_of(manager.get("/admin/?period=today").text)
    assert figures["orders"][0] == "1"
    assert listed(manager, figures["orders"][2])[0] == 1


def test_today_is_held_against_yesterday_until_the_same_time(manager, berlin, lamp) -> None:
    place_at("2026-05-01T08:00:00Z", berlin, (lamp, 1))
    place_at("2026-05-01T18:00:00Z", berlin, (lamp, 5))
    place_at("2026-05-02T08:30:00Z", berlin, (lamp, 2))
    set_clock("2026-05-02T12:00:00Z")
    page = manager.get("/admin/?period=today").text
    assert figures_of(page)["sales"][:2] == ("€20.00", "€10.00")
    # The line of the day before is drawn to its end all the same.
    assert sum(Decimal(one) for one in re.findall(r'data-ago="([\d.]+)"', page)) == 60


def test_stores_of_two_clocks_add_up_to_their_list(admin, berlin, lamp) -> None:
    tokyo = factories.make_store("Tokyo", time_zone="Asia/Tokyo")
    vase = factories.make_product(tokyo, stock=9, price="1.00")
    place_at("2026-05-01T16:00:00Z", tokyo, (vase, 1))  # the 2nd there
    place_at("2026-05-01T16:00:00Z", berlin, (lamp, 1))  # the 1st here
    page = admin.get("/admin/?period=custom&from=2026-05-02&until=2026-05-02").text
    sales = figures_of(page)["sales"]
    assert sales[0] == "€1.00"
    assert listed(admin, sales[2]) == (1, Decimal(1))


def test_currencies_are_never_added(admin, berlin, lamp) -> None:
    mumbai = factories.make_store("Mumbai", currency="INR", country="IN")
    saree = factories.make_product(mumbai, stock=9, price="100.00")
    place_at("2026-05-02T08:00:00Z", berlin, (lamp, 1))
    place_at("2026-05-02T08:00:00Z", mumbai, (saree, 1))
    page = admin.get("/admin/?period=today").text
    assert page.count("data-block") == 2
    assert "€10.00" in page
    assert "₹100.00" in page


def test_work_that_waits_is_its_list(staff, berlin, lamp) -> None:
    low = factories.make_product(berlin, stock=6, price="10.00")
    place_at("2026-05-02T08:00:00Z", berlin, (low, 1), paid=True)
    place_at("2026-05-02T08:00:00Z", berlin, (low, 1))
    place_at("2026-05-02T08:00:00Z", berlin, (lamp, 1))
    tiles = tiles_of(staff.get("/admin/").text)
    assert {name: count for name, (count, _) in tiles.items()} == {
        "pack": "1",
        "collect": "2",
        "refund": "0",
        "drafts": "0",
        "low": "1",
    }
    for name in ("pack", "collect"):
        assert str(listed(staff, tiles[name][1])[0]) == tiles[name][0]


def test_only_who_looks_after_the_installation_is_told_of_it(admin, manager, berlin) -> None:
    assert {"jobs", "checks", "messages"} <= set(tiles_of(admin.get("/admin/").text))
    assert not {"jobs", "checks", "messages"} & set(tiles_of(manager.get("/admin/").text))


def test_accountants_see_the_books_and_no_orders(desk, berlin, lamp) -> None:
    place_at("2026-05-02T08:00:00Z", berlin, (lamp, 2), paid=True)
    accountant = desk(factories.make_person(berlin, "ACCOUNTANT"))
    page = accountant.get("/admin/?period=today").text
    figures = figures_of(page)
    assert set(figures) == {"invoiced", "documents", "tax", "received", "refunds"}
    assert figures["received"][0] == "€20.00"
    assert listed(accountant, figures["received"][2]) == (1, Decimal(20))
    assert "/admin/orders/" not in page


def test_strangers_stores_are_not_counted(staff, berlin, paris) -> None:
    place_at("2026-05-02T08:00:00Z", paris, (factories.make_product(paris), 1))
    page = staff.get("/admin/?period=today").text
    assert figures_of(page)["orders"][0] == "0"
    assert "Paris" not in page
    assert staff.get(f"/admin/?store={paris}").status_code == 404


def test_people_are_told_what_was_done(manager, staff, berlin, lamp) -> None:
    form = manager.form(f"/admin/products/edit/?id={lamp}")
    manager.post(f"/admin/products/edit/?id={lamp}", {**form, "name": "Red Lamp"})
    assert "changed product Red Lamp." in manager.get("/admin/").text
    assert "Latest activity" not in staff.get("/admin/").text


@pytest.mark.parametrize(
    "asked",
    [
        "period=never",
        "period=custom",
        "period=custom&from=2026-05-02&until=2026-05-01",
        "period=custom&from=1900-01-01&until=1900-01-02",
        "period=custom&from=2000-01-01&until=2026-01-01",
        "period=custom&from=x%00&until=2026-01-01",
        "store=1",
    ],
)
def test_hostile_addresses_are_refused(manager, asked) -> None:
    assert manager.get(f"/admin/?{asked}").status_code == 400


@pytest.mark.parametrize(
    "period", ["today", "yesterday", "7d", "30d", "90d", "month", "last-month"]
)
def test_each_period_is_shown_on_the_day_of_a_clock_change(manager, berlin, lamp, period) -> None:
    place_at("2026-03-29T05:00:00Z", berlin, (lamp, 1))
    answer = manager.get(f"/admin/?period={period}")
    assert answer.status_code == 200
