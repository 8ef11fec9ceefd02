"""A store that begins to price before tax sells no draft as if its prices still held the tax."""

from decimal import Decimal
from uuid import UUID

import factories
import pytest
import sqlalchemy as sa
from flask import Flask

from shop_admin.db import acting_as, db, transaction
from shop_admin.errors import Blocked
from shop_admin.models.orders import Order
from shop_admin.models.stores import Store
from shop_admin.permissions import Actor, command
from shop_admin.services import drafts
from shop_admin.services.checkout import Contact

ADA = Contact(name="Ada Beispiel", phone="+49 30 1234567")


@pytest.fixture
def store(app: Flask) -> UUID:
    return factories.make_store()


@pytest.fixture
def staff(store: UUID) -> Actor:
    return factories.make_person(store).actor


def begin(actor: Actor, store: UUID) -> UUID:
    with transaction(actor.db_context()):
        return drafts.create_draft(actor, store, ADA).id


def write_lamp(actor: Actor, store: UUID, draft: UUID) -> None:
    lamp = factories.make_product(store, price="100", name="Blue Lamp")
    given = drafts.DraftInput(contact=ADA, shipping_address=factories.ADDRESS, quantities={lamp: 1})
    with transaction(actor.db_context()):
        drafts.save_draft(actor, draft, given, version=None)


def price_before_tax(store: UUID) -> None:
    with transaction(command().db_context()):
        values = sa.update(Store).where(Store.id == store).values(prices_include_tax=False)
        db.session.execute(values)


def total_of(draft: UUID) -> Decimal:
    with acting_as(command().db_context()):
        return db.session.get_one(Order, draft).total_amount


def test_the_change_is_said_and_taken_over_by_a_word(store: UUID, staff: Actor) -> None:
    draft = begin(staff, store)
    write_lamp(staff, store, draft)
    price_before_tax(store)
    with pytest.raises(Blocked) as refused, transaction(staff.db_context()):
        drafts.place_draft(staff, draft, payment_method="cash_on_delivery")
    assert refused.value.problems[0].detail == (
        "Blue Lamp: is priced before tax now, with tax in it when it was written down"
    )
    with transaction(staff.db_context()):
        drafts.take_present_prices(staff, draft, version=None)
    assert total_of(draft) == Decimal(119)


def test_an_empty_draft_follows_by_itself(store: UUID, staff: Actor) -> None:
    draft = begin(staff, store)
    price_before_tax(store)
    write_lamp(staff, store, draft)
    assert total_of(draft) == Decimal(119)
