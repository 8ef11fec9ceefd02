"""PostgreSQL's own programs, of a version that fits the server, and how they reach it."""

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from psycopg2.extensions import make_dsn, parse_dsn

from shop_admin.config import Settings, child_environment
from shop_admin.launcher.backup.errors import BackupError
from shop_admin.launcher.postgres.binaries import find_binaries
from shop_admin.launcher.postgres.errors import UnsupportedPlatformError

INSTALLED = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")
NEEDED = ("pg_dump", "pg_restore", "psql")


@dataclass(frozen=True, kw_only=True)
class Programs:
    """One installation's pg_dump, pg_restore and psql, and the environment that they run in."""

    folder: Path
    major: int
    address: str
    environment: Mapping[str, str]

    def command(self, name: str, *arguments: str) -> list[str]:
        """Return the command line of a program that speaks to no server."""
        return [str(self.folder / name), *arguments]

    def connected(self, name: str, *arguments: str) -> list[str]:
        """Return the command line of a program that speaks to our database."""
        return self.command(name, *arguments, f"--dbname={self.address}")


def find_programs(settings: Settings, url: str, server: int, *, over_tls: bool) -> Programs:
    """Return the programs for a server of that major version, the nearest that are new enough.

    Raises BackupError where there are none: pg_dump refuses a server newer than itself.
    """
    fitting = [
        (major, folder)
        for major, folder in _installed(with_embedded=not over_tls)
        if major >= server
    ]
    if not fitting:
        raise BackupError(
            f"There is no pg_dump of PostgreSQL {server} or newer here"
            + (" that speaks TLS" if over_tls else "")
            + f": install the package postgresql-client-{server}."
        )
    major, folder = min(fitting, key=lambda one: one[0])
    dsn = parse_dsn(url.replace("+psycopg2", "", 1))
    # The password goes by the environment: a command line is everybody's to read.
    secret = dsn.pop("password", "")
    environment = child_environment(settings, PGPASSWORD=secret, LC_ALL="C", TZ="UTC")
    return Programs(folder=folder, major=major, address=make_dsn(**dsn), environment=environment)


def _installed(*, with_embedded: bool) -> Iterator[tuple[int, Path]]:
    folders = [folder for pattern in INSTALLED for folder in sorted(Path("/").glob(pattern[1:]))]
    if found := shutil.which("pg_dump"):
        folders.append(Path(found).parent)
    # The embedded ones are built without TLS.
    if with_embedded and (embedded := _embedded()):
        folders.append(embedded)
    for folder in folders:
        if all((folder / name).is_file() for name in NEEDED) and (major := _major(folder)):
            yield major, folder


def _embedded() -> Path | None:
    try:
        return find_binaries().folder
    except UnsupportedPlatformError:
        return None


def _major(folder: Path) -> int | None:
    command = [str(folder / "pg_dump"), "--version"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"\) (\d+)", result.stdout)
    return int(found[1]) if found else None
