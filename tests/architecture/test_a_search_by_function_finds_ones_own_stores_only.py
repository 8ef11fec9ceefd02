"""The function that asks the search's index as the owner hands out no id of another store."""

from uuid import UUID

import pytest
import sqlalchemy as sa
from factories import make_person, make_product, make_store, place
from flask import Flask
from sqlalchemy.exc import ProgrammingError

from shop_admin.db import READER, acting_as
from shop_admin.models.orders import ORDER_SEARCH
from shop_admin.permissions import Actor, ActorKind, command, customer_in

FOUND = sa.text("SELECT found_in('orders', ARRAY['%beispiel%'])")


def _found(actor: Actor) -> set[UUID]:
    with acting_as(actor.db_context()) as session:
        return set(session.scalars(FOUND))


def test_of_ones_own_stores(app: Flask) -> None:
    berlin, paris = make_store("Berlin"), make_store("Paris")
    own = place(berlin, (make_product(berlin), 1))
    place(paris, (make_product(paris), 1))

    assert _found(make_person(berlin).actor) == {own}


def test_no_customer_finds_anothers_order(app: Flask) -> None:
    berlin = make_store()
    place(berlin, (make_product(berlin), 1))
    someone = Actor(kind=ActorKind.API_CUSTOMER, user_id=make_person(berlin).user_id)

    assert _found(customer_in(someone, {berlin})) == set()


@pytest.mark.parametrize("noun", ["users", "sessions", "pg_authid", "orders; DROP TABLE orders"])
def test_of_nothing_that_has_no_search(app: Flask, noun: str) -> None:
    staff = make_person(make_store()).actor
    with acting_as(staff.db_context()) as session:
        asked = sa.text("SELECT found_in(:noun, ARRAY['%a%'])")
        assert session.scalars(asked, {"noun": noun}).all() == []


def test_nobody_else_may_ask(app: Flask) -> None:
    with pytest.raises(ProgrammingError), acting_as(READER) as session:
        session.scalars(FOUND).all()


def test_it_searches_what_lists_search(app: Flask) -> None:
    expression = sa.text("SELECT pg_get_indexdef('ix_orders_search'::regclass, 1, false)")
    with acting_as(command().db_context()) as session:
        indexed = session.scalar(expression) or ""
    assert indexed.replace("::text", "").lower() == f"({ORDER_SEARCH})"
