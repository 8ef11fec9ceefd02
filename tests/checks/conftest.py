"""A small world on a database of its own, with real commits, to plant faults in."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from factories import make_category, make_person, make_product, make_store, make_subcategory, place
from flask import Flask
from sqlalchemy.orm import Session

from shop_admin.config import Settings
from shop_admin.db import acting_as, db, transaction
from shop_admin.factory import create_app
from shop_admin.jobs import invoices as jobs
from shop_admin.launcher.postgres.cluster import cluster_url
from shop_admin.models.invoices import Invoice
from shop_admin.models.payments import Payment
from shop_admin.permissions import Actor, command
from shop_admin.services import orders, payments, refunds


@dataclass(frozen=True, kw_only=True)
class World:
    """Where everything is: the application, and the superuser's address of its database."""

    app: Flask
    superuser: str
    store: UUID
    other: UUID
    product: UUID
    paid: UUID
    placed: UUID


@pytest.fixture(scope="module")
def world(
    clone: str, cluster_home: Path, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Yield two stores with orders in every state, all of it sound."""
    own = settings.model_copy(
        update={
            "database_url": cluster_url(cluster_home, "shop_app", clone),
            "data_dir": tmp_path_factory.mktemp("checked"),
        }
    )
    app = create_app(own)
    superuser = cluster_url(cluster_home, "postgres", clone)
    with app.test_request_context():
        yield _make(app, superuser)
        db.session.remove()
        db.engine.dispose()


def _make(app: Flask, superuser: str) -> World:
    store, other = make_store(), make_store("Paris")
    category = make_category(store)
    product = make_product(
        store, stock=50, category_id=category, subcategory_id=make_subcategory(category)
    )
    make_product(other)
    boss = make_person(store, "MANAGER").actor
    cancelled, paid, placed, sent, refunded = (
        place(store, (product, 2), method="cash_on_delivery") for _ in range(5)
    )
    _pay(store, boss, paid)
    with transaction(boss.db_context()):
        orders.cancel_order(boss, cancelled)
        orders.ship_order(boss, sent, carrier="DHL")
    _pay(store, boss, refunded)
    _pay(store, boss, sent)
    _refund(boss, refunded)
    return World(
        app=app,
        superuser=superuser,
        store=store,
        other=other,
        product=product,
        paid=paid,
        placed=placed,
    )


def _pay(store: UUID, boss: Actor, order_id: UUID) -> None:
    with transaction(boss.db_context()):
        payments.mark_paid(boss, order_id)
    jobs.issue(store_id=str(store), order_id=str(order_id))
    with acting_as(command().db_context()):
        invoice = db.session.scalars(
            sa.select(Invoice.id).where(Invoice.order_id == order_id)
        ).one()
    jobs.make_file(store_id=str(store), invoice_id=str(invoice))


def _refund(boss: Actor, order_id: UUID) -> None:
    with transaction(boss.db_context()) as session:
        payment = session.scalars(sa.select(Payment.id).where(Payment.order_id == order_id)).one()
        refund = refunds.ask_refund(boss, payment, Decimal("5.00"), "Scratched").id
    with transaction(boss.db_context()):
        refunds.mark_refunded(boss, refund)


@pytest.fixture
def vandal(world: World) -> Iterator[Session]:
    """Yield a superuser whom no trigger and no key stops; what it breaks is whole again after."""
    engine = sa.create_engine(world.superuser, connect_args={"options": "-c timezone=UTC"})
    with Session(engine) as session:
        tables = session.scalars(
            sa.text("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")
        )
        for table in tables.all():
            session.execute(sa.text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
        yield session
        session.rollback()
    engine.dispose()
