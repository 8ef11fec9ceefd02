"""Each role finds in the menu what it may open, and each entry opens."""

import re

import factories
import pytest

OFFICE = {"Dashboard", "Payments", "Refunds", "Invoices", "Products", "Stock", "Movements"}
ORDERS = {"Orders", "Drafts", "Shipments", "Bulk changes"}
SHELVES = {"Categories", "Subcategories", "Stores", "Tax rates", "Roles"}
BOOKS = {"Tax report", "Exports", "Audit"}
PEOPLE = {"People", "Memberships", "Invitations"}
EXPECTED = {
    "MANAGER": OFFICE | ORDERS | SHELVES | BOOKS | PEOPLE | {"Bin"},
    "STAFF": OFFICE | ORDERS | SHELVES | {"Exports", "Bin"},
    "ACCOUNTANT": OFFICE | SHELVES | BOOKS,
}


@pytest.mark.parametrize("role", EXPECTED)
def test_of(role: str, berlin, desk) -> None:
    at = desk(factories.make_person(berlin, role))
    page = at.get("/admin/").text
    entries = re.findall(r'<li><a href="([^"]+)"[^>]*><svg.*?</svg>([^<]+)</a>', page)
    assert {name for _, name in entries} == EXPECTED[role]
    for address, _ in entries:
        assert at.get(address).status_code == 200, address
