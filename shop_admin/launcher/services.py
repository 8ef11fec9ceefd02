"""The children besides the database, as data: what they are called and how they are started."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass

from shop_admin.config import ROOT, Settings, child_environment
from shop_admin.launcher.measuring import VARIABLE, empty_metrics_folder
from shop_admin.launcher.preflight import resolve_host


@dataclass(frozen=True, kw_only=True)
class Service:
    """A child to keep alive; `patience` are the seconds it gets to stop by itself."""

    name: str
    command: tuple[str, ...]
    env: Mapping[str, str]
    patience: float


def web_server(settings: Settings) -> Service:
    """Return the web server: granian, which serves `app:app` from several processes."""
    options = {
        "--interface": "wsgi",
        "--host": resolve_host(settings.host)[1],
        "--port": str(settings.port),
        "--workers": str(settings.processes),
        "--blocking-threads": str(settings.threads),
        "--workers-kill-timeout": "3",
        "--log-level": settings.log_level.lower(),
        "--working-dir": str(ROOT),
    }
    env = _environment(settings, **{VARIABLE: str(empty_metrics_folder(settings))})
    flags = [part for option in options.items() for part in option]
    command = (sys.executable, "-m", "granian", *flags, "--respawn-failed-workers", "--no-ws")
    return Service(name="web server", command=(*command, "app:app"), env=env, patience=4.0)


def worker(settings: Settings) -> Service:
    """Return the worker, which does the jobs."""
    return Service(name="worker", command=_flask("work"), env=_environment(settings), patience=2.5)


def demo_filler(settings: Settings) -> Service:
    """Return the command that fills in the demo data; it acts as the database's owner."""
    env = _environment(settings, SHOP_OWNER_URL=settings.owner_url or settings.database_url)
    return Service(name="demo", command=_flask("demo"), env=env, patience=1.0)


def _flask(*words: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "flask", "--app", "app", *words)


def _environment(settings: Settings, **changes: str) -> dict[str, str]:
    return child_environment(settings, PYTHONUNBUFFERED="1", **changes)
