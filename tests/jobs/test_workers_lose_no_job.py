"""Real workers: a killed one's job goes to another, a stopped one ends its job first."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from shop_admin.config import ROOT, Settings, child_environment
from shop_admin.db import acting_as, db, transaction
from shop_admin.factory import create_app
from shop_admin.launcher.postgres.cluster import cluster_url
from shop_admin.permissions import IDENTITY
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


def test_a_killed_workers_job_is_done_by_another(start: Start, tmp_path: Path) -> None:
    _ask("test.slow", "killed")
    victim = start(600.0)
    _await((tmp_path / "killed.begun").exists)
    victim.send_signal(signal.SIGKILL)
    victim.wait()
    heir = start()
    _await((tmp_path / "killed.done").exists)
    assert (tmp_path / "killed.done").read_text() == str(heir.pid)


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
