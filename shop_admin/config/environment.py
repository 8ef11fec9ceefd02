"""The environment of processes: what the system keeps for us, and what our children get."""

import os
from pathlib import Path

from shop_admin.config.settings import ROOT, Settings


def runtime_dir() -> Path | None:
    """Return the folder that the system keeps for this person's sockets, where it has one."""
    value = os.environ.get("XDG_RUNTIME_DIR", "")
    return Path(value) if value and Path(value).is_dir() else None


def child_environment(settings: Settings, **changes: str) -> dict[str, str]:
    """Return the environment for a process we start: ours, the settings, never the owner's login.

    SHOP_OWNER_URL is set to nothing rather than left out: else `.env` would hand it over.
    """
    paths = [str(ROOT), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    base = {
        "DATABASE_URL": settings.database_url,
        "SHOP_OWNER_URL": "",
        "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths)),
    }
    return dict(os.environ) | base | changes
