import sqlalchemy as sa
from factories import make_person, make_product, make_store, place
from flask import Flask

from shop_admin.db import acting_as, db, transaction
from shop_admin.models.accounts import StoreMember, User
from shop_admin.models.catalog import Product
from shop_admin.models.orders import Order, OrderItem
from shop_admin.models.payments import Payment
from shop_admin.models.stores import Store, TaxRate


def test_postgresql_answers_with_no_row_of_another_store(app: Flask) -> None:
    berlin, paris = make_store("Berlin"), make_store("Paris")
    staff = make_person(berlin).actor
    stranger = make_person(paris)
    place(paris, (make_product(paris), 1))

    with acting_as(staff.db_context()):
        # No gate at all: bare selects, as a forgotten where-clause would leave them.
        for model in (Product, Order, OrderItem, Payment, TaxRate, StoreMember):
            stores = set(db.session.scalars(sa.select(model.store_id)))
            assert stores <= {berlin}, model
        assert db.session.scalars(sa.select(Store.id)).all() == [berlin]
        assert db.session.get(User, stranger.user_id) is None


def test_postgresql_changes_no_row_of_another_store(app: Flask) -> None:
    berlin, paris = make_store("Berlin"), make_store("Paris")
    staff = make_person(berlin).actor
    product = make_product(paris)

    with transaction(staff.db_context()):
        changed = db.session.execute(
            sa.update(Product).where(Product.id == product).values(name="Taken")
        )
    assert changed.rowcount == 0  # type: ignore[attr-defined]
