"""Making the cluster, once: initdb, the two logins, the database; all of it or nothing."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from shop_admin.launcher.postgres.account import Account
from shop_admin.launcher.postgres.binaries import Binaries
from shop_admin.launcher.postgres.errors import ClusterError
from shop_admin.launcher.postgres.passwords import Passwords, make_passwords, write_private
from shop_admin.launcher.spawning import identity

DATABASE = "shop"
PLAIN_ENVIRONMENT = {"LC_ALL": "C", "TZ": "UTC", "PATH": "/usr/bin:/bin"}

# Sorting by PostgreSQL's own C.UTF-8 is the same on every machine and after every upgrade of
# the system; an order by the machine's locale would silently break indexes when glibc changes.
INITDB = [
    "--username=postgres",
    "--auth-local=scram-sha-256",
    "--auth-host=scram-sha-256",
    "--data-checksums",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
]


def create_cluster(home: Path, binaries: Binaries, account: Account | None) -> None:
    """Make the cluster in `home`/data; a start that was cut off is begun anew.

    Raises ClusterError with PostgreSQL's own words.
    """
    for leftover in home.glob("data.new*"):
        shutil.rmtree(leftover, ignore_errors=True)
    passwords = make_passwords(home)
    draft = Path(tempfile.mkdtemp(prefix="data.new", dir=home))
    if account:
        os.chown(draft, account.uid, account.gid)
    _run_initdb(home, draft, binaries, account, passwords)
    _make_logins(draft, binaries, account, passwords)
    draft.rename(home / "data")


def _run_initdb(
    home: Path, draft: Path, binaries: Binaries, account: Account | None, passwords: Passwords
) -> None:
    secret = home / f"{draft.name}.password"
    write_private(secret, passwords.postgres)
    if account:
        os.chown(secret, account.uid, account.gid)
    try:
        command = [binaries.program("initdb"), *INITDB, f"--pwfile={secret}", "-D", str(draft)]
        _run(command, "", draft, account)
    finally:
        secret.unlink(missing_ok=True)


def _make_logins(
    draft: Path, binaries: Binaries, account: Account | None, passwords: Passwords
) -> None:
    # PostgreSQL's single-user mode takes a statement a line; no server needs to be started.
    statements = f"""\
CREATE ROLE shop_owner LOGIN CREATEROLE PASSWORD '{passwords.shop_owner}'
CREATE ROLE shop_app LOGIN NOINHERIT PASSWORD '{passwords.shop_app}'
CREATE DATABASE {DATABASE} OWNER shop_owner
REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC
GRANT CONNECT ON DATABASE {DATABASE} TO shop_app
"""
    quiet = ["-c", "exit_on_error=on", "-c", "log_min_error_statement=panic"]
    command = [binaries.program("postgres"), "--single", "-D", str(draft), *quiet, "postgres"]
    _run(command, statements, draft, account)


def _run(command: list[str], text: str, folder: Path, account: Account | None) -> None:
    result = subprocess.run(
        command,
        input=text,
        capture_output=True,
        text=True,
        check=False,
        env=PLAIN_ENVIRONMENT,
        cwd=folder,
        start_new_session=True,
        umask=0o077,
        **identity(account),
    )
    if result.returncode != 0:
        words = (result.stderr.strip() or result.stdout.strip()).splitlines()[-3:]
        raise ClusterError("PostgreSQL could not be set up: " + " ".join(words))
