import pytest
from factories import make_person, make_store
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from shop_admin.db import db, transaction
from shop_admin.queue import enqueue


def test_it_forges_no_audit_entry(app: Flask) -> None:
    berlin, paris = make_store("Berlin"), make_store("Paris")
    staff = make_person(berlin).actor
    forged = text("SELECT audit_event('remove', :store, 'products', NULL, '{}')")
    with pytest.raises(ProgrammingError, match="no such store"), transaction(staff.db_context()):
        db.session.execute(forged, {"store": paris})


def test_it_asks_for_no_job(app: Flask) -> None:
    berlin, paris = make_store("Berlin"), make_store("Paris")
    staff = make_person(berlin).actor
    with pytest.raises(ProgrammingError), transaction(staff.db_context()):
        enqueue("invoices.issue", store_id=str(paris), order_id=str(paris))


def test_it_takes_no_order_number(app: Flask) -> None:
    berlin, paris = make_store("Berlin"), make_store("Paris")
    staff = make_person(berlin).actor
    number = text("SELECT next_order_number(:store)")
    with pytest.raises(ProgrammingError, match="no such store"), transaction(staff.db_context()):
        db.session.execute(number, {"store": paris})
