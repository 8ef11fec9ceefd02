"""Real workers: a killed one's job goes to another, a stopped one ends its job first."""

import contextlib
import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import psycopg2
import pytest
import sqlalchemy as sa
from exporting import ask, file_of, names_in, sell, state_of
from factories import make_person, make_product, make_store
from flask import Flask
from holding import held
from servers import work_off_jobs

from shop_admin import wiring
from shop_admin.config import ROOT, Settings, child_environment
from shop_admin.db import acting_as, db, transaction
from shop_admin.factory import create_app
from shop_admin.launcher.measuring import empty_metrics_folder
from shop_admin.launcher.postgres.cluster import cluster_url
from shop_admin.models.invoices import Invoice, InvoiceFile
from shop_admin.permissions import IDENTITY, command
from shop_admin.queue import TRIES, enqueue

BOTH = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '9 s'"
Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def own(clone: str, cluster_home: Path, settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    """Yield an application on a database whose commits are real and whose workers are ours."""
    url = cluster_url(cluster_home, "shop_app", clone)
    app = create_app(settings.model_copy(update={"database_url": url, "data_dir": tmp_path}))
    with app.test_request_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def start(own: Flask, tmp_path: Path) -> Iterator[Start]:
    """Yield how to start a worker; all are gone afterwards."""
    started = []
    settings: Settings = own.extensions["shop_admin"].settings

    def run(seconds: float = 0.0) -> subprocess.Popen[bytes]:
        environment = child_environment(
            settings,
            SHOP_DATA_DIR=str(tmp_path),
            SHOP_SECRET_KEY=settings.secret_key,
            SHOP_LOG_LEVEL="ERROR",
            SLOW_FOLDER=str(tmp_path),
            SLOW_SECONDS=str(seconds),
            PYTHONPATH=f"{ROOT}{os.pathsep}{ROOT / 'tests' / 'jobs'}",
        )
        worker = subprocess.Popen(
            [sys.executable, "-m", "slow_worker"],
            cwd=ROOT,
            env=environment,
            stderr=subprocess.DEVNULL,
        )
        started.append(worker)
        return worker

    yield run
    for worker in started:
        worker.kill()
        worker.wait()


def _ask(task: str, name: str) -> None:
    with transaction(IDENTITY.db_context()):
        enqueue(task, name=name)


def _row(statement: str) -> sa.Row[tuple[object, ...]] | None:
    with acting_as(IDENTITY.db_context()) as session:
        return session.execute(sa.text(statement)).one_or_none()


def _await(what: Callable[[], object], seconds: float = 90.0) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


def test_a_killed_workers_jobs_are_done_by_another(
    own: Flask, start: Start, tmp_path: Path
) -> None:
    export_id, paper = _ask_for_export(own)
    _ask("test.slow", "killed")
    with held(paper) as is_being_read:
        victim = start(600.0)
        _await((tmp_path / "killed.begun").exists)
        _await(is_being_read)
        assert (state_of(export_id).status, _exported()) == ("RUNNING", [])
        victim.send_signal(signal.SIGKILL)
        victim.wait()
    heir = start()
    _await((tmp_path / "killed.done").exists)
    assert (tmp_path / "killed.done").read_text() == str(heir.pid)
    _await(lambda: state_of(export_id).status == "DONE")
    done = state_of(export_id)
    assert (done.tries, done.done_count, _exported()) == (2, 3, [done.key])
    data = file_of(export_id)
    assert (hashlib.sha256(data).hexdigest(), len(data)) == (done.sha256, done.size)
    assert len(names_in(data)) == 1 + 3
    # What the killed one had made so far lies on the disk no longer.
    _await(lambda: not list((tmp_path / "making").iterdir()))


def _ask_for_export(own: Flask) -> tuple[UUID, Path]:
    """Ask for three invoices in a ZIP; return the export's id, and where the last PDF lies."""
    settings: Settings = own.extensions[wiring.EXTENSION].settings
    store = make_store()
    product = make_product(store)
    orders = [sell(store, (product, 1)) for _ in range(3)]
    empty_metrics_folder(settings)
    work_off_jobs(settings)
    last = sa.select(InvoiceFile.key).join(Invoice).where(Invoice.order_id == orders[-1])
    with acting_as(command().db_context()) as session:
        key = session.scalars(last).one()
    days = {"begins_on": date(2000, 1, 1), "ends_on": date(2199, 12, 31)}
    accountant = make_person(store, "ACCOUNTANT").actor
    return ask(accountant, store, "ZIP", **days), settings.files_dir / key


def _exported() -> list[str]:
    return [key for key, _ in wiring.parts().storage.list() if key.startswith("exports/")]


def test_a_worker_that_is_told_to_stop_ends_its_job(start: Start, tmp_path: Path) -> None:
    _ask("test.slow", "stopped")
    worker = start(3.0)
    _await((tmp_path / "stopped.begun").exists)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(10) == 0
    assert (tmp_path / "stopped.done").read_text() == str(worker.pid)
    done = "SELECT status::text FROM procrastinate_jobs WHERE args ->> 'name' = 'stopped'"
    assert _row(done) == ("succeeded",)


def test_a_job_that_fails_eight_times_has_failed_with_its_reason(
    start: Start, tmp_path: Path
) -> None:
    _ask("test.failing", "failing")
    start()
    failed = (
        "SELECT sentence, attempts FROM procrastinate_jobs JOIN job_failures ON job_id = id"
        " WHERE args ->> 'name' = 'failing' AND status = 'failed'"
    )
    _await(lambda: _row(failed))
    assert (tmp_path / "failing.tries").read_text() == "x" * TRIES
    assert _row(failed) == ("The provider is asleep.", TRIES)


def test_periodic_tasks_run_once_for_all_workers(start: Start, tmp_path: Path) -> None:
    workers = [start() for _ in range(2)]
    ticks = tmp_path / "ticks"
    _await(lambda: ticks.exists() and _row(BOTH) == (len(workers),))
    begun = len(ticks.read_text().split())
    _await(lambda: len(ticks.read_text().split()) >= begun + 4)
    for worker in workers:
        worker.terminate()
        worker.wait(10)
    seconds = ticks.read_text().split()
    assert len(seconds) == len(set(seconds))


def test_a_worker_outlives_its_database(
    start: Start, clone: str, cluster_home: Path, tmp_path: Path
) -> None:
    worker = start()
    _ask("test.slow", "before")
    _await((tmp_path / "before.done").exists)
    with _gone(clone, cluster_home):
        time.sleep(2.0)
    _ask("test.slow", "after")
    _await((tmp_path / "after.done").exists)
    assert (tmp_path / "after.done").read_text() == str(worker.pid)


@contextlib.contextmanager
def _gone(database: str, cluster_home: Path) -> Iterator[None]:
    """Throw everybody out of a database, and let nobody in meanwhile."""
    url = cluster_url(cluster_home, "postgres", "postgres").replace("+psycopg2", "")
    connection = psycopg2.connect(url)
    connection.autocommit = True
    out = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute(f"ALTER DATABASE {database} ALLOW_CONNECTIONS false")
        cursor.execute(out, (database,))
        yield
        cursor.execute(f"ALTER DATABASE {database} ALLOW_CONNECTIONS true")
