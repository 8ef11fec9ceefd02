"""A draft holds nothing; placed, it is an order like any other, at the prices that were told."""

from decimal import Decimal
from uuid import UUID

import factories
import pytest
import sqlalchemy as sa
from flask import Flask

from shop_admin.db import acting_as, db, transaction
from shop_admin.errors import Blocked, Conflict, EditConflict, Invalid, OutOfStock
from shop_admin.models.catalog import Product
from shop_admin.models.orders import Order, OrderItem
from shop_admin.models.payments import Payment
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


def begin(actor: Actor, store: UUID, *lines: tuple[UUID, int]) -> UUID:
    with transaction(actor.db_context()):
        draft = drafts.create_draft(actor, store, ADA).id
    save(actor, draft, *lines)
    return draft


def save(actor: Actor, draft: UUID, *lines: tuple[UUID, int], **more: object) -> None:
    address = {**factories.ADDRESS, **more}
    given = drafts.DraftInput(contact=ADA, shipping_address=address, quantities=dict(lines))
    with transaction(actor.db_context()):
        drafts.save_draft(actor, draft, given, version=None)


def place(actor: Actor, draft: UUID, method: str = "bank_transfer") -> None:
    with transaction(actor.db_context()):
        drafts.place_draft(actor, draft, payment_method=method)


def write(model: object, record: UUID, **values: object) -> None:
    with transaction(command().db_context()):
        db.session.execute(sa.update(model).where(model.id == record).values(**values))


def stored(model: object, record: UUID) -> object:
    with acting_as(command().db_context()):
        found = db.session.get_one(model, record)
        db.session.expunge_all()
        return found


def test_a_draft_adds_up_and_holds_no_stock(store: UUID, staff: Actor) -> None:
    lamp = factories.make_product(store, price="11.90")
    draft = stored(Order, begin(staff, store, (lamp, 3)))
    assert (draft.number, draft.status, draft.channel) == (None, "DRAFT", "CONSOLE")
    assert (draft.total_amount, draft.tax_amount) == (Decimal("35.70"), Decimal("5.70"))
    assert stored(Product, lamp).inventory_count == 10


def test_placing_takes_stock_number_and_payment(store: UUID, staff: Actor) -> None:
    lamp, cup = factories.make_product(store, price="25"), factories.make_product(store, price="5")
    draft = begin(staff, store, (lamp, 2), (cup, 1))
    place(staff, draft, "cash_on_delivery")
    order = stored(Order, draft)
    assert (order.status, order.total_amount) == ("PLACED", Decimal(55))
    assert order.number.endswith("10001")
    assert order.placed_at is not None
    assert (stored(Product, lamp).inventory_count, stored(Product, cup).inventory_count) == (8, 9)
    with acting_as(command().db_context()):
        payment = db.session.scalars(sa.select(Payment).where(Payment.order_id == draft)).one()
        assert (payment.amount, payment.status) == (Decimal(55), "PENDING")


def test_lines_are_changed_and_dropped(store: UUID, staff: Actor) -> None:
    lamp, cup = factories.make_product(store, price="25"), factories.make_product(store, price="5")
    draft = begin(staff, store, (lamp, 2), (cup, 1))
    save(staff, draft, (lamp, 1), (cup, 0))
    assert stored(Order, draft).total_amount == Decimal(25)
    with acting_as(command().db_context()):
        items = sa.select(OrderItem.quantity).where(OrderItem.order_id == draft)
        assert db.session.scalars(items).all() == [1]


def test_a_price_that_changed_is_said_and_taken_over_by_a_word(store: UUID, staff: Actor) -> None:
    lamp = factories.make_product(store, price="25", name="Blue Lamp")
    draft = begin(staff, store, (lamp, 1))
    write(Product, lamp, price=Decimal(27))
    save(staff, draft, (lamp, 2))
    assert stored(Order, draft).total_amount == Decimal(50)
    with pytest.raises(Blocked) as refused:
        place(staff, draft)
    assert "costs 27.00 EUR now, 25.00 EUR when" in refused.value.problems[0].detail
    with transaction(staff.db_context()):
        drafts.take_present_prices(staff, draft, version=None)
    place(staff, draft)
    assert stored(Order, draft).total_amount == Decimal(54)


def test_what_is_gone_meanwhile_is_named(store: UUID, staff: Actor) -> None:
    lamp = factories.make_product(store, name="Blue Lamp")
    draft = begin(staff, store, (lamp, 1))
    write(Product, lamp, is_suspended=True)
    with pytest.raises(Blocked) as refused:
        place(staff, draft)
    assert refused.value.problems[0].detail == (
        "Blue Lamp is not for sale any more: remove the line."
    )


def test_too_few_are_said_and_nothing_is_lost(store: UUID, staff: Actor) -> None:
    lamp = factories.make_product(store, stock=2, name="Blue Lamp")
    draft = begin(staff, store, (lamp, 3))
    with pytest.raises(OutOfStock) as refused:
        place(staff, draft)
    assert refused.value.problems[0].detail == "Only 2 left of Blue Lamp."
    assert stored(Order, draft).status == "DRAFT"
    assert stored(Product, lamp).inventory_count == 2


def test_an_incomplete_one_says_all_that_is_missing(store: UUID, staff: Actor) -> None:
    with transaction(staff.db_context()):
        draft = drafts.create_draft(staff, store, Contact(name="Ada")).id
    with pytest.raises(Invalid) as refused:
        place(staff, draft)
    assert [one.field for one in refused.value.problems] == [
        "product",
        "contact_phone",
        "shipping_address.line1",
        "shipping_address.city",
    ]


@pytest.mark.parametrize("flaw", [{"status_flag": "DRAFT"}, {"is_deleted": True}])
def test_what_is_not_for_sale_is_not_added(store: UUID, staff: Actor, flaw: dict) -> None:
    lamp = factories.make_product(store)
    write(Product, lamp, **flaw)
    with pytest.raises(Invalid, match="is not for sale"):
        begin(staff, store, (lamp, 1))


def test_another_stores_product_is_not_added(store: UUID, staff: Actor) -> None:
    foreign = factories.make_product(factories.make_store("Paris", country="FR"))
    with pytest.raises(Invalid, match="This product is not for sale"):
        begin(staff, store, (foreign, 1))


def test_it_is_placed_once_and_frozen_then(store: UUID, staff: Actor) -> None:
    lamp = factories.make_product(store)
    draft = begin(staff, store, (lamp, 1))
    place(staff, draft)
    for again in (lambda: place(staff, draft), lambda: save(staff, draft, (lamp, 5))):
        with pytest.raises(Conflict, match="placed already"):
            again()
    with pytest.raises(Conflict), transaction(staff.db_context()):
        db.session.execute(sa.delete(OrderItem).where(OrderItem.order_id == draft))
    assert stored(Product, lamp).inventory_count == 9


def test_two_people_do_not_write_over_each_other(store: UUID, staff: Actor) -> None:
    lamp = factories.make_product(store, price="0")
    draft = begin(staff, store, (lamp, 1))
    seen = stored(Order, draft).version
    save(staff, draft, (lamp, 2))
    given = drafts.DraftInput(contact=ADA, shipping_address=factories.ADDRESS)
    with pytest.raises(EditConflict), transaction(staff.db_context()):
        drafts.save_draft(staff, draft, given, version=seen)
    assert stored(Order, draft).version > seen


def test_another_country_brings_its_tax(store: UUID, staff: Actor) -> None:
    from shop_admin.services import stores

    admin = command()
    with transaction(admin.db_context()):
        stores.create_tax_rate(
            admin,
            stores.TaxRateInput(
                store_id=store, tax_class="standard", country="FR", name="TVA", rate=Decimal(20)
            ),
        )
    lamp = factories.make_product(store, price="12")
    draft = begin(staff, store, (lamp, 1))
    save(staff, draft, (lamp, 1), country="FR")
    assert stored(Order, draft).tax_amount == Decimal(2)
