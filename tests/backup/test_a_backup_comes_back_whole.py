"""Every row, file, number, right and guard is as it was; nothing is doubled, nothing let loose."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from comparing import Shop, content, files_of, run, settings_of, superuser
from factories import PASSWORD, place
from flask import Flask
from sqlalchemy.exc import DBAPIError

from shop_admin import wiring
from shop_admin.config import Settings
from shop_admin.db import READER, acting_as, db
from shop_admin.factory import create_app
from shop_admin.jobs import checks
from shop_admin.launcher.backup.programs import find_programs
from shop_admin.launcher.backup.restoring import look_at, restore
from shop_admin.launcher.backup.taking import Taken
from shop_admin.models.orders import Order
from shop_admin.permissions import command


@pytest.fixture(scope="module")
def elsewhere(
    shop: Shop, cluster_home: Path, worker_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    name = f"restored_{worker_name}"
    superuser(cluster_home, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    superuser(cluster_home, f"CREATE DATABASE {name} OWNER shop_owner")
    yield settings_of(shop.settings, cluster_home, name, tmp_path_factory.mktemp("restored"))
    superuser(cluster_home, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def restored(taken: Taken, elsewhere: Settings) -> Iterator[Flask]:
    target = look_at(elsewhere, taken.manifest)
    assert target.is_empty
    restore(elsewhere, taken.folder, taken.manifest, target)
    app = create_app(elsewhere)
    with app.test_request_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def schema(settings: Settings) -> str:
    programs = find_programs(settings, settings.owner_url, 18, over_tls=False)
    dump = programs.connected("pg_dump", "--schema-only", "--restrict-key=same")
    result = subprocess.run(dump, env=programs.environment, check=True, capture_output=True)
    # PostgreSQL writes a condition that it has read twice with fewer parentheses.
    return result.stdout.decode().replace("(", "").replace(")", "")


def number_of(order_id: UUID) -> str:
    with acting_as(command().db_context()) as session:
        return str(session.get_one(Order, order_id).number)


def test_all_of_it(restored: Flask, shop: Shop, taken: Taken, elsewhere: Settings) -> None:
    assert content(elsewhere.owner_url) == content(shop.settings.owner_url)
    assert files_of(elsewhere.files_dir) == files_of(shop.settings.files_dir)
    assert schema(elsewhere) == schema(shop.settings)
    assert len(files_of(elsewhere.files_dir)) == taken.manifest.file_count == 4

    report = checks.run(every_file=True)
    assert report.broken == ()
    assert report.files == 4
    sealed = taken.manifest.tables["audit_seals"]
    assert sealed == 1

    login = wiring.log_in(shop.email, PASSWORD, "console", "a test")
    assert wiring.identify(login.token, "console") is not None
    with acting_as(READER) as session:
        assert session.scalar(sa.text("SELECT count(*) FROM products")) == 1
    next_order = number_of(place(shop.store, (shop.product, 1), method="cash_on_delivery"))
    assert next_order.endswith("10004")


@pytest.mark.parametrize(
    "crime",
    [
        "UPDATE invoices SET amount = 0",
        "DELETE FROM orders",
        "UPDATE audit_entries SET party = 'nobody'",
        "TRUNCATE audit_entries",
        "UPDATE stock_movements SET delta = 1",
    ],
)
@pytest.mark.usefixtures("restored")
def test_the_guards_stand_again(elsewhere: Settings, crime: str) -> None:
    with pytest.raises(DBAPIError):
        run(elsewhere.owner_url, crime)
