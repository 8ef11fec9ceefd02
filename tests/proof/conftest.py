"""A shop whose processes may be cut off: commits are real, and it is paid by a real provider."""

import contextlib
import dataclasses
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fire.cutting import Cut
from fire.psp import Psp
from servers import free_port

from shop_admin import wiring
from shop_admin.config import ROOT, Settings
from shop_admin.db import db
from shop_admin.factory import create_app
from shop_admin.launcher.postgres.cluster import cluster_url

SECRET = "the provider's secret"
NOBODY = "127.0.0.1:9"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of the provider's books."""
    return tmp_path_factory.mktemp("psp") / "ledger.sqlite"


@pytest.fixture(scope="module")
def psp(ledger: Path, worker_name: str) -> Iterator[Psp]:
    """Yield the provider, its process running; it tells nobody of what it charges."""
    with free_port(f"psp {worker_name}") as port:
        options = ["--port", str(port), "--shop", NOBODY, "--secret", SECRET]
        process = subprocess.Popen(
            [sys.executable, "-m", "fire.psp_server", *options, "--ledger", str(ledger)],
            env=os.environ
            | {"PYTHONPATH": os.pathsep.join(map(str, (ROOT, Path(__file__).parent)))},
        )
        try:
            _await(f"http://127.0.0.1:{port}/")
            yield Psp(f"http://127.0.0.1:{port}", SECRET, seconds=30)
        finally:
            process.terminate()
            process.wait(10)


@pytest.fixture(scope="module")
def cut(
    clone: str,
    cluster_home: Path,
    settings: Settings,
    psp: Psp,
    ledger: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Cut]:
    """Yield how to cut off walks of an application on a database of its own."""
    folder = tmp_path_factory.mktemp("cut")
    url = cluster_url(cluster_home, "shop_app", clone)
    app = create_app(settings.model_copy(update={"database_url": url, "data_dir": folder}))
    parts = app.extensions[wiring.EXTENSION]
    app.extensions[wiring.EXTENSION] = dataclasses.replace(
        parts, payment_providers={**parts.payment_providers, psp.name: psp}
    )
    superuser = cluster_url(cluster_home, "postgres", clone).replace("+psycopg2", "")
    yield Cut(app=app, superuser_url=superuser, ledger=ledger, folder=folder)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _await(url: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(url).status_code == 200:
                return
        time.sleep(0.1)
    raise RuntimeError("the provider did not start")
