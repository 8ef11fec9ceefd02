"""Where the cluster's socket lives: in a folder closed to others, at a path short enough."""

import hashlib
import os
import stat
import tempfile
from pathlib import Path

from shop_admin.config import runtime_dir
from shop_admin.launcher.postgres.account import Account
from shop_admin.launcher.postgres.errors import ClusterError

NAME = ".s.PGSQL.5432"
# sockaddr_un holds 108 bytes on Linux and 104 on macOS, the closing zero included.
LONGEST = 103


def socket_folder(home: Path) -> Path:
    """Return the socket's folder: in the cluster's home, or elsewhere where that is too long."""
    inside = home / "socket"
    if len(os.fsencode(inside / NAME)) <= LONGEST:
        return inside
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    candidate = (runtime_dir() or Path(tempfile.gettempdir())) / f"shop-admin-{digest}"
    if len(os.fsencode(candidate / NAME)) <= LONGEST:
        return candidate
    return Path("/tmp") / candidate.name  # noqa: S108 - it is checked to be ours, and closed


def prepare_socket_folder(folder: Path, account: Account | None) -> None:
    """Make the folder, empty and closed; raises ClusterError when somebody else owns it."""
    uid = account.uid if account else os.geteuid()
    try:
        folder.mkdir(mode=0o700, parents=True)
        if account:
            os.chown(folder, account.uid, account.gid)
    except FileExistsError:
        facts = folder.lstat()
        if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != uid:
            raise ClusterError(f"{folder} belongs to somebody else: remove it.") from None
    folder.chmod(0o700)
    for leftover in folder.glob(f"{NAME}*"):
        leftover.unlink()
