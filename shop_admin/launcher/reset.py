"""`make reset`: remove what the launcher made in the data folder, and nothing else."""

import shutil
import sys
from pathlib import Path

from shop_admin.config import ConfigError, Settings, load_settings
from shop_admin.launcher.belonging import STAMP
from shop_admin.launcher.ending import end_run
from shop_admin.launcher.errors import LaunchError
from shop_admin.launcher.postgres.leftovers import end_leftover_server
from shop_admin.launcher.postgres.sockets import socket_folder
from shop_admin.launcher.preflight import LOCK_FILE, RECORD_FILE, locked
from shop_admin.launcher.run import DEMO_STAMP

FAILED = 1
OURS = (
    *("files", "log", "mail", "metrics", "postgres", "secret-key"),
    *(DEMO_STAMP, STAMP, RECORD_FILE, LOCK_FILE),
)
"""What lives in a data folder; any other file there is somebody else's and stays."""


def main(arguments: list[str]) -> int:
    """Ask, unless told `--yes`, then remove; return the exit code."""
    try:
        settings = load_settings()
        if "--yes" not in arguments and not _is_sure(settings):
            print("Nothing was removed.")
            return FAILED
        remove_data(settings)
    except (ConfigError, LaunchError) as error:
        print(error, file=sys.stderr)
        return FAILED
    print("All data is removed; the next start begins anew.")
    return 0


def remove_data(settings: Settings) -> None:
    """Remove the data folder's content and the embedded database.

    Raises LaunchError in production, and while a launcher runs with it. A server of
    DATABASE_URL is not touched.
    """
    if settings.is_production:
        raise LaunchError("Production data is not removed by a command.")
    folder, home = settings.data_dir, settings.cluster_dir
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        end_run(folder / RECORD_FILE)
        end_leftover_server(home / "data")
        for path in (socket_folder(home), home, *(folder / name for name in OURS)):
            _remove(path)
    if not any(folder.iterdir()):
        folder.rmdir()


def _is_sure(settings: Settings) -> bool:
    print(f"This removes all data in {settings.data_dir} and {settings.cluster_dir}.")
    try:
        return input("Type yes to go on: ").strip().lower() == "yes"
    except EOFError:
        return False


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
