"""The figures of the first page are those of the lists that they lead to."""

import re

import factories

from shop_admin.db import transaction
from shop_admin.permissions import command
from shop_admin.services import payments


def test_figures_and_their_lists(staff, berlin) -> None:
    product = factories.make_product(berlin, stock=6, price="10.00")
    paid = factories.place(berlin, (product, 1))
    factories.place(berlin, (product, 1))
    factories.place(berlin, (product, 1), method="cash_on_delivery")
    with transaction(command().db_context()):
        payments.mark_paid(command(), paid)
    page = staff.get("/admin/").text
    figures = {
        words: (figure, link.replace("&amp;", "&"))
        for link, figure, words in re.findall(
            r'<a class="(?:due|zero)" href="([^"]+)"><b>(\d+)</b><small>([^<]+)</small>', page
        )
    }
    assert {words: figure for words, (figure, _) in figures.items()} == {
        "to pack": "2",
        "to collect": "2",
        "low stock": "1",
    }
    assert "€30.00" in page
    for figure, link in figures.values():
        assert f">{figure} record" in staff.get(link).text.replace("<span>", ">")


def test_strangers_stores_are_not_counted(staff, berlin, paris) -> None:
    factories.place(paris, (factories.make_product(paris), 1))
    page = staff.get("/admin/").text
    assert page.count('class="card day"') == 1
    assert "Paris" not in page
