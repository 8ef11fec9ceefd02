"""The function that asks the searches' indexes as the owner hands out no id of another store."""

from uuid import UUID

import pytest
import sqlalchemy as sa
from factories import make_person, make_product, make_store, place
from flask import Flask
from sqlalchemy.exc import ProgrammingError

from shop_admin.db import READER, acting_as
from shop_admin.permissions import Actor, ActorKind, command, customer_in, guest, job
from shop_admin.queries.finding import SEARCHED

FOUND = sa.text("SELECT search(:noun, :patterns, :most)")


def _found(actor: Actor, noun: str, *patterns: str, most: int | None = None) -> set[UUID]:
    with acting_as(actor.db_context()) as session:
        asked = {"noun": noun, "patterns": list(patterns), "most": most}
        return set(session.scalars(FOUND, asked))


def _orders(actor: Actor) -> int:
    return len(_found(actor, "orders", "%ada@example%"))


def test_people_reach_their_stores_and_others_nothing(app: Flask) -> None:
    berlin, paris = make_store("Berlin"), make_store("Paris")
    lamp = make_product(berlin)
    own = place(berlin, (lamp, 1))
    for _ in range(2):
        place(paris, (make_product(paris), 1))

    assert _found(make_person(berlin).actor, "orders", "%ada@example%") == {own}
    assert _found(make_person(berlin).actor, "products", "%lamp%") == {lamp}
    assert _orders(make_person(paris).actor) == 2
    assert _orders(make_person(admin=True).actor) == 3
    # They act in the store too, and see less of it than all.
    assert _orders(guest(berlin)) == 0
    assert _orders(job(berlin)) == 0


def test_no_customer_finds_anothers_order(app: Flask) -> None:
    berlin = make_store()
    place(berlin, (make_product(berlin), 1))
    someone = Actor(kind=ActorKind.API_CUSTOMER, user_id=make_person(berlin).user_id)

    assert _orders(customer_in(someone, {berlin})) == 0


def test_every_pattern_fits_and_no_more_are_found_than_asked_for(app: Flask) -> None:
    berlin = make_store()
    for _ in range(3):
        place(berlin, (make_product(berlin), 1))
    staff = make_person(berlin).actor

    assert len(_found(staff, "orders", "%ada%", "%beispiel%")) == 3
    assert len(_found(staff, "orders", "%ada%", "%nobody%")) == 0
    assert len(_found(staff, "orders", "%ada%", most=2)) == 2
    # Too short for an index of trigrams.
    assert len(_found(staff, "orders", "%@%")) == 3
    assert len(_found(staff, "orders")) == 0


@pytest.mark.parametrize("noun", ["users", "sessions", "pg_authid", "orders; DROP TABLE orders"])
def test_of_nothing_that_has_no_search(app: Flask, noun: str) -> None:
    assert _found(make_person(make_store()).actor, noun, "%a%") == set()


def test_a_pattern_is_a_pattern_only(app: Flask) -> None:
    berlin, paris = make_store("Berlin"), make_store("Paris")
    place(paris, (make_product(paris), 1))
    staff = make_person(berlin).actor
    for hostile in ("%' OR true --", "' OR 'a' LIKE '%a%", "\\", "%'; DROP TABLE orders; --"):
        assert _found(staff, "orders", hostile) == set()


def test_nobody_else_may_ask(app: Flask) -> None:
    with pytest.raises(ProgrammingError), acting_as(READER) as session:
        session.scalars(FOUND, {"noun": "orders", "patterns": ["%a%"], "most": 1}).all()


@pytest.mark.parametrize("noun", SEARCHED)
def test_it_searches_what_lists_search(app: Flask, noun: str) -> None:
    expression = sa.text("SELECT pg_get_indexdef(to_regclass(:name), 1, false)")
    with acting_as(command().db_context()) as session:
        indexed = session.scalar(expression, {"name": f"ix_{noun}_search"}) or ""
    bare = indexed.replace("::text", "").lower()
    assert bare in (SEARCHED[noun], f"({SEARCHED[noun]})")
