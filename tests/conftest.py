"""A real PostgreSQL for every run: one migrated template, a clone a worker, a savepoint a test."""

import contextlib
import dataclasses
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
from clocks import set_clock
from flask import Flask
from flask.testing import FlaskClient
from servers import LiveServer, live_server_on
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from shop_admin import wiring
from shop_admin.api import hot
from shop_admin.config import Settings, load_settings
from shop_admin.db import BROWSING, db
from shop_admin.factory import create_app
from shop_admin.launcher.postgres import temporary_cluster
from shop_admin.launcher.postgres.cluster import cluster_url
from shop_admin.launcher.schema import migrate

TEMPLATE = "shop_template"
CLUSTER_HOME = "SHOP_TEST_CLUSTER"
CHROMIUM = Path("/usr/bin/chromium")


def pytest_configure(config: pytest.Config) -> None:
    """Start the cluster and migrate the template, once for all workers."""
    if hasattr(config, "workerinput"):
        return
    stack = contextlib.ExitStack()
    config.add_cleanup(stack.close)
    cluster = stack.enter_context(temporary_cluster(fast=True))
    _superuser(cluster.home, f"CREATE DATABASE {TEMPLATE} OWNER shop_owner")
    migrate(cluster_url(cluster.home, "shop_owner", TEMPLATE), ["shop_app"])
    os.environ[CLUSTER_HOME] = str(cluster.home)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Say in the very last line that browser tests were left out."""
    if not hasattr(config, "workerinput") and not CHROMIUM.exists():
        sys.stdout.write("Without Chromium the browser tests were skipped: install chromium.\n")


def _superuser(home: Path, statement: str) -> None:
    url = cluster_url(home, "postgres", "postgres")
    connection = psycopg2.connect(url.replace("+psycopg2", ""))
    connection.autocommit = True
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture(scope="session")
def cluster_home() -> Path:
    """Return the home of this test run's PostgreSQL."""
    return Path(os.environ[CLUSTER_HOME])


def _clone(home: Path, name: str) -> str:
    _superuser(home, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    _superuser(home, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} OWNER shop_owner")
    return name


@pytest.fixture(scope="session")
def worker_name(request: pytest.FixtureRequest) -> str:
    """Return the name of this xdist worker, or 'main'."""
    return str(getattr(request.config, "workerinput", {}).get("workerid", "main"))


def _settings(home: Path, database: str, data_dir: Path) -> Settings:
    return load_settings(
        _env_file=None,
        database_url=cluster_url(home, "shop_app", database),
        owner_url=cluster_url(home, "shop_owner", database),
        data_dir=data_dir,
        secret_key="a secret for tests only, of good length",
        rate_limits=False,
    )


@pytest.fixture(scope="session")
def settings(
    cluster_home: Path, worker_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    """Return the settings of this worker's own database and data folder."""
    database = _clone(cluster_home, f"shop_{worker_name}")
    return _settings(cluster_home, database, tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
def application(settings: Settings) -> Flask:
    """Return the application on this worker's database."""
    return create_app(settings)


@pytest.fixture
def app(application: Flask) -> Iterator[Flask]:
    """Yield the application inside a transaction that is rolled back after the test.

    The code under test commits as it likes: its commits are savepoints. The catalogue's version
    goes back with them, so that no hot answer outlives its test; and none is taken on trust.
    """
    application.extensions[hot.EXTENSION] = hot.Shelf(patience=0)
    with application.test_request_context():
        engine = db.engines[None]
        connection = engine.connect()
        outer = connection.begin()
        public = db.engines[BROWSING]
        db.engines[None] = db.engines[BROWSING] = connection  # type: ignore[assignment]
        db.session.remove()
        db.session.configure(join_transaction_mode="create_savepoint")
        event.listen(Session, "before_commit", _check_deferred)
        try:
            yield application
        finally:
            event.remove(Session, "before_commit", _check_deferred)
            db.session.remove()
            db.engines[None], db.engines[BROWSING] = engine, public
            outer.rollback()
            connection.close()


def _check_deferred(session: Session) -> None:
    """Let deferred constraints speak where a real commit would let them; end its transaction."""
    session.flush()
    session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    session.execute(text("SET CONSTRAINTS ALL DEFERRED"))
    # Else all changes of a test were one change of the catalogue.
    session.execute(text("SELECT set_config('app.catalogue_counted', '', true)"))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a client of the application, in the test's own transaction."""
    return app.test_client()


@pytest.fixture
def limits_on(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Switch the limits on, in the middle of a window of theirs."""
    parts = wiring.parts()
    settings = parts.settings.model_copy(update={"rate_limits": True})
    limited = dataclasses.replace(parts, settings=settings)
    monkeypatch.setitem(app.extensions, wiring.EXTENSION, limited)
    set_clock("2026-05-01T10:02:00Z")


@pytest.fixture(scope="session")
def live_settings(
    cluster_home: Path, worker_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    """Return the settings of a database whose commits are real, for servers and workers."""
    database = _clone(cluster_home, f"live_{worker_name}")
    return _settings(cluster_home, database, tmp_path_factory.mktemp("live"))


@pytest.fixture(scope="session")
def live(live_settings: Settings, worker_name: str) -> Iterator[LiveServer]:
    """Yield a real server with two processes on a database of its own."""
    with live_server_on(live_settings, worker_name) as server:
        yield server


@pytest.fixture
def empty_database(cluster_home: Path, worker_name: str) -> Iterator[str]:
    """Yield the owner's URL of an empty database, for tests of the migrations themselves."""
    name = f"empty_{worker_name}"
    _superuser(cluster_home, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    _superuser(cluster_home, f"CREATE DATABASE {name} OWNER shop_owner")
    yield cluster_url(cluster_home, "shop_owner", name)
    _superuser(cluster_home, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def clone(cluster_home: Path, worker_name: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """Yield the name of a migrated, empty database of this module's own."""
    name = f"own_{worker_name}_{request.module.__name__.rpartition('.')[2]}"[:60]
    yield _clone(cluster_home, name)
    _superuser(cluster_home, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def needs_chromium() -> None:
    """Skip where there is no browser, unless the run insists on it."""
    if CHROMIUM.exists():
        return
    if os.environ.get("CI"):
        pytest.fail("Chromium is missing, and this run insists on the browser tests.")
    pytest.skip("Chromium is not installed")
