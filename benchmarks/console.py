"""The console's pages beside stock Flask-Admin's, on the same rows, one by one."""

import os
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from benchmarks import SERVER_MS
from benchmarks.cost import processor_seconds
from benchmarks.desk import administrator, manager
from benchmarks.filling import fill_orders
from benchmarks.options import Options
from benchmarks.stage import Server, Stage, create_app, free_port, ours, running, stage
from benchmarks.table import Result
from shop_admin.db import db
from shop_admin.jobs import sales

ROUNDS, WARMING, PAGE_SIZE = 50, 6, 20


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page of ours, the same of stock Flask-Admin where it has it, and the goal in ms."""

    name: str
    ours: str
    stock: str = ""
    goal: int


@dataclass(frozen=True)
class Times:
    """The milliseconds of some answers, by the client's clock and by the server's.

    `cpu_ms` is the processor time of one, of server and database: what a busy machine adds to the
    others is not in it.
    """

    of_client: list[float]
    of_server: list[float]
    cpu_ms: float = 0


# Ours turns to page 500 at most; the other counts pages from zero, and its third filter of a text
# is "equals". {order} is the order in the middle.
PAGES = (
    Page(name="first page", ours="orders/", stock="orders/", goal=15),
    Page(name="last page", ours="orders/?page={ours}", stock="orders/?page={theirs}", goal=20),
    Page(
        name="number prefix",
        ours="orders/?search=BER-10123",
        stock="orders/?search=BER-10123",
        goal=25,
    ),
    Page(
        name="part of an email",
        ours="orders/?search=yer4711",
        stock="orders/?search=yer4711",
        goal=25,
    ),
    Page(name="a frequent name", ours="orders/?search=cleo", stock="orders/?search=cleo", goal=25),
    Page(name="by status", ours="orders/?status=SHIPPED", stock="orders/?flt0_2=SHIPPED", goal=20),
    Page(
        name="an order",
        ours="orders/details/?id={order}",
        stock="orders/details/?id={order}",
        goal=20,
    ),
    Page(name="dashboard, 7 days", ours="", goal=20),
    Page(name="dashboard, 90 days", ours="?period=90d", goal=100),
    Page(name="find a number", ours="find/?q=BER-10123", goal=25),
    Page(name="find part of an email", ours="find/?q=yer4711", goal=25),
)
MIDDLE = "SELECT id FROM orders WHERE number = 'BER-' || 1000000 + %s"


def run(options: Options) -> Iterator[Result]:
    """Ask for each page fifty times: the server's time, by an administrator and by a manager.

    The client's time stands beside stock Flask-Admin's, which has no clock of its own.
    """
    pages = -(-options.orders // PAGE_SIZE)
    with stage(1) as place:
        fill_orders(place, options.orders)
        _sum_days(place)
        with place.as_owner() as cursor:
            cursor.execute(MIDDLE, (options.orders // 2,))
            (middle,) = cursor.fetchone()
        given = {"ours": min(pages, 500), "theirs": pages - 1, "order": middle}
        with ours(place, timed=True) as server:
            pids = (server.pid, place.database_pid)
            with administrator(place, server) as browser:
                mine = {one.name: _times(browser, one.ours.format(**given), pids) for one in PAGES}
            with manager(place, server) as browser:
                scoped = {
                    one.name: _times(browser, one.ours.format(**given), pids) for one in PAGES
                }
        with _stock(place) as server, httpx.Client(base_url=server.url, timeout=60) as browser:
            for page in PAGES:
                theirs = (
                    _times(browser, page.stock.format(**given)) if page.stock else Times([], [])
                )
                name = f"{options.orders:,} orders: {page.name}"
                yield _result(name, mine[page.name], theirs, page.goal)
                yield _result(f"  by a manager: {page.name}", scoped[page.name], theirs, page.goal)


def _sum_days(place: Stage) -> None:
    """Let the days be summed that are over, as the worker does every hour."""
    with create_app(place.settings).app_context():
        sales.sum_days()
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
    with place.as_owner() as cursor:
        cursor.execute("VACUUM ANALYZE sales_days, product_days")


def _times(browser: httpx.Client, address: str, pids: Sequence[int] = ()) -> Times:
    """Return the milliseconds of each of fifty answers, after some that warm up."""
    of_client, of_server = [], []
    for _ in range(WARMING):
        browser.get(f"/admin/{address}").raise_for_status()
    worked = processor_seconds(*pids)
    for _ in range(ROUNDS):
        began = time.perf_counter()
        answer = browser.get(f"/admin/{address}").raise_for_status()
        of_client.append((time.perf_counter() - began) * 1000)
        of_server.append(float(answer.headers.get(SERVER_MS, 0)))
    cpu_ms = (processor_seconds(*pids) - worked) * 1000 / ROUNDS
    return Times(of_client, of_server, cpu_ms)


def _result(name: str, mine: Times, theirs: Times, goal: int) -> Result:
    median, p95 = _median_and_p95(mine.of_server)
    waited, _ = _median_and_p95(mine.of_client)
    said = f"≤ {goal} ms; p95 {p95:.1f}; client {waited:.1f}"
    if theirs.of_client:
        other, other_p95 = _median_and_p95(theirs.of_client)
        said += f"; stock {other:.1f}, p95 {other_p95:.1f}, {other / waited:.1f} times ours"
    return Result(name=name, figure=f"{median:.1f} ms", cpu_ms=mine.cpu_ms, goal=said)


def _median_and_p95(times: list[float]) -> tuple[float, float]:
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


@contextmanager
def _stock(place: Stage) -> Iterator[Server]:
    with free_port("stock") as port:
        granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "2"]
        options = ["--blocking-threads", "4", "--no-ws", "--port", str(port)]
        env = {**os.environ, "STOCK_DATABASE_URL": str(place.settings.owner_url)}
        words = [*granian, *options, "benchmarks.stock_admin:app"]
        with running(words, env, port, "/admin/") as server:
            yield server
