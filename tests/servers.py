"""A real server for tests: granian with two processes, on a database whose commits are real."""

import contextlib
import fcntl
import socket
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import httpx
from flask import Flask

from shop_admin.config import ROOT, Settings, child_environment
from shop_admin.factory import create_app
from shop_admin.launcher.measuring import empty_metrics_folder


@dataclass(frozen=True, kw_only=True)
class LiveServer:
    """Where the server answers, and an application on the same database to arrange things with."""

    url: str
    app: Flask
    settings: Settings


@contextlib.contextmanager
def free_port(seed: str) -> Iterator[int]:
    """Yield a port below the range that outgoing connections are given; it is ours meanwhile.

    Servers share a port without a word, and their answers mix: so tests claim one by a lock.
    """
    start = 20_000 + zlib.crc32(seed.encode()) % 4_000
    for port in range(start, start + 4_000):
        with (Path(tempfile.gettempdir()) / f"shop-admin-port-{port}.lock").open("w") as claim:
            if _is_ours(claim) and _is_silent(port):
                yield port
                return
    raise RuntimeError("no free port")


def _is_ours(claim: IO[str]) -> bool:
    try:
        fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_silent(port: int) -> bool:
    with contextlib.closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


@contextlib.contextmanager
def live_server_on(settings: Settings, seed: str) -> Iterator[LiveServer]:
    """Yield a running server; it is gone afterwards, whatever happened."""
    with free_port(seed) as port, _serving(settings, port) as server:
        yield server


@contextlib.contextmanager
def _serving(settings: Settings, port: int) -> Iterator[LiveServer]:
    empty_metrics_folder(settings)
    settings = settings.model_copy(update={"port": port})
    process = subprocess.Popen(_command(port), cwd=ROOT, env=_environment(settings, port))
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url, process)
        yield LiveServer(url=url, app=create_app(settings), settings=settings)
    finally:
        process.terminate()
        process.wait(60)


def _command(port: int) -> list[str]:
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)]
    return [*granian, "--workers", "2", "--blocking-threads", "8", "--no-ws", "app:app"]


def _environment(settings: Settings, port: int) -> dict[str, str]:
    return child_environment(
        settings,
        SHOP_PORT=str(port),
        SHOP_DATA_DIR=str(settings.data_dir),
        SHOP_SECRET_KEY=settings.secret_key,
        SHOP_RATE_LIMITS="off",
        SHOP_LOG_LEVEL="WARNING",
        PROMETHEUS_MULTIPROC_DIR=str(settings.data_dir / "metrics"),
    )


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(f"{url}/readyz").status_code == 200:
                return
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        time.sleep(0.1)
    raise RuntimeError("the server did not become ready")


def work_off_jobs(settings: Settings) -> None:
    """Run a real worker until no job is left."""
    (settings.data_dir / "metrics").mkdir(exist_ok=True)
    flask = [sys.executable, "-m", "flask", "--app", "app", "work", "--drain"]
    subprocess.run(flask, cwd=ROOT, env=_environment(settings, settings.port), check=True)
