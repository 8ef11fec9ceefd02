"""What is purged is gone with its files, and the audit trail keeps what it said."""

import factories
import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import ProgrammingError

from shop_admin.db import acting_as, db, transaction
from shop_admin.errors import Conflict, Forbidden, NotFound
from shop_admin.models.audit import AuditEntry
from shop_admin.models.catalog import Category, Product, ProductImage
from shop_admin.models.stores import Store
from shop_admin.permissions import command
from shop_admin.services import images, purging, records

JOBS = sa.text("SELECT args FROM procrastinate_jobs WHERE task_name = 'pictures.delete'")


def _removed(model: type, record_id: object) -> None:
    actor = command()
    with transaction(actor.db_context()):
        records.remove(actor, model, record_id)  # type: ignore[arg-type]


def _purge(model: type, record_id: object, actor=None) -> None:
    actor = actor or command()
    with transaction(actor.db_context()):
        purging.purge(actor, model, record_id)  # type: ignore[arg-type]


def test_a_product_that_never_had_stock(app: Flask) -> None:
    product_id = factories.make_product(factories.make_store(), stock=0, name="Typo")
    actor = command()
    picture = images.StoredPicture(image="a", thumbnail="b", width=1, height=1, sha256="c")
    with transaction(actor.db_context()):
        images.add_image(actor, product_id, picture)
    _removed(Product, product_id)
    _purge(Product, product_id)
    with acting_as(actor.db_context()):
        assert db.session.get(Product, product_id) is None
        assert not db.session.scalars(
            sa.select(ProductImage).filter_by(product_id=product_id)
        ).all()
        assert [row.args for row in db.session.execute(JOBS)] == [{"image": "a", "thumbnail": "b"}]
        last = db.session.scalars(
            sa.select(AuditEntry).filter_by(record_id=product_id).order_by(AuditEntry.id.desc())
        ).first()
        assert last is not None
        assert (last.action, last.old["name"]) == ("delete", "Typo")


def test_what_something_refers_to_stays(app: Flask) -> None:
    store = factories.make_store()
    category = factories.make_category(store)
    product_id = factories.make_product(store, category_id=category)
    _removed(Product, product_id)
    _removed(Category, category)
    with pytest.raises(Conflict, match="1 movement of stock still refer"):
        _purge(Product, product_id)
    with pytest.raises(Conflict, match="1 product still refer"):
        _purge(Category, category)


def test_what_is_live_and_what_is_a_store_is_never_purged(app: Flask) -> None:
    store = factories.make_store()
    with pytest.raises(NotFound):
        _purge(Product, factories.make_product(store, stock=0))
    _removed(Store, store)
    with pytest.raises(Conflict, match="never purged"):
        _purge(Store, store)


def test_only_an_admin_purges(app: Flask) -> None:
    store = factories.make_store()
    product_id = factories.make_product(store, stock=0)
    _removed(Product, product_id)
    manager = factories.make_person(store, "MANAGER").actor
    with pytest.raises(Forbidden):
        _purge(Product, product_id, manager)
    with pytest.raises(ProgrammingError), acting_as(manager.db_context()):
        db.session.execute(sa.text("SELECT purge_record('products', :id)"), {"id": product_id})
