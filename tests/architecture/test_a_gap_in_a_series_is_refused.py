from uuid import UUID

import pytest
from factories import make_person, make_product, make_store, place
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from shop_admin.db import db, transaction
from shop_admin.errors import Conflict
from shop_admin.jobs import invoices as jobs
from shop_admin.permissions import command
from shop_admin.services import payments


@pytest.fixture
def store(app: Flask) -> UUID:
    store_id = make_store()
    staff = make_person(store_id).actor
    order_id = place(store_id, (make_product(store_id), 1))
    with transaction(staff.db_context()):
        payments.mark_paid(staff, order_id)
    jobs.issue(store_id=str(store_id), order_id=str(order_id))
    return store_id


@pytest.mark.parametrize("step", ["last + 1", "last + 2", "last - 1"])
def test_the_counter_moves_only_with_its_invoice(store: UUID, step: str) -> None:
    with pytest.raises(Conflict), transaction(command().db_context()):
        db.session.execute(text(f"UPDATE invoice_series SET last = {step}"))


def test_an_issued_invoice_is_not_the_applications_to_change(store: UUID) -> None:
    for act in ("UPDATE invoices SET amount = 1", "DELETE FROM invoices"):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction(command().db_context()),
        ):
            db.session.execute(text(act))
