"""Faults that the harness plants in every run: deaths after a commit, invoices that fail."""

import os
import random
import signal
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.orm import Session

from shop_admin.db import transaction
from shop_admin.jobs import worker
from shop_admin.permissions import job
from shop_admin.services import invoices
from shop_admin.services.invoices import ISSUE

_dice: dict[int, random.Random] = {}


def install() -> None:
    """Install what the environment asks for: FIRE_DEATHS and FIRE_FAILURES are probabilities."""
    deaths, failures = (float(os.environ.get(f"FIRE_{n}", "0")) for n in ("DEATHS", "FAILURES"))
    if deaths:
        event.listen(Session, "after_commit", lambda _session: die_perhaps(deaths))
    if failures:
        worker.TASKS[ISSUE] = _failing(worker.TASKS[ISSUE], failures)


def die_perhaps(probability: float) -> None:
    """End the process as kill -9 does, with this probability."""
    if _own_dice().random() < probability:
        die()


def die() -> None:
    """Note the death where all of them are counted, and end the process as kill -9 does."""
    note = os.open(os.environ["FIRE_DEATHS_FILE"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(note, b"x")
    os.kill(os.getpid(), signal.SIGKILL)


def _failing(task, probability):  # type: ignore[no-untyped-def]
    def issue(*, store_id: str, order_id: str) -> None:
        if _own_dice().random() >= probability:
            return task(store_id=store_id, order_id=order_id)
        actor = job(UUID(store_id))
        with transaction(actor.db_context()):
            invoices.issue_invoice(actor, UUID(order_id))
            # The number is taken, the paper written: nothing of it may stay.
            raise RuntimeError("made to fail")

    return issue


def _own_dice() -> random.Random:
    # Forked processes would all throw the same.
    return _dice.setdefault(os.getpid(), random.Random(f"{os.environ['FIRE_SEED']} {os.getpid()}"))
