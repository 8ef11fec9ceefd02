"""What hands moved can be moved back, once; what a sale moved follows its order."""

from uuid import UUID

import factories
import pytest
import sqlalchemy as sa
from flask import Flask

from shop_admin.db import acting_as, db, transaction
from shop_admin.errors import Conflict, Invalid, NotFound, OutOfStock
from shop_admin.models.catalog import Product
from shop_admin.models.stock import StockMovement
from shop_admin.permissions import Actor, command
from shop_admin.services import stock


@pytest.fixture
def store(app: Flask) -> UUID:
    return factories.make_store()


@pytest.fixture
def staff(store: UUID) -> Actor:
    return factories.make_person(store).actor


def undo(actor: Actor, movement: UUID) -> int:
    with transaction(actor.db_context()):
        return stock.undo(actor, movement).delta


def receive(actor: Actor, product: UUID, quantity: int) -> UUID:
    with transaction(actor.db_context()):
        return stock.receive(actor, product, quantity).id


def left(product: UUID) -> int:
    with acting_as(command().db_context()):
        return db.session.scalars(
            sa.select(Product.inventory_count).where(Product.id == product)
        ).one()


def test_once(store: UUID, staff: Actor) -> None:
    product = factories.make_product(store, stock=2)
    movement = receive(staff, product, 5)
    assert undo(staff, movement) == -5
    assert left(product) == 2
    with pytest.raises(Conflict, match="undone already"):
        undo(staff, movement)


def test_an_undoing_is_not_undone(store: UUID, staff: Actor) -> None:
    movement = receive(staff, factories.make_product(store), 5)
    with transaction(staff.db_context()):
        back = stock.undo(staff, movement).id
    with pytest.raises(Conflict, match="booked by hand"):
        undo(staff, back)


def test_a_sale_is_not_undone_here(store: UUID, staff: Actor) -> None:
    product = factories.make_product(store)
    order = factories.place(store, (product, 1))
    with acting_as(staff.db_context()):
        sale = db.session.scalars(
            sa.select(StockMovement.id).where(StockMovement.order_id == order)
        ).one()
    with pytest.raises(Conflict, match="booked by hand"):
        undo(staff, sale)


def test_what_was_sold_since_is_not_taken_back(store: UUID, staff: Actor) -> None:
    product = factories.make_product(store, stock=0)
    movement = receive(staff, product, 5)
    factories.place(store, (product, 3))
    with pytest.raises(OutOfStock, match="Only 2 left"):
        undo(staff, movement)
    assert left(product) == 2


def test_the_database_knows_what_an_undoing_is(store: UUID, staff: Actor) -> None:
    product = factories.make_product(store)
    movement = receive(staff, product, 5)
    for delta in (-4, 5):
        forced = StockMovement(
            store_id=store, product_id=product, delta=delta, reason="UNDO", undoes_id=movement
        )
        with pytest.raises(Conflict, match="cannot be undone"), transaction(staff.db_context()):
            db.session.add(forced)


def test_another_stores_movement_is_not_there(store: UUID, staff: Actor) -> None:
    paris = factories.make_store("Paris", country="FR")
    movement = receive(factories.make_person(paris).actor, factories.make_product(paris), 5)
    with pytest.raises(NotFound):
        undo(staff, movement)


@pytest.mark.parametrize(
    ("reason", "delta"),
    [("DAMAGE", 2), ("RETURN", -2), ("RECEIPT", -2), ("UNDO", -1), ("SALE", -1)],
)
def test_a_reason_has_its_sign(store: UUID, staff: Actor, reason: str, delta: int) -> None:
    product = factories.make_product(store, stock=5)
    with pytest.raises(Invalid), transaction(staff.db_context()):
        stock.adjust(staff, product, delta, reason)
    assert left(product) == 5
