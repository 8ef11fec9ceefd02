"""The register's totals are those of the documents that it lists, each currency by itself."""

import factories
import pytest
from paperwork import credit, invoice, listed, table


@pytest.fixture
def lamp(berlin):
    return factories.make_product(berlin, price="119.00", stock=50)


@pytest.fixture
def book(berlin):
    return factories.make_product(berlin, price="10.70", stock=50, tax_class="reduced")


def test_by_currency_and_by_rate(admin, berlin, lamp, book) -> None:
    mumbai = factories.make_store("Mumbai", country="IN", currency="INR", prices_include_tax=False)
    invoice(berlin, (lamp, 1))
    credit(invoice(berlin, (lamp, 2), (book, 3)), "0.5")
    invoice(mumbai, (factories.make_product(mumbai, price="1000.00"), 1))
    page = admin.get("/admin/invoices/").text
    assert table(page, "Totals of all that is listed") == {
        "EUR": ("3", "€215.00", "€39.05", "€254.05"),
        "INR": ("1", "₹1,000.00", "₹190.00", "₹1,190.00"),
    }
    assert table(page, "By tax rate") == {
        "19% VAT EUR": ("3", "€200.00", "€38.00", "€238.00"),
        "7% VAT EUR": ("2", "€15.00", "€1.05", "€16.05"),
        "19% VAT INR": ("1", "₹1,000.00", "₹190.00", "₹1,190.00"),
    }
    assert "-€135.05" in page


def test_of_what_the_filters_leave(manager, berlin, lamp) -> None:
    invoice(berlin, (lamp, 1), at="2026-04-30T10:00:00Z")
    second = invoice(berlin, (lamp, 2))
    note = credit(second)
    address = "/admin/invoices/?from=2026-05-01&until=2026-05-31"
    page = manager.get(f"{address}&kind=INVOICE").text
    assert table(page, "Totals of all")["EUR"] == ("1", "€200.00", "€38.00", "€238.00")
    assert listed(page) == {str(second)}
    page = manager.get(f"{address}&kind=CREDIT_NOTE").text
    assert table(page, "Totals of all")["EUR"] == ("1", "-€200.00", "-€38.00", "-€238.00")
    assert listed(page) == {str(note)}
    page = manager.get(address).text
    assert table(page, "Totals of all")["EUR"] == ("2", "€0.00", "€0.00", "€0.00")


def test_another_stores_documents_are_not_counted(manager, berlin, paris, lamp) -> None:
    invoice(berlin, (lamp, 1))
    invoice(paris, (factories.make_product(paris, price="119.00"), 1))
    sums = table(manager.get("/admin/invoices/").text, "Totals of all that is listed")
    assert sums == {"EUR": ("1", "€100.00", "€19.00", "€119.00")}
    assert "Totals of all" not in manager.get(f"/admin/invoices/?store={paris}").text


def test_staff_see_documents_and_no_totals(staff, berlin, lamp) -> None:
    issued = invoice(berlin, (lamp, 1))
    page = staff.get("/admin/invoices/").text
    assert listed(page) == {str(issued)}
    assert "Totals of all" not in page
    assert "/admin/exports/new" not in page
