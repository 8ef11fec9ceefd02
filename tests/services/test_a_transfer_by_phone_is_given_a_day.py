"""A phone order to be paid by transfer waits a day at least, also where the terms leave none."""

from datetime import timedelta
from uuid import UUID

import factories
import pytest
import sqlalchemy as sa
from flask import Flask

from shop_admin.db import acting_as, db, transaction
from shop_admin.models.orders import Order
from shop_admin.models.stores import Store
from shop_admin.permissions import command
from shop_admin.services import drafts
from shop_admin.services.checkout import Contact


@pytest.mark.parametrize(("terms", "days"), [(0, 1), (10, 10)])
def test_it_is_not_swept_before_a_bank_could_pay(app: Flask, terms: int, days: int) -> None:
    store: UUID = factories.make_store()
    staff = factories.make_person(store).actor
    contact = Contact(name="Ada Beispiel", phone="+49 30 1234567")
    given = drafts.DraftInput(
        contact=contact,
        shipping_address=factories.ADDRESS,
        quantities={factories.make_product(store): 1},
    )
    with transaction(command().db_context()):
        due = sa.update(Store).where(Store.id == store).values(payment_terms_days=terms)
        db.session.execute(due)
    with transaction(staff.db_context()):
        draft = drafts.create_draft(staff, store, contact).id
    with transaction(staff.db_context()):
        drafts.save_draft(staff, draft, given, version=None)
    with transaction(staff.db_context()):
        drafts.place_draft(staff, draft, payment_method="bank_transfer")
    with acting_as(staff.db_context()):
        order = db.session.get_one(Order, draft)
        assert order.reserved_until is not None
        assert order.placed_at is not None
        assert order.reserved_until - order.placed_at == timedelta(days=days)
