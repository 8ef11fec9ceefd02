"""Stores, periods, taxes and countries that nobody types are refused in words, and never fail."""

import factories
import pytest
from hostile import VALUES, encoded
from paperwork import invoice

from shop_admin.db import transaction
from shop_admin.permissions import command
from shop_admin.services import accounts

ASKED = [
    ("/admin/vat/", "store"),
    ("/admin/vat/", "period"),
    ("/admin/invoices/", "rate"),
    ("/admin/invoices/", "country"),
    ("/admin/invoices/", "until"),
]
CRAFTED = ("19:", ":VAT", "19:VAT:9", "19:VAT:9:A:1:B", "19:%00", "1e3:VAT", "FY2026-Q1", "2026-Q5")


@pytest.mark.parametrize(("address", "name"), ASKED, ids=[name for _, name in ASKED])
def test_it_is_refused(manager, berlin, address: str, name: str) -> None:
    invoice(berlin, (factories.make_product(berlin), 1))
    answers = {
        value if isinstance(value, str) else repr(value): manager.get(
            f"{address}?{encoded(name, value)}"
        ).status_code
        for value in (*VALUES, *CRAFTED)
    }
    assert set(answers.values()) <= {200, 400, 404}, answers


def test_strangers_and_staff(manager, staff, berlin, paris) -> None:
    assert manager.get(f"/admin/vat/?store={berlin}").status_code == 200
    assert manager.get(f"/admin/vat/?store={paris}").status_code == 404
    assert staff.get(f"/admin/vat/?store={berlin}").status_code == 403
    assert "/admin/vat/" not in staff.get("/admin/").text


def test_who_is_staff_here_and_manager_there(berlin, paris, desk) -> None:
    person = factories.make_person(berlin, "STAFF")
    with transaction(command().db_context()):
        accounts.grant_membership(command(), paris, person.user_id, "MANAGER")
    both = desk(person)
    assert both.get(f"/admin/vat/?store={paris}").status_code == 200
    assert both.get(f"/admin/vat/?store={berlin}").status_code == 403
    page = both.get("/admin/vat/").text
    assert "Paris" in page
    assert str(berlin) not in page.split("<main", 1)[1]
