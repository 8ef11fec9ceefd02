"""The console's list of orders beside stock Flask-Admin's, on the same rows, one by one."""

import os
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from benchmarks.desk import administrator
from benchmarks.filling import fill_orders
from benchmarks.options import Options
from benchmarks.stage import Server, Stage, free_port, ours, running, stage
from benchmarks.table import Result

ROUNDS, PAGE_SIZE = 50, 20
# What we are asked, what stock Flask-Admin is, and the goal in milliseconds. Ours turns to page
# 500 at most; the other counts pages from zero, and its third filter of a text is "equals".
LISTS = {
    "first page": ("", "", 15),
    "last page": ("page={ours}", "page={theirs}", 20),
    "number prefix": ("search=BER-10123", "search=BER-10123", 25),
    "part of an email": ("search=yer4711", "search=yer4711", 25),
    "by status": ("status=SHIPPED", "flt0_2=SHIPPED", 20),
}


def run(options: Options) -> Iterator[Result]:
    """Ask for each list fifty times; the ratio is stock Flask-Admin's median to ours."""
    pages = -(-options.orders // PAGE_SIZE)
    last = {"ours": min(pages, 500), "theirs": pages - 1}
    with stage(1) as place:
        fill_orders(place, options.orders)
        with ours(place) as server, administrator(place, server) as browser:
            mine = {
                name: _times(browser, f"/admin/orders/?{asked.format(**last)}")
                for name, (asked, _, _) in LISTS.items()
            }
        with _stock(place) as server, httpx.Client(base_url=server.url, timeout=60) as browser:
            for name, (_, asked, goal) in LISTS.items():
                theirs = _times(browser, f"/admin/orders/?{asked.format(**last)}")
                yield _result(f"{options.orders:,} orders: {name}", mine[name], theirs, goal)


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
    median, p95 = statistics.median(mine), statistics.quantiles(mine, n=20)[-1]
    other = statistics.median(theirs)
    other_p95 = statistics.quantiles(theirs, n=20)[-1]
    return Result(
        name=name,
        figure=f"{median:.1f} ms",
        goal=f"≤ {goal} ms; p95 {p95:.1f}; stock {other:.1f}, p95 {other_p95:.1f},"
        f" {other / median:.1f} times ours",
    )


@contextmanager
def _stock(place: Stage) -> Iterator[Server]:
    with free_port("stock") as port:
        granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "2"]
        options = ["--blocking-threads", "4", "--no-ws", "--port", str(port)]
        env = {**os.environ, "STOCK_DATABASE_URL": str(place.settings.owner_url)}
        words = [*granian, *options, "benchmarks.stock_admin:app"]
        with running(words, env, port, "/admin/") as server:
            yield server
