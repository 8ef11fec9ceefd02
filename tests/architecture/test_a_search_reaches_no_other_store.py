from factories import make_person, make_product, make_store, place
from flask import Flask
from sqlalchemy import text

from shop_admin.db import acting_as
from shop_admin.permissions import Actor, guest, job

ORDERS = text("SELECT search_orders(ARRAY['%ada@example%'], 100)")
PRODUCTS = text("SELECT search_products(ARRAY['%lamp%'], 100)")


def _found(actor: Actor) -> tuple[int, int]:
    with acting_as(actor.db_context()) as session:
        return len(session.scalars(ORDERS).all()), len(session.scalars(PRODUCTS).all())


def test_people_reach_their_stores_and_others_nothing(app: Flask) -> None:
    berlin, paris = make_store("Berlin"), make_store("Paris")
    for store in (berlin, paris, paris):
        place(store, (make_product(store), 1))

    assert _found(make_person(berlin).actor) == (1, 1)
    assert _found(make_person(paris).actor) == (2, 2)
    assert _found(make_person(admin=True).actor) == (3, 3)
    # They act in the store too, and see less of it than all.
    assert _found(guest(berlin)) == (0, 0)
    assert _found(job(berlin)) == (0, 0)
