"""Values of one filter are alternatives, filters must all hold, and a filter can say 'not'."""

import html
import re

import factories
import pytest

from shop_admin.db import transaction
from shop_admin.permissions import command
from shop_admin.services import payments


@pytest.fixture
def names(berlin, paris) -> dict[str, str]:
    here, there = factories.make_product(berlin), factories.make_product(paris)
    orders = {
        "paid": factories.place(berlin, (here, 1)),
        "waiting": factories.place(berlin, (here, 1), method="cash_on_delivery"),
        "abroad": factories.place(paris, (there, 1)),
    }
    with transaction(command().db_context()):
        payments.mark_paid(command(), orders["paid"])
    return {name: str(order) for name, order in orders.items()}


def _seen(desk, names, query: str) -> set[str]:
    page = desk.get(f"/admin/orders/?{query}")
    assert page.status_code == 200, page.text
    return {name for name, order in names.items() if f"details/?id={order}" in page.text}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=PAID&status=PLACED", {"paid", "waiting", "abroad"}),
        ("status=PAID&store={berlin}", {"paid"}),
        ("status=PLACED&store={berlin}", {"waiting"}),
        ("status.not=PAID", {"waiting", "abroad"}),
        ("status=PAID&status.is=not", {"waiting", "abroad"}),
        ("store.not={berlin}", {"abroad"}),
        ("store={berlin}&store={paris}&payment=paid", {"paid"}),
    ],
)
def test_by(admin, names, berlin, paris, query: str, found: set[str]) -> None:
    assert _seen(admin, names, query.format(berlin=berlin, paris=paris)) == found


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("status.not=NOPE", "cannot be filtered by this value"),
        ("from=2026-01-01&from=2026-01-02", "too many values"),
        ("&".join(f"status=W{n}" for n in range(60)), "too many values"),
        ("columns=number,nope", "no such column"),
        ("view=nope", "holds no id"),
    ],
)
def test_what_no_link_says_is_refused_in_words(admin, query: str, sentence: str) -> None:
    answer = admin.get(f"/admin/orders/?{query}")
    assert answer.status_code == 400
    assert sentence in html.unescape(answer.text)


def test_a_chip_says_what_it_does_and_is_taken_away(admin, names) -> None:
    page = html.unescape(admin.get("/admin/orders/?status=PAID&status=PLACED&payment=paid").text)
    assert "Status: Paid or Placed" in page
    away = re.search(r'href="(\?[^"]*)"[^>]*title="Take away"', page)
    assert away is not None
    assert _seen(admin, names, away[1].lstrip("?")) == {"paid"}
    assert "Status is not Paid" in admin.get("/admin/orders/?status.not=PAID").text


def test_columns_are_chosen_and_kept_for_the_person(admin, names) -> None:
    page = admin.get("/admin/orders/?columns=contact_email,number").text
    heads = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', page, re.S)
    assert [re.sub(r"<.*?>|\s", "", head) for head in heads] == ["Email", "Order"]
    admin.post("/admin/lists/columns/", {"list": "orders", "columns": ["channel", "number"]})
    kept = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', admin.get("/admin/orders/").text, re.S)
    assert [re.sub(r"<.*?>|\s", "", head) for head in kept] == ["Channel", "Order"]
    admin.post("/admin/lists/columns/", {"list": "orders", "reset": "1"})
    assert "Customer" in admin.get("/admin/orders/").text
