"""The CSV holds what the list shows: its filters, columns and order, all pages, no formulas."""

import csv
import io

import factories
import pytest
import sqlalchemy as sa

from shop_admin.db import transaction
from shop_admin.jobs import invoices as invoice_jobs
from shop_admin.models.audit import AuditEntry
from shop_admin.models.orders import Order
from shop_admin.permissions import command
from shop_admin.services import accounts, payments


def _lines(answer) -> list[list[str]]:
    assert answer.status_code == 200, answer.text
    return list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))


@pytest.fixture
def orders(berlin) -> list:
    product = factories.make_product(berlin, stock=500)
    return [factories.place(berlin, (product, number + 1)) for number in range(23)]


def test_all_pages_in_the_lists_order(manager, orders) -> None:
    query = "list=orders&status=PLACED&sort=total_amount&columns=number,total_amount"
    lines = _lines(manager.get(f"/admin/lists/csv/?{query}"))
    assert lines[0] == ["Order", "Total", "Currency"]
    assert [float(line[1]) for line in lines[1:]] == [25.0 * n for n in range(1, 24)]
    assert {line[2] for line in lines[1:]} == {"EUR"}


def test_a_filter_leaves_out_of_the_file_what_it_leaves_out_of_the_list(manager, orders) -> None:
    assert len(_lines(manager.get("/admin/lists/csv/?list=orders&status.not=PLACED"))) == 1


def test_no_cell_is_a_formula(manager, orders) -> None:
    evil = sa.update(Order).where(Order.id == orders[0]).values(contact_name="=HYPERLINK(1)")
    with transaction(command().db_context()) as session:
        session.execute(evil)
    lines = _lines(manager.get("/admin/lists/csv/?list=orders&columns=contact_name"))
    assert ["'=HYPERLINK(1)"] in lines


def test_nothing_of_another_store(manager, paris, orders) -> None:
    factories.place(paris, (factories.make_product(paris), 1))
    assert len(_lines(manager.get("/admin/lists/csv/?list=orders&columns=number"))) == 24


def test_staff_do_not_take_lists_away(staff, orders) -> None:
    assert staff.get("/admin/lists/csv/?list=orders").status_code == 403
    assert "/admin/lists/csv/" not in staff.get("/admin/orders/").text


def test_who_is_staff_elsewhere_takes_their_own_stores_lines(desk, berlin, paris, orders) -> None:
    factories.place(paris, (factories.make_product(paris), 1))
    person = factories.make_person(berlin, "MANAGER")
    with transaction(command().db_context()):
        accounts.grant_membership(command(), paris, person.user_id, "STAFF")
    assert "/admin/lists/csv/" in desk(person).get("/admin/orders/").text
    assert len(_lines(desk(person).get("/admin/lists/csv/?list=orders&columns=number"))) == 24


def test_that_it_was_taken_is_written_down(manager, orders, stored) -> None:
    manager.get("/admin/lists/csv/?list=orders&columns=number").close()
    entry = stored.scalars(sa.select(AuditEntry).where(AuditEntry.action == "export")).one()
    assert entry.new == {"list": "orders", "count": 23}


@pytest.mark.parametrize("name", ["invoices", "payments", "products", "stock", "audit"])
def test_every_list_can_be_taken(manager, berlin, orders, name: str) -> None:
    with transaction(command().db_context()):
        payments.mark_paid(command(), orders[0])
    invoice_jobs.issue(order_id=str(orders[0]), store_id=str(berlin))
    assert len(_lines(manager.get(f"/admin/lists/csv/?list={name}"))) > 1
