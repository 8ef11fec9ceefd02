"""An order is shipped with its last parcel; no parcel holds more than is left of the order."""

from uuid import UUID

import factories
import pytest
import sqlalchemy as sa
from flask import Flask

from shop_admin.db import acting_as, db, transaction
from shop_admin.errors import Conflict, Forbidden, Invalid, NotFound
from shop_admin.models.orders import Order, OrderItem, Shipment
from shop_admin.permissions import Actor, command
from shop_admin.services import orders, shipments


@pytest.fixture
def store(app: Flask) -> UUID:
    return factories.make_store()


@pytest.fixture
def staff(store: UUID) -> Actor:
    return factories.make_person(store).actor


@pytest.fixture
def order(store: UUID) -> UUID:
    lamp, cup = (factories.make_product(store) for _ in range(2))
    return factories.place(store, (lamp, 3), (cup, 1), method="cash_on_delivery")


def items(order: UUID) -> list[UUID]:
    with acting_as(command().db_context()):
        mine = sa.select(OrderItem.id).where(OrderItem.order_id == order)
        return list(db.session.scalars(mine.order_by(OrderItem.position)))


def ship(actor: Actor, order: UUID, parts: dict[UUID, int] | None = None) -> Shipment:
    with transaction(actor.db_context()):
        parcel = shipments.ship(actor, order, parts=parts)
        db.session.expunge(parcel)
        return parcel


def force(actor: Actor, parcel: Shipment) -> None:
    parcel.shipped_at = sa.func.shop_now()
    with transaction(actor.db_context()):
        db.session.add(parcel)


def status(order: UUID) -> str:
    with acting_as(command().db_context()):
        return db.session.get_one(Order, order).status


def test_it_is_shipped_with_the_last_parcel(staff: Actor, order: UUID) -> None:
    lamp, cup = items(order)
    first = ship(staff, order, {lamp: 2, cup: 0})
    assert first.items == [{"item_id": str(lamp), "quantity": 2}]
    assert first.order_number.endswith("10001")
    assert status(order) == "PLACED"
    rest = ship(staff, order)
    assert {UUID(one["item_id"]): one["quantity"] for one in rest.items} == {lamp: 1, cup: 1}
    assert status(order) == "SHIPPED"
    with pytest.raises(Conflict):
        ship(staff, order)


@pytest.mark.parametrize("quantity", [4, -1])
def test_no_more_than_is_left(staff: Actor, order: UUID, quantity: int) -> None:
    lamp, _ = items(order)
    with pytest.raises(Invalid, match="what is left to send"):
        ship(staff, order, {lamp: quantity})
    assert status(order) == "PLACED"


def test_an_empty_parcel_does_not_leave(staff: Actor, order: UUID) -> None:
    with pytest.raises(Invalid, match="Choose what goes into the parcel"):
        ship(staff, order, dict.fromkeys(items(order), 0))
    assert status(order) == "PLACED"


def test_an_item_of_another_order_is_refused(staff: Actor, store: UUID, order: UUID) -> None:
    other = factories.place(store, (factories.make_product(store), 1), method="cash_on_delivery")
    with pytest.raises(Invalid):
        ship(staff, order, {items(other)[0]: 1})
    assert status(order) == "PLACED"


def test_the_database_counts_too(staff: Actor, store: UUID, order: UUID) -> None:
    lamp, _ = items(order)
    ship(staff, order, {lamp: 2})
    for parts in (
        [{"item_id": str(lamp), "quantity": 2}],
        [],
        [{"item_id": str(lamp), "quantity": 0}],
    ):
        with pytest.raises(Conflict, match="more than is left"):
            force(staff, Shipment(store_id=store, order_id=order, items=parts))


def test_what_has_left_stays_what_it_was(staff: Actor, order: UUID) -> None:
    lamp, _ = items(order)
    parcel = ship(staff, order, {lamp: 1}).id
    for change in ({"items": [{"item_id": str(lamp), "quantity": 3}]}, {"is_deleted": True}):
        with pytest.raises(Conflict, match="keeps what was in it"), transaction(staff.db_context()):
            db.session.execute(sa.update(Shipment).where(Shipment.id == parcel).values(**change))


def test_an_order_of_which_a_part_has_left_is_not_cancelled(staff: Actor, order: UUID) -> None:
    lamp, _ = items(order)
    ship(staff, order, {lamp: 1})
    with pytest.raises(Conflict, match="partly shipped"), transaction(staff.db_context()):
        orders.cancel_order(staff, order)
    by_force = sa.update(Order).where(Order.id == order).values(status="CANCELLED")
    with (
        pytest.raises(Conflict, match="A part of this order has left"),
        transaction(command().db_context()),
    ):
        db.session.execute(by_force)
    with acting_as(staff.db_context()):
        assert "cancel" not in orders.legal_actions(staff, db.session.get_one(Order, order))


def test_the_label_is_put_right_unless_somebody_was_quicker(staff: Actor, order: UUID) -> None:
    parcel = ship(staff, order)
    label = shipments.Label(carrier="DHL", tracking_number="0034", note="Enjoy")
    with transaction(staff.db_context()):
        shipments.relabel(staff, parcel.id, label, version=parcel.version)
    with (
        pytest.raises(Conflict, match="Somebody else changed this"),
        transaction(staff.db_context()),
    ):
        shipments.relabel(staff, parcel.id, shipments.NO_LABEL, version=parcel.version)
    with acting_as(staff.db_context()):
        assert db.session.get_one(Shipment, parcel.id).tracking_number == "0034"


def test_who_may_not(store: UUID, order: UUID) -> None:
    accountant = factories.make_person(store, "ACCOUNTANT").actor
    stranger = factories.make_person(factories.make_store("Paris", country="FR")).actor
    for actor, refusal in ((accountant, Forbidden), (stranger, NotFound)):
        with pytest.raises(refusal):
            ship(actor, order)
    assert status(order) == "PLACED"
