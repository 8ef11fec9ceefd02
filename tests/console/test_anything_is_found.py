"""Find anything: what somebody types leads to records, pages and deeds that are theirs to see."""

from typing import Any

import factories
import pytest

from shop_admin.db import transaction
from shop_admin.models.catalog import Product
from shop_admin.models.orders import Order
from shop_admin.permissions import command
from shop_admin.queries import finding
from shop_admin.services import payments, records


def found(desk: Any, words: str) -> dict[str, list[str]]:
    """Return the titles that were found, by kind."""
    answer = desk.get("/admin/find/", query_string={"q": words})
    assert answer.status_code == 200, answer.text
    return {kind["title"]: [item["title"] for item in kind["items"]] for kind in answer.json}


def number_of(stored: Any, order_id: Any) -> str:
    return str(stored.get(Order, order_id).number)


@pytest.fixture
def order(berlin) -> Any:
    lamp = factories.make_product(berlin, name="Aurora", sku="AUR-77")
    return factories.place(berlin, (lamp, 1), email="zoe.quill@example.com")


def test_an_order_by_number_name_email(staff, stored, order) -> None:
    number = number_of(stored, order)
    for words in (number, number.lower(), "zoe.quill", "beispiel quill"):
        assert found(staff, words)["Orders"] == [number], words


def test_an_old_order_too(staff, stored, order, monkeypatch) -> None:
    """What the newest do not hold is asked of the index of all."""
    monkeypatch.setattr(finding, "WALK", 0)
    assert found(staff, "zoe.quill")["Orders"] == [number_of(stored, order)]


def test_a_product_by_name_and_sku(staff, order) -> None:
    assert found(staff, "auro")["Products"] == ["Aurora"]
    assert found(staff, "aur-77")["Products"] == ["Aurora"]


@pytest.mark.parametrize("walk", [0, 2_000])
def test_no_other_stores_records(staff, manager, paris, monkeypatch, walk) -> None:
    monkeypatch.setattr(finding, "WALK", walk)
    vase = factories.make_product(paris, name="Zinnia")
    factories.place(paris, (vase, 1), email="strange@example.com")
    for desk in (staff, manager):
        assert found(desk, "zinnia") == {}
        assert found(desk, "strange@example") == {}
        assert found(desk, "paris") == {}


@pytest.mark.parametrize("walk", [0, 2_000])
def test_nothing_out_of_the_bin(staff, berlin, monkeypatch, walk) -> None:
    monkeypatch.setattr(finding, "WALK", walk)
    gone = factories.make_product(berlin, name="Zinnia", stock=0)
    with transaction(command().db_context()):
        records.remove(command(), Product, gone)
    assert found(staff, "zinnia") == {}


def test_accountants_find_papers_and_no_orders(desk, berlin, stored, order) -> None:
    with transaction(command().db_context()):
        payments.mark_paid(command(), order)
    accountant = desk(factories.make_person(berlin, "ACCOUNTANT"))
    assert "Orders" not in found(accountant, "zoe.quill")
    assert found(accountant, "invoices")["Pages"] == ["Invoices"]


def test_people_only_for_who_sees_people(manager, staff, desk, berlin) -> None:
    colleague = factories.make_person(berlin, "STAFF")
    assert found(manager, colleague.email)["People"] == [f"Person {colleague.email[6:-12]}"]
    assert "People" not in found(staff, colleague.email)


def test_pages_and_deeds_by_right(admin, staff) -> None:
    assert found(admin, "open a store")["Actions"] == ["Open a store"]
    assert "Actions" not in found(staff, "open a store")
    assert found(admin, "jobs")["Pages"] == ["Jobs"]
    assert "Pages" not in found(staff, "jobs")
    assert "New product" in found(staff, "")["Actions"]


@pytest.mark.parametrize(
    "words", ["%%%", "___", "\\", "'; DROP TABLE orders; --", "{}", "x" * 100, "é%"]
)
def test_signs_are_taken_as_they_are(staff, order, words) -> None:
    assert found(staff, words) == {}


@pytest.mark.parametrize("words", ["a\0b", "x" * 101, "one two three four five six"])
def test_more_than_anybody_types_is_refused(staff, words) -> None:
    assert staff.get("/admin/find/", query_string={"q": words}).status_code == 400


def test_it_works_without_a_script(staff, stored, order) -> None:
    page = staff.get("/admin/find/page/?q=zoe.quill").text
    assert number_of(stored, order) in page
    assert "Nothing fits" in staff.get("/admin/find/page/?q=nobodywho").text


@pytest.mark.usefixtures("limits_on")
def test_a_typist_is_not_stopped_and_a_reader_is(staff, monkeypatch) -> None:
    monkeypatch.setattr("shop_admin.console.find.A_MINUTE", 3)
    assert [staff.get("/admin/find/?q=").status_code for _ in range(4)] == [200, 200, 200, 429]
