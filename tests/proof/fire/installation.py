"""A whole installation to be shot at: PostgreSQL with fsync, granian, workers, and the provider."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psycopg2
from flask import Flask
from servers import free_port

from fire.plants import PLANTS
from fire.processes import children_of
from shop_admin.config import ROOT, Settings, child_environment, load_settings
from shop_admin.factory import create_app
from shop_admin.launcher.guardian import Guardian
from shop_admin.launcher.postgres.cluster import Cluster, cluster_url
from shop_admin.launcher.processes import find_process, send
from shop_admin.launcher.record import Record
from shop_admin.launcher.schema import migrate
from shop_admin.launcher.services import web_server
from shop_admin.launcher.spawning import spawn

TESTS = ROOT / "tests"
SECRET = "a secret for tests only, of good length"
CONNECTIONS = 100


@dataclass(frozen=True, kw_only=True)
class Faults:
    """What goes wrong by itself, as probabilities and seconds, and the bug that is planted."""

    seed: int
    deaths: float = 0.0005
    failures: float = 0.03
    lost: float = 0.02
    stalled: float = 0.01
    latency: float = 0.05
    plant: str = ""
    settings: dict[str, str] = field(default_factory=dict)


@dataclass
class Installation:
    """Where everything is, and the hands that kill it."""

    url: str
    psp_url: str
    app: Flask
    settings: Settings
    cluster: Cluster
    home: Path

    @property
    def ledger(self) -> Path:
        """Return the file of the provider's books."""
        return self.home / "ledger.sqlite"

    @property
    def superuser_url(self) -> str:
        """Return the address at which nothing is refused or hidden, for whoever looks after."""
        return self.cluster.superuser_url("shop").replace("+psycopg2", "")

    def web_processes(self) -> list[int]:
        """Return the processes that answer requests."""
        return children_of(self._there().get("web", 0))

    def workers(self) -> list[int]:
        """Return the processes that do jobs."""
        return [pid for place, pid in self._there().items() if place.startswith("worker")]

    def ends(self) -> list[tuple[str, int]]:
        """Return which children ended so far, and how: -9 is a kill."""
        return [(place, code) for place, code in self._told()["ends"]]

    def own_deaths(self) -> int:
        """Return how many processes died right after a commit, by the planted fault."""
        file = self.home / "deaths"
        return file.stat().st_size if file.exists() else 0

    def crash_database(self) -> None:
        """Kill PostgreSQL and every process of it at once, and start it again."""
        postmaster = self.cluster.pid
        assert postmaster is not None
        victims = [postmaster, *children_of(postmaster)]
        # Else the postmaster sees a backend die, and has time to tell the others.
        send(postmaster, signal.SIGSTOP)
        for pid in victims:
            send(pid, signal.SIGKILL)
        # Whoever lives on holds the shared memory, and no new server would start beside it.
        while not self.cluster.has_died or any(map(find_process, victims)):
            time.sleep(0.01)
        self.cluster.start()

    def _there(self) -> dict[str, int]:
        there: dict[str, int] = self._told()["there"]
        return there

    def _told(self) -> dict[str, object]:  # type: ignore[type-arg]
        return json.loads((self.home / "crew.json").read_text())  # type: ignore[no-any-return]


@contextlib.contextmanager
def installation(faults: Faults, *, workers: int = 2) -> Iterator[Installation]:
    """Yield a running installation; all of it is gone afterwards, whatever happened."""
    home = Path(tempfile.mkdtemp(prefix="shop-admin-fire-"))
    record = Record(home / "run.json")
    guardian = Guardian(record)
    cluster = Cluster(
        home / "postgres", record=record, log=home / "postgres.log", connections=CONNECTIONS
    )
    home.chmod(0o711)
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, home, ignore_errors=True)
        stack.callback(guardian.release)
        guardian.start()
        stack.callback(cluster.stop)
        cluster.start()
        migrate(cluster.owner_url, ["shop_app"])
        _plant(cluster, faults.plant)
        port = stack.enter_context(free_port(f"fire {faults.seed} {faults.plant}"))
        psp_port = stack.enter_context(free_port(f"psp {faults.seed} {faults.plant}"))
        settings = _settings(cluster, home, port)
        shop = Installation(
            url=f"http://127.0.0.1:{port}",
            psp_url=f"http://127.0.0.1:{psp_port}",
            app=create_app(settings),
            settings=settings,
            cluster=cluster,
            home=home,
        )
        _start_psp(stack, record, shop, faults, psp_port)
        _start_crew(stack, record, shop, faults, workers)
        yield shop


def _plant(cluster: Cluster, name: str) -> None:
    """Plant into the database what a bug needs there."""
    if not name:
        return
    connection = psycopg2.connect(cluster.superuser_url("shop").replace("+psycopg2", ""))
    connection.autocommit = True
    with contextlib.closing(connection), connection.cursor() as cursor:
        for statement in PLANTS[name].sql:
            cursor.execute(statement)


def _settings(cluster: Cluster, home: Path, port: int) -> Settings:
    return load_settings(
        _env_file=None,
        database_url=cluster_url(cluster.home, "shop_app"),
        owner_url=cluster_url(cluster.home, "shop_owner"),
        data_dir=home / "data",
        secret_key=SECRET,
        port=port,
        rate_limits=False,
        log_level="WARNING",
    )


def _start_psp(
    stack: contextlib.ExitStack, record: Record, shop: Installation, faults: Faults, port: int
) -> None:
    options = {
        "--port": str(port),
        "--shop": shop.url.removeprefix("http://"),
        "--secret": SECRET,
        "--ledger": str(shop.ledger),
        "--seed": str(faults.seed),
        "--lost": str(faults.lost),
        "--stalled": str(faults.stalled),
        "--latency": str(faults.latency),
    }
    command = [sys.executable, "-m", "fire.psp_server"]
    command += [part for option in options.items() for part in option]
    _start(stack, record, "psp", command, shop, os.environ | _paths())
    _await(f"{shop.psp_url}/")


def _start_crew(
    stack: contextlib.ExitStack, record: Record, shop: Installation, faults: Faults, workers: int
) -> None:
    settings = shop.settings
    env = child_environment(
        settings,
        **_paths(),
        **{name: value for name, value in web_server(settings).env.items() if "PROMETHEUS" in name},
        SHOP_PORT=str(settings.port),
        SHOP_DATA_DIR=str(settings.data_dir),
        SHOP_SECRET_KEY=settings.secret_key,
        SHOP_RATE_LIMITS="off",
        SHOP_LOG_LEVEL="WARNING",
        FIRE_SEED=str(faults.seed),
        FIRE_DEATHS=str(faults.deaths),
        FIRE_DEATHS_FILE=str(shop.home / "deaths"),
        FIRE_FAILURES=str(faults.failures),
        FIRE_PLANT=faults.plant,
        FIRE_PSP_URL=shop.psp_url,
        FIRE_PSP_SECRET=SECRET,
        **faults.settings,
    )
    told = shop.home / "crew.json"
    command = [sys.executable, "-m", "fire.crew", str(told), str(workers)]
    _start(stack, record, "crew", command, shop, env)
    _await(f"{shop.url}/readyz")


def _start(
    stack: contextlib.ExitStack,
    record: Record,
    name: str,
    command: list[str],
    shop: Installation,
    env: dict[str, str],
) -> None:
    log = stack.enter_context((shop.home / f"{name}.log").open("ab"))
    process = spawn(record, name, command, env=env, cwd=ROOT, output=log)
    stack.callback(_end, process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _paths() -> dict[str, str]:
    return {"PYTHONPATH": os.pathsep.join(map(str, (ROOT, TESTS, TESTS / "proof")))}


def _await(url: str) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(url).status_code == 200:
                return
        time.sleep(0.1)
    raise RuntimeError(f"{url} did not answer")


@contextlib.contextmanager
def looking_at(shop: Installation) -> Iterator["psycopg2.extensions.cursor"]:
    """Yield a cursor of the superuser, for whoever looks at the books from outside."""
    connection = psycopg2.connect(shop.superuser_url)
    connection.autocommit = True
    with contextlib.closing(connection), connection.cursor() as cursor:
        yield cursor
