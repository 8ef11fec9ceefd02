"""Orders added by the thousand break nothing: invariants, triggers, keys and numbers are sound."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from servers import work_off_jobs

from shop_admin.config import load_settings
from shop_admin.db import acting_as, db, transaction
from shop_admin.demo import bulk
from shop_admin.demo.bulk import adding
from shop_admin.demo.fill import fill_books
from shop_admin.demo.orders import Plan
from shop_admin.factory import create_app
from shop_admin.jobs import checks
from shop_admin.launcher.postgres.cluster import cluster_url
from shop_admin.models.audit import AuditEntry
from shop_admin.models.invoices import Invoice
from shop_admin.models.orders import Order
from shop_admin.models.stores import Store
from shop_admin.permissions import command
from shop_admin.services import drafts
from shop_admin.services.checkout import Contact
from shop_admin.wiring import parts

SCHEMA = (
    "SELECT tgrelid::regclass::text, tgname, tgenabled::text FROM pg_trigger"
    " WHERE NOT tgisinternal",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) || convalidated"
    " FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
)


@pytest.fixture
def own_app(cluster_home: Path, clone: str, tmp_path: Path) -> Iterator[Flask]:
    """Yield an application on a database of its own: the owner's session really commits."""
    settings = load_settings(
        _env_file=None,
        database_url=cluster_url(cluster_home, "shop_app", clone),
        owner_url=cluster_url(cluster_home, "shop_owner", clone),
        data_dir=tmp_path,
        secret_key="a secret for tests only, of good length",
    )
    app = create_app(settings)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def _schema() -> list[set[tuple[str, ...]]]:
    with acting_as(command().db_context()) as session:
        return [{tuple(row) for row in session.execute(sa.text(one))} for one in SCHEMA]


def _add(app: Flask, orders: int, invoices: int) -> int:
    told: list[int] = []
    actor, settings = command(), parts().settings
    due = bulk.add_orders(
        actor, settings, ("berlin", "mumbai"), orders=orders, invoices=invoices, told=told.append
    )
    bulk.collect(actor, due, told.append)
    work_off_jobs(settings)
    assert sum(told) == orders + len(due)
    return len(due)


def _numbers(slug: str) -> list[int]:
    statement = sa.select(Order.number).join(Store, Store.id == Order.store_id)
    with acting_as(command().db_context()) as session:
        found = session.scalars(statement.where(Store.slug == slug, Order.number.is_not(None)))
        return sorted(int(str(number).rpartition("-")[2]) for number in found)


def _count(model: type) -> int:
    with acting_as(command().db_context()) as session:
        return session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def _words_of_trail(party: str) -> set[str]:
    statement = sa.select(AuditEntry.new).where(
        AuditEntry.table_name == "orders", AuditEntry.action == "create", AuditEntry.party == party
    )
    with acting_as(command().db_context()) as session:
        return set(session.scalars(statement.limit(1)).one())


def test_two_runs_leave_everything_sound(own_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime.now(UTC)
    fill_books(command(), parts().storage, now, Plan(orders=(), movements=()))
    before = _schema()

    paid = _add(own_app, 2000, 15)
    first = _numbers("berlin")
    # The second run works as many orders do: its keys and indexes are made anew.
    monkeypatch.setattr(adding, "MANY", 100)
    paid += _add(own_app, 300, 5)

    assert _schema() == before
    assert 0 < paid == _count(Invoice) <= 20
    assert _count(Order) == 2300
    second = _numbers("berlin")
    assert second[: len(first)] == first == list(range(10001, 10001 + len(first)))
    assert second == list(range(10001, 10001 + len(second)))
    assert not checks.run(every_file=True).broken


def test_the_trail_of_a_bulk_order_says_what_a_trigger_says(own_app: Flask) -> None:
    actor = command()
    with acting_as(actor.db_context()) as session:
        store_id = session.scalars(sa.select(Store.id).where(Store.slug == "berlin")).one()
    with transaction(actor.db_context()) as session:
        session.execute(sa.text("SELECT set_config('app.party', 'hand', true)"))
        drafts.create_draft(actor, store_id, Contact(name="Ida"))

    assert _words_of_trail("command") == _words_of_trail("hand")
