"""Browsing, as ratios to a floor of the same run: `python benchmarks/browse.py`; needs wrk.

Cold answers come from PostgreSQL: each request has a query of its own. Hot ones are asked for
again and again. Both servers have two processes; the floor is floor.py.
"""

import argparse
import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import psycopg2  # noqa: E402
from factories import make_category, make_store  # noqa: E402
from servers import live_server_on  # noqa: E402

from shop_admin.config import Settings, load_settings  # noqa: E402
from shop_admin.db import transaction  # noqa: E402
from shop_admin.factory import create_app  # noqa: E402
from shop_admin.launcher.postgres import temporary_cluster  # noqa: E402
from shop_admin.launcher.postgres.cluster import cluster_url  # noqa: E402
from shop_admin.launcher.schema import migrate  # noqa: E402
from shop_admin.permissions import command  # noqa: E402
from shop_admin.services import catalog  # noqa: E402

FLOOR_PORT = 18_099
# A parameter that no answer is kept for twice: the limit of a price that nothing reaches.
COLD = """
local n = math.random(1, 1000000) * 1000
request = function()
  n = n + 1
  return wrk.format("GET", "{path}" .. "{mark}" .. n)
end
"""


def plain(url: str) -> str:
    return url.replace("+psycopg2", "")


@contextlib.contextmanager
def database(products: int) -> Iterator[tuple[Settings, str, str]]:
    """Yield the settings of a filled database, a store's id and a product's."""
    with temporary_cluster(fast=False) as cluster, tempfile.TemporaryDirectory() as folder:
        connection = psycopg2.connect(plain(cluster_url(cluster.home, "postgres", "postgres")))
        connection.autocommit = True
        connection.cursor().execute("CREATE DATABASE bench OWNER shop_owner")
        connection.close()
        owner = cluster_url(cluster.home, "shop_owner", "bench")
        migrate(owner, ["shop_app"])
        settings = load_settings(
            _env_file=None,
            database_url=cluster_url(cluster.home, "shop_app", "bench"),
            owner_url=owner,
            data_dir=Path(folder),
            secret_key="a secret for measuring only, of good length",
            rate_limits=False,
        )
        store, product = fill(settings, products)
        with contextlib.closing(psycopg2.connect(plain(owner))) as vacuum:
            vacuum.autocommit = True
            vacuum.cursor().execute("VACUUM ANALYZE")
        yield settings, store, product


def fill(settings: Settings, products: int) -> tuple[str, str]:
    actor = command()
    with create_app(settings).test_request_context():
        store = make_store()
        shelves = [make_category(None, f"Shelf {index}") for index in range(10)]
        with transaction(actor.db_context()):
            for index in range(products):
                given = catalog.ProductInput(
                    store_id=store,
                    category_id=shelves[index % 10],
                    sku=f"SKU-{index}",
                    name=f"Lamp number {index}",
                    description="A lamp that is made by hand. " * 5,
                    price=Decimal(index % 90 + 1),
                )
                product = catalog.create_product(actor, given, inventory_count=5)
            return str(store), str(product.id)


@contextlib.contextmanager
def floor(settings: Settings) -> Iterator[str]:
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "2"]
    options = ["--blocking-threads", "8", "--no-ws", "--port", str(FLOOR_PORT), "floor:app"]
    environment = {**os.environ, "FLOOR_DATABASE": plain(str(settings.owner_url))}
    process = subprocess.Popen([*granian, *options], cwd=ROOT / "benchmarks", env=environment)
    try:
        wait(f"http://127.0.0.1:{FLOOR_PORT}/noop")
        yield f"http://127.0.0.1:{FLOOR_PORT}"
    finally:
        process.terminate()
        process.wait(15)


def wait(url: str) -> None:
    for _ in range(300):
        with contextlib.suppress(urllib.error.URLError):
            urllib.request.urlopen(url).close()
            return
        time.sleep(0.1)
    raise SystemExit(f"{url} does not answer")


def per_second(url: str, seconds: int, script: str | None = None) -> float:
    """Return the requests a second that wrk reaches with 16 connections, warmed up."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script or "")
        file.flush()
        extra = ["-s", file.name] if script else []
        for length in (1, seconds):
            done = subprocess.run(
                ["wrk", "-t1", "-c16", f"-d{length}s", *extra, url],
                capture_output=True,
                text=True,
                check=True,
            )
    if "Non-2xx" in done.stdout:
        raise SystemExit(f"{url}: {done.stdout}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    assert found is not None, done.stdout
    return float(found[1])


def cold(path: str, mark: str) -> str:
    return COLD.format(path=path, mark=mark)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=2_000)
    parser.add_argument("--seconds", type=int, default=5)
    given = parser.parse_args()
    if shutil.which("wrk") is None:
        raise SystemExit("Install wrk: apt-get install wrk")
    with (
        database(given.products) as (settings, store, product),
        floor(settings) as bare,
        live_server_on(settings, "browse") as server,
    ):
        noop = per_second(f"{bare}/noop", given.seconds)
        statement = per_second(f"{bare}/statement", given.seconds)
        print(f"{'floor: no-op':28} {noop:8.0f}/s\n{'floor: one statement':28} {statement:8.0f}/s")
        listed = f"/api/products/?store={store}"
        runs = (
            ("list of 20, cold", listed, cold(listed, "&max_price=9"), statement),
            ("list of 20, hot", "/api/products/", None, noop),
            ("detail, hot", f"/api/products/{product}/", None, noop),
            ("categories, hot", "/api/categories/", None, noop),
        )
        for name, path, script, base in runs:
            reached = per_second(f"{server.url}{path}", given.seconds, script)
            print(f"{name:28} {reached:8.0f}/s  {reached / base:.2f} of its floor", flush=True)


if __name__ == "__main__":
    main()
