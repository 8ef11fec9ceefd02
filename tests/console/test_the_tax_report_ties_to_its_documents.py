"""The tax report: by rate, part and country, tied to the documents, each figure with its list."""

from decimal import Decimal

import factories
import paperwork
import pytest
from paperwork import credit, invoice, links, listed, table

from shop_admin.db import transaction
from shop_admin.permissions import command
from shop_admin.services import stores


@pytest.fixture
def lamp(berlin):
    return factories.make_product(berlin, price="119.00", stock=50)


@pytest.fixture
def book(berlin):
    return factories.make_product(berlin, price="10.70", stock=50, tax_class="reduced")


def _page(desk, store, period="2026-05"):
    return desk.get(f"/admin/vat/?store={store}&period={period}").text.replace("\n", " ")


def test_rates_together_and_apart(manager, berlin, lamp, book) -> None:
    first = invoice(berlin, (lamp, 1), (book, 1))
    both = invoice(berlin, (lamp, 2))
    note = credit(both, "0.5")
    page = _page(manager, berlin)
    assert table(page, "Invoices and credit notes together") == {
        "19% VAT": ("3", "€200.00", "€38.00", "€238.00"),
        "7% VAT": ("1", "€10.00", "€0.70", "€10.70"),
        "Total": ("3", "€210.00", "€38.70", "€248.70"),
    }
    sheets = page.split('aria-labelledby="part-')[1:]
    assert [list(table(sheet, "</h2>")["Total"]) for sheet in sheets] == [
        ["3", "€210.00", "€38.70", "€248.70"],
        ["2", "€310.00", "€57.70", "€367.70"],
        ["1", "-€100.00", "-€19.00", "-€119.00"],
    ]
    assert "Documents: €248.70 · report: €248.70" in page
    assert "do not agree" not in page
    to = links(sheets[0], "</h2>")
    assert _behind(manager, to["7% VAT"]) == {str(first)}
    assert _behind(manager, to["19% VAT"]) == {str(first), str(both), str(note)}
    assert _behind(manager, links(sheets[2], "</h2>")["Total"]) == {str(note)}


def test_prices_without_tax_and_its_parts(manager, desk) -> None:
    mumbai = factories.make_store(
        "Mumbai",
        country="IN",
        currency="INR",
        time_zone="Asia/Kolkata",
        prices_include_tax=False,
        fiscal_year_start=4,
    )
    halves = (("CGST", Decimal(9)), ("SGST", Decimal(9)))
    with transaction(command().db_context()):
        rate = stores.TaxRateInput(
            store_id=mumbai,
            tax_class="zero",
            country="IN",
            name="GST: goods",
            rate=Decimal(18),
            components=halves,
        )
        stores.create_tax_rate(command(), rate)
    lamp = factories.make_product(mumbai, price="99.95", tax_class="zero")
    plain = factories.make_product(mumbai, price="50.00", tax_class="reduced")
    taxed = invoice(mumbai, (lamp, 1), at="2026-03-31T10:00:00Z")
    invoice(mumbai, (plain, 1), at="2026-03-31T11:00:00Z")
    boss = desk(factories.make_person(mumbai, "ACCOUNTANT"))
    for period in ("2026-03", "2026-Q1", "2026", "FY2025"):
        page = _page(boss, mumbai, period)
        assert table(page, "Shipped to Germany") == {
            "18% GST: goods": ("1", "₹99.95", "₹17.99", "₹117.94"),
            "9% CGST": ("", "", "₹9.00", ""),
            "9% SGST": ("", "", "₹8.99", ""),
            "7% VAT": ("1", "₹50.00", "₹3.50", "₹53.50"),
            "Total": ("2", "₹149.95", "₹21.49", "₹171.44"),
        }
    to = links(page, "Shipped to Germany")
    assert _behind(boss, to["18% GST: goods"]) == {str(taxed)}
    assert _behind(boss, to["9% SGST"]) == {str(taxed)}
    assert "Nothing issued in Apr 2026" in _page(boss, mumbai, "FY2026")


def test_a_paper_that_says_something_else_is_told(manager, berlin, lamp, monkeypatch) -> None:
    kept = paperwork._part

    def forged(line, share):
        on_paper = "components" in line
        return {**kept(line, share), **({"net": "100.01"} if on_paper else {})}

    monkeypatch.setattr(paperwork, "_part", forged)
    credit(invoice(berlin, (lamp, 1)))
    page = _page(manager, berlin)
    assert "Documents: -€119.00 · report: -€119.01" in page
    assert "They do not agree" in page


def _behind(desk, addresses):
    (address,) = set(addresses)
    return listed(desk.get(address).text)
