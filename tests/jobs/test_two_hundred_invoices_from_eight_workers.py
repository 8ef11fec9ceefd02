"""Gapless under fire: eight worker processes, one invoice in ten fails, one worker is killed."""

import os
import signal
import subprocess
import sys
import time
from uuid import UUID

import sqlalchemy as sa
from factories import make_person, make_product, make_store, place
from flask import Flask

from shop_admin.config import ROOT, Settings, child_environment
from shop_admin.db import acting_as, db, transaction
from shop_admin.factory import create_app
from shop_admin.models.invoices import Invoice
from shop_admin.permissions import Actor, command
from shop_admin.services import payments

ORDERS, WORKERS = 200, 8
OPEN_JOBS = sa.text(
    "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
    " AND task_name = 'invoices.issue'"
)
FAILED_ONCE = sa.text(
    "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'invoices.issue' AND attempts > 1"
)


def _paid_orders(store: UUID, staff: Actor) -> None:
    product = make_product(store, stock=ORDERS)
    for _ in range(ORDERS):
        order_id = place(store, (product, 1))
        with transaction(staff.db_context()):
            payments.mark_paid(staff, order_id)


def _worker(settings: Settings, number: int) -> subprocess.Popen[bytes]:
    environment = child_environment(
        settings,
        SHOP_DATA_DIR=str(settings.data_dir),
        SHOP_SECRET_KEY=settings.secret_key,
        SHOP_LOG_LEVEL="ERROR",
        SHOP_WORKER_JOBS="1",
        FAILING_SEED=str(number),
        PYTHONPATH=f"{ROOT}{os.pathsep}{ROOT / 'tests' / 'jobs'}",
    )
    script = [sys.executable, "-m", "failing_worker"]
    return subprocess.Popen(script, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)


def _count(statement: sa.TextClause) -> int:
    with acting_as(command().db_context()):
        return int(db.session.scalar(statement) or 0)


def _issued(store: UUID) -> list[Invoice]:
    with acting_as(command().db_context()):
        rows = db.session.scalars(
            sa.select(Invoice).where(Invoice.store_id == store).order_by(Invoice.number)
        ).all()
        db.session.expunge_all()
        return list(rows)


def _wait_until_done(settings: Settings) -> None:
    deadline = time.monotonic() + 120
    while _count(OPEN_JOBS) and time.monotonic() < deadline:
        time.sleep(0.5)


def test_no_gap_and_dates_in_order(live_settings: Settings) -> None:
    app: Flask = create_app(live_settings)
    with app.test_request_context():
        store = make_store()
        _paid_orders(store, make_person(store).actor)
        workers = [_worker(live_settings, number) for number in range(WORKERS)]
        try:
            while len(_issued(store)) < ORDERS // 4:
                time.sleep(0.05)
            workers[0].send_signal(signal.SIGKILL)
            _wait_until_done(live_settings)
        finally:
            for worker in workers:
                worker.kill()
                worker.wait()

        invoices = _issued(store)
        assert [invoice.number for invoice in invoices] == list(range(1, ORDERS + 1))
        dates = [invoice.issued_at for invoice in invoices]
        assert dates == sorted(dates)
        assert _count(FAILED_ONCE) >= ORDERS // 20
