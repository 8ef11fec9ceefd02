"""A small shop with everything in it, and empty databases to bring it back into."""

import io
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from comparing import Shop, settings_of, superuser
from factories import make_person, make_product, make_store, place
from PIL import Image
from sqlalchemy.engine import make_url

from shop_admin import wiring
from shop_admin.config import Settings
from shop_admin.db import acting_as, db, transaction
from shop_admin.factory import create_app
from shop_admin.jobs import invoices as jobs
from shop_admin.launcher.backup.taking import Taken, take
from shop_admin.models.invoices import Invoice
from shop_admin.permissions import IDENTITY, command
from shop_admin.services import images, payments, seals


@pytest.fixture(scope="session")
def shop(
    cluster_home: Path,
    worker_name: str,
    settings: Settings,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Shop]:
    """Yield a store with a picture, stock, an unpaid order, an invoice and a sealed trail."""
    name = f"backed_up_{worker_name}"
    superuser(cluster_home, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    superuser(cluster_home, f"CREATE DATABASE {name} TEMPLATE shop_template OWNER shop_owner")
    own = settings_of(settings, cluster_home, name, tmp_path_factory.mktemp("backed-up"))
    with create_app(own).test_request_context():
        yield _fill(own)
        db.session.remove()
        db.engine.dispose()


def _fill(own: Settings) -> Shop:
    store = make_store()
    product = make_product(store, stock=50)
    boss = make_person(store, "MANAGER")
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(drawn, "PNG")
    storage = wiring.parts().storage
    picture = images.store_picture(drawn.getvalue(), storage, on=date(2026, 5, 1))
    with transaction(boss.actor.db_context()):
        images.add_image(boss.actor, product, picture)
    orders = [place(store, (product, 2), method="cash_on_delivery") for _ in range(3)]
    for order in orders[:2]:
        with transaction(boss.actor.db_context()):
            payments.mark_paid(boss.actor, order)
        jobs.issue(store_id=str(store), order_id=str(order))
    with acting_as(command().db_context()) as session:
        invoices = session.scalars(sa.select(Invoice.id)).all()
    for invoice in invoices:
        jobs.make_file(store_id=str(store), invoice_id=str(invoice))
    with transaction(IDENTITY.db_context()) as session:
        # Today is sealed tomorrow.
        session.execute(sa.text("SELECT set_config('app.now', (now() + '1 day')::text, true)"))
        seals.seal_trail()
    db.session.remove()
    db.engine.dispose()
    return Shop(settings=own, store=store, product=product, email=boss.email)


@pytest.fixture(scope="session")
def taken(shop: Shop, tmp_path_factory: pytest.TempPathFactory) -> Taken:
    """Return a backup of the shop that nobody changes."""
    return take(shop.settings, tmp_path_factory.mktemp("backups"))


@pytest.fixture
def elsewhere(
    empty_database: str, cluster_home: Path, settings: Settings, tmp_path: Path
) -> Settings:
    """Return the settings of an empty database and data folder."""
    name = make_url(empty_database).database
    return settings_of(settings, cluster_home, str(name), tmp_path / "data")


@pytest.fixture
def damaged(taken: Taken, tmp_path: Path) -> Path:
    """Return a copy of the backup to spoil."""
    return shutil.copytree(taken.folder, tmp_path / taken.folder.name)
