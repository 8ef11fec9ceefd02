from decimal import Decimal

import sqlalchemy as sa
from factories import make_person, make_product, make_store
from flask import Flask

from shop_admin.db import acting_as, db, transaction
from shop_admin.models.audit import AuditEntry
from shop_admin.models.catalog import Product
from shop_admin.permissions import command
from shop_admin.services import records, stock


def _entries(product: object) -> list[AuditEntry]:
    entries = sa.select(AuditEntry).where(AuditEntry.record_id == product).order_by(AuditEntry.id)
    return list(db.session.scalars(entries))


def test_who_what_old_and_new(app: Flask) -> None:
    store = make_store()
    staff = make_person(store)
    product = make_product(store, price="25.00")

    with transaction(staff.actor.db_context()):
        db.session.get_one(Product, product).price = Decimal("19.00")
    with transaction(staff.actor.db_context()):
        records.remove(staff.actor, Product, product)

    with acting_as(command().db_context()):
        created, priced, removed = _entries(product)
        assert created.action == "create"
        assert (priced.action, priced.cuser_id) == ("update", staff.user_id)
        assert (priced.old, priced.new) == ({"price": 25.0}, {"price": 19.0})
        assert removed.action == "remove"


def test_a_change_of_stock_is_in_the_ledger_and_not_in_the_audit(app: Flask) -> None:
    store = make_store()
    product = make_product(store)
    actor = command()
    with transaction(actor.db_context()):
        stock.adjust(actor, product, -1, "DAMAGE")
    with acting_as(actor.db_context()):
        assert [entry.action for entry in _entries(product)] == ["create"]
        assert db.session.get_one(Product, product).version == 1


def test_hashes_stay_out_of_it(app: Flask) -> None:
    person = make_person(make_store())
    with acting_as(command().db_context()):
        entry = _entries(person.user_id)[0]
        assert entry.new["password_hash"] == "•••"
