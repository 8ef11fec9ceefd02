import pytest
import sqlalchemy as sa
from factories import make_product, make_store, place
from flask import Flask

from shop_admin.db import acting_as, db
from shop_admin.errors import Conflict
from shop_admin.jobs import invoices as jobs
from shop_admin.models.invoices import InvoiceSeries
from shop_admin.permissions import command


def test_the_number_is_not_taken(app: Flask) -> None:
    store = make_store()
    order_id = place(store, (make_product(store), 1))

    with pytest.raises(Conflict, match="once they are paid"):
        jobs.issue(store_id=str(store), order_id=str(order_id))

    with acting_as(command().db_context()):
        assert db.session.scalars(sa.select(InvoiceSeries.last)).all() in ([], [0])
