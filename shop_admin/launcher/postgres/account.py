"""The system user that runs PostgreSQL when we are root, since it refuses to be root itself."""

import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from shop_admin.launcher.postgres.errors import ClusterError

NAME = "shop-admin-db"


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """A user of this machine."""

    name: str
    uid: int
    gid: int

    def may_enter(self, folder: Path) -> bool:
        """Tell whether it can reach into the folder and read there, all its parents included."""
        return all(self._may_pass(part) for part in (folder, *folder.parents))

    def _may_pass(self, folder: Path) -> bool:
        facts = folder.stat()
        if facts.st_uid == self.uid:
            return bool(facts.st_mode & stat.S_IXUSR)
        if facts.st_gid == self.gid:
            return bool(facts.st_mode & stat.S_IXGRP)
        return bool(facts.st_mode & stat.S_IXOTH)


def database_account() -> Account | None:
    """Return whom PostgreSQL runs as: nobody special, or for root a system user made for it."""
    if os.geteuid() != 0:
        return None
    return find_account() or _create_account()


def find_account() -> Account | None:
    """Return the system user, or None where it was never made."""
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        return None
    return Account(name=NAME, uid=entry.pw_uid, gid=entry.pw_gid)


def _create_account() -> Account:
    options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    command = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if command:
        shell = ["--shell", "/usr/sbin/nologin"]
        subprocess.run([command, *options, *shell, NAME], capture_output=True, check=False)
    if account := find_account():
        return account
    raise ClusterError(
        f"PostgreSQL refuses to run as root, and the system user {NAME} could not be made: "
        "run as an ordinary user, or set DATABASE_URL to a PostgreSQL server (16 or newer)."
    )
