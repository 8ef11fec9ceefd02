"""The register of invoices as a file: by COPY as CSV, and row by row as a workbook."""

import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

from benchmarks.filling import fill_invoices, fill_orders
from benchmarks.options import Options
from benchmarks.stage import Stage, create_app, stage
from benchmarks.table import Result
from shop_admin.db import acting_as
from shop_admin.documents.registers.workbook import Workbook
from shop_admin.permissions import command
from shop_admin.queries import exports

DOCUMENTS, PIECE = 100_000, 1_000
# A workbook takes its time: so many lines tell how it grows.
WORKBOOK_LINES = 5_000


def run(_options: Options) -> Iterator[Result]:
    """Write the register of one hundred thousand documents as CSV, and some as a workbook."""
    with stage(1) as place:
        fill_orders(place, DOCUMENTS)
        fill_invoices(place, DOCUMENTS)
        with create_app(place.settings).app_context(), tempfile.TemporaryDirectory() as folder:
            for kind, write, goal in (
                ("CSV", _csv, "≤ 0.35 s, at most 10 MB more"),
                ("XLSX", _xlsx, ""),
            ):
                yield _timed(place, kind, write, Path(folder) / f"register.{kind}", goal)


def _timed(
    place: Stage, kind: str, write: Callable[[exports.Run, Path], int], path: Path, goal: str
) -> Result:
    with acting_as(command().db_context()):
        (run_of_all,) = exports.find_runs(
            command(), [place.store], ["INVOICE"], date(2026, 1, 1), date(2026, 12, 31)
        )
        before, began = _most_memory(), time.monotonic()
        rows = write(run_of_all, path)
        spent, more = time.monotonic() - began, _most_memory() - before
    figure = f"{spent:.2f} s, +{more:.0f} MB"
    return Result(name=f"{kind} of {rows:,} lines", figure=figure, goal=goal)


def _csv(found: exports.Run, path: Path) -> int:
    with path.open("wb") as file:
        return exports.copy_register(found, file)


def _xlsx(found: exports.Run, path: Path) -> int:
    rows = 0
    with Workbook(path, made_at=datetime(2026, 12, 31, tzinfo=UTC)) as book:
        for first, last in islice(found.pages(PIECE), WORKBOOK_LINES // PIECE):
            for line in exports.read_lines(found, first, last):
                book.add(line)
                rows += 1
    return rows


def _most_memory() -> float:
    """Return the most memory that this process has ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
