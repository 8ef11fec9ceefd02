"""Where benchmarks play: a real, durable PostgreSQL, our server and the floor beside it."""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import psycopg2
from factories import make_category, make_store
from servers import free_port

from benchmarks import ROOT
from shop_admin.config import Settings, load_settings
from shop_admin.db import transaction
from shop_admin.factory import create_app
from shop_admin.launcher.postgres import temporary_cluster
from shop_admin.launcher.postgres.cluster import cluster_url
from shop_admin.launcher.schema import migrate
from shop_admin.launcher.services import web_server
from shop_admin.permissions import command
from shop_admin.services import catalog


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A filled database: its settings, its server's process, a store and its products."""

    settings: Settings
    database_pid: int
    store: UUID
    products: Sequence[UUID]

    @property
    def owner_url(self) -> str:
        """Return the owner's URL as psycopg2 reads it."""
        return str(self.settings.owner_url).replace("+psycopg2", "")

    @contextlib.contextmanager
    def as_owner(self) -> Iterator[psycopg2.extensions.cursor]:
        """Yield a cursor of the database's owner; each statement is its own transaction."""
        with contextlib.closing(psycopg2.connect(self.owner_url)) as connection:
            connection.autocommit = True
            yield connection.cursor()


@dataclass(frozen=True, kw_only=True)
class Server:
    """A server that answers, and the root of its processes."""

    url: str
    pid: int


@contextlib.contextmanager
def stage(products: int, *, stock: int = 1_000_000) -> Iterator[Stage]:
    """Yield a database of one store with so many products; everything in it is durable."""
    with temporary_cluster(fast=False) as cluster, tempfile.TemporaryDirectory() as folder:
        with contextlib.closing(psycopg2.connect(_plain(cluster.superuser_url()))) as superuser:
            superuser.autocommit = True
            superuser.cursor().execute("CREATE DATABASE bench OWNER shop_owner")
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
        store, made = _fill(settings, products, stock)
        assert cluster.pid is not None
        filled = Stage(
            settings=settings, database_pid=cluster.pid, store=store, products=tuple(made)
        )
        with filled.as_owner() as cursor:
            cursor.execute("VACUUM ANALYZE")
        yield filled


@contextlib.contextmanager
def ours(place: Stage, *, logs: bool = False, timed: bool = False) -> Iterator[Server]:
    """Yield our server as `python app.py` runs it; without `logs` it writes warnings only.

    `timed` puts a clock around the application, which adds its time to each answer.
    """
    with free_port("benchmark") as port:
        settings = place.settings.model_copy(update={"port": port})
        service = web_server(settings)
        changes = {
            "SHOP_PORT": str(port),
            "SHOP_DATA_DIR": str(settings.data_dir),
            "SHOP_SECRET_KEY": settings.secret_key,
            "SHOP_RATE_LIMITS": "off",
            "SHOP_LOG_LEVEL": "INFO" if logs else "WARNING",
        }
        words = [*service.command[:-1], "benchmarks.timed:app" if timed else service.command[-1]]
        with running(words, {**service.env, **changes}, port, "/readyz") as one:
            yield one


@contextlib.contextmanager
def floor(place: Stage) -> Iterator[Server]:
    """Yield the floor: bare Flask under the same server, with as many processes and threads."""
    with free_port("floor") as port:
        granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "2"]
        options = [
            "--blocking-threads",
            "4",
            "--no-ws",
            "--port",
            str(port),
            "benchmarks.floor:app",
        ]
        env = {**os.environ, "FLOOR_DATABASE": place.owner_url}
        with running([*granian, *options], env, port, "/noop") as one:
            yield one


@contextlib.contextmanager
def running(words: Sequence[str], env: dict[str, str], port: int, path: str) -> Iterator[Server]:
    """Yield a server that was started by these words; ended, it said why on standard error."""
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(words, cwd=ROOT, env=env, stdout=log, stderr=log)
        try:
            _wait(f"http://127.0.0.1:{port}{path}", process)
            yield Server(url=f"http://127.0.0.1:{port}", pid=process.pid)
        except BaseException:
            log.seek(max(0, log.seek(0, os.SEEK_END) - 4_000))
            sys.stderr.write(log.read().decode(errors="replace"))
            raise
        finally:
            process.terminate()
            process.wait(30)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            urllib.request.urlopen(url).close()
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise SystemExit(f"{url} does not answer")


def _fill(settings: Settings, products: int, stock: int) -> tuple[UUID, list[UUID]]:
    actor = command()
    with create_app(settings).test_request_context():
        store = make_store()
        shelves = [make_category(None, f"Shelf {index}") for index in range(10)]
        with transaction(actor.db_context()):
            return store, [
                catalog.create_product(
                    actor,
                    catalog.ProductInput(
                        store_id=store,
                        category_id=shelves[index % 10],
                        sku=f"SKU-{index}",
                        name=f"Lamp number {index}",
                        description="A lamp that is made by hand. " * 5,
                        price=Decimal(index % 90 + 1),
                    ),
                    inventory_count=stock,
                ).id
                for index in range(products)
            ]


def _plain(url: str) -> str:
    return url.replace("+psycopg2", "")
