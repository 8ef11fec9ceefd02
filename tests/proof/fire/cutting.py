"""A walk is cut off at every place where it may be, done again after each, and the books read."""

import contextlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import psycopg2
from flask import Flask

from fire.flows import FLOWS, Act, Stage, set_stage
from fire.ledger import read_entries
from fire.points import died_at
from fire.verdict import GAPS, HALF, JOBS, PAID_ONLINE, REFUNDED_ONLINE, UNINVOICED
from shop_admin.db import db
from shop_admin.jobs import checks
from shop_admin.jobs.worker import run_worker
from shop_admin.wiring import EXTENSION

MOST_PLACES = 400


@dataclass(frozen=True, kw_only=True)
class Cut:
    """Cuts off the walks of one application, and reads its books as the superuser."""

    app: Flask
    superuser_url: str
    ledger: Path
    folder: Path

    def everywhere(self, name: str, times: int = 1) -> list[str]:
        """Cut a walk off at each place; return the places. What is left, the worker does."""
        with self.app.test_request_context():
            stage = set_stage(self.app)
        places = [place for _ in range(times) for place in self._places(stage, name)]
        self._work_off()
        return places

    def wrong(self) -> list[Any]:
        """Return what the books must not say: an empty list is what is hoped for."""
        connection = psycopg2.connect(self.superuser_url)
        with contextlib.closing(connection), connection.cursor() as cursor:

            def ask(statement: str) -> list[tuple[Any, ...]]:
                cursor.execute(statement)
                return cursor.fetchall()

            found = [row for one in (HALF, UNINVOICED, GAPS, JOBS) for row in ask(one)]
            charges = [(one.payment_id, one.amount) for one in self._entries("charges")]
            back = [(one.key, one.amount) for one in self._entries("refunds")]
            # Nobody tells the shop of charges: what is paid was charged, and nothing twice.
            found += sorted(set(ask(PAID_ONLINE)) - set(charges))
            found += [one for one in charges if charges.count(one) > 1]
            found += sorted(set(back) ^ set(ask(REFUNDED_ONLINE)))
        with self.app.test_request_context():
            return [*found, *checks.run(every_file=True).broken]

    def _work_off(self) -> None:
        # In a thread of its own: a browser of an earlier test keeps this one's event loop.
        settings = self.app.extensions[EXTENSION].settings
        with ThreadPoolExecutor(1) as pool:
            pool.submit(run_worker, self.app, settings, wait=False).result()

    def _entries(self, table: str) -> list[Any]:
        return read_entries(self.ledger, table)

    def _places(self, stage: Stage, name: str) -> Iterator[str]:
        """Yield where the walk died, once at each place; it is done again twice after each."""
        for last in range(1, MOST_PLACES):
            with self.app.test_request_context():
                act = FLOWS[name](stage)
                db.session.remove()
            place = died_at(self.app, last, self.folder / "place", partial(self._acted, act))
            for _ in range(2):
                self._acted(act)
            if place is None:
                return
            yield place
        raise AssertionError("there is no end of places")

    def _acted(self, act: Act) -> None:
        with self.app.app_context():
            act()
