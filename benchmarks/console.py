"""The console's pages beside stock Flask-Admin's, on the same rows, one by one."""

import os
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from benchmarks.desk import administrator
from benchmarks.filling import fill_orders
from benchmarks.options import Options
from benchmarks.stage import Server, Stage, free_port, ours, running, stage
from benchmarks.table import Result

ROUNDS, PAGE_SIZE = 50, 20


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page of ours, the same of stock Flask-Admin where it has it, and the goal in ms."""

    name: str
    ours: str
    stock: str = ""
    goal: int


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
    """Ask for each page fifty times; the ratio is stock Flask-Admin's median to ours."""
    pages = -(-options.orders // PAGE_SIZE)
    with stage(1) as place:
        fill_orders(place, options.orders)
        with place.as_owner() as cursor:
            cursor.execute(MIDDLE, (options.orders // 2,))
            (middle,) = cursor.fetchone()
        given = {"ours": min(pages, 500), "theirs": pages - 1, "order": middle}
        with ours(place) as server, administrator(place, server) as browser:
            mine = {
                page.name: _times(browser, f"/admin/{page.ours.format(**given)}") for page in PAGES
            }
        with _stock(place) as server, httpx.Client(base_url=server.url, timeout=60) as browser:
            for page in PAGES:
                theirs = (
                    _times(browser, f"/admin/{page.stock.format(**given)}") if page.stock else []
                )
                yield _result(
                    f"{options.orders:,} orders: {page.name}", mine[page.name], theirs, page.goal
                )


def _times(browser: httpx.Client, address: str) -> list[float]:
    """Return the milliseconds of each of fifty answers, after some that warm up."""
    times = []
    for number in range(ROUNDS + 6):
        began = time.perf_counter()
        browser.get(address).raise_for_status()
        if number >= 6:
            times.append((time.perf_counter() - began) * 1000)
    return times


def _result(name: str, mine: list[float], theirs: list[float], goal: int) -> Result:
    median, p95 = _median_and_p95(mine)
    said = f"≤ {goal} ms; p95 {p95:.1f}"
    if theirs:
        other, other_p95 = _median_and_p95(theirs)
        said += f"; stock {other:.1f}, p95 {other_p95:.1f}, {other / median:.1f} times ours"
    return Result(name=name, figure=f"{median:.1f} ms", goal=said)


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
