import pytest
from factories import make_person, make_product, make_store, place
from flask import Flask

from shop_admin.db import db, transaction
from shop_admin.errors import Conflict
from shop_admin.jobs import invoices as jobs
from shop_admin.models.stores import Store
from shop_admin.permissions import command
from shop_admin.services import payments


def test_the_fiscal_year_cannot_be_moved_afterwards(app: Flask) -> None:
    store = make_store()
    staff = make_person(store).actor
    with transaction(command().db_context()):
        db.session.get_one(Store, store).fiscal_year_start = 4
    order_id = place(store, (make_product(store), 1))
    with transaction(staff.db_context()):
        payments.mark_paid(staff, order_id)
    jobs.issue(store_id=str(store), order_id=str(order_id))

    with (
        pytest.raises(Conflict, match="fiscal year is fixed"),
        transaction(command().db_context()),
    ):
        db.session.get_one(Store, store).fiscal_year_start = 1
