"""Two customers of one store: a forgotten where-clause shows neither the other's orders."""

from uuid import UUID

import pytest
import sqlalchemy as sa
from factories import cart_of, make_person, make_product, make_store, place
from flask import Flask

from shop_admin.db import acting_as, db, transaction
from shop_admin.errors import Conflict
from shop_admin.models.accounts import User
from shop_admin.models.orders import Order
from shop_admin.permissions import IDENTITY, Actor, ActorKind, command, customer_in
from shop_admin.services import checkout, customers


def _customer(number: str, store: UUID) -> Actor:
    with transaction(IDENTITY.db_context()):
        user_id = customers.welcome(number)
    return customer_in(Actor(kind=ActorKind.API_CUSTOMER, user_id=user_id), {store})


def _buy(buyer: Actor, store: UUID, lamp: UUID) -> UUID:
    with transaction(buyer.db_context()):
        return checkout.place_order(buyer, store, cart_of((lamp, 1))).id


def test_each_sees_their_own_and_staff_see_all(app: Flask) -> None:
    store = make_store()
    lamp, staff = make_product(store), make_person(store).actor
    ada, eve = _customer("+4915123456789", store), _customer("+4915123456780", store)
    orders = {_buy(ada, store, lamp), _buy(eve, store, lamp), place(store, (lamp, 1))}

    def seen(actor: Actor) -> set[UUID]:
        with acting_as(actor.db_context()):
            return set(db.session.scalars(sa.select(Order.id)))

    assert len(seen(ada)) == len(seen(eve)) == 1
    assert seen(ada) != seen(eve)
    assert seen(staff) == orders


def test_nobody_buys_in_anothers_name(app: Flask) -> None:
    store = make_store()
    ada, eve = _customer("+4915123456789", store), _customer("+4915123456780", store)
    order_id = _buy(ada, store, make_product(store))

    with transaction(eve.db_context()):
        changed = db.session.execute(sa.update(Order).values(comments="mine"))
    assert changed.rowcount == 0  # type: ignore[attr-defined]
    with (
        pytest.raises(sa.exc.ProgrammingError, match="row-level security"),
        transaction(ada.db_context()),
    ):
        db.session.execute(sa.update(Order).where(Order.id == order_id).values(user_id=eve.user_id))


def test_an_email_that_logs_in_is_an_admins_to_change(app: Flask) -> None:
    staff = make_person(make_store())
    change = sa.update(User).where(User.id == staff.user_id).values(email="new@example.com")

    with pytest.raises(Conflict, match="ask an admin"), transaction(staff.actor.db_context()):
        db.session.execute(change)
    with transaction(command().db_context()):
        changed = db.session.execute(change)
    assert changed.rowcount == 1  # type: ignore[attr-defined]
