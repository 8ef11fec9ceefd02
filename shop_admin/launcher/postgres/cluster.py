"""One cluster of the embedded PostgreSQL: start, stop, and the URLs of its logins."""

import signal
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import quote

from shop_admin.launcher.ending import wait_until
from shop_admin.launcher.postgres.account import Account, database_account
from shop_admin.launcher.postgres.binaries import Binaries, find_binaries
from shop_admin.launcher.postgres.creation import DATABASE, PLAIN_ENVIRONMENT, create_cluster
from shop_admin.launcher.postgres.errors import ClusterError
from shop_admin.launcher.postgres.leftovers import PID_FILE, end_leftover_server
from shop_admin.launcher.postgres.passwords import find_passwords
from shop_admin.launcher.postgres.sockets import prepare_socket_folder, socket_folder
from shop_admin.launcher.record import Record
from shop_admin.launcher.spawning import spawn

NAME = "database"
START_SECONDS = 60.0
"""Recovery after a crash may take a while; a start that needs none takes a fifth of a second."""

# For tests only: a crash of the machine may lose everything.
FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


class Cluster:
    """The cluster in one home folder, run as our child and written into our record.

    `fast` trades safety for speed and is for tests only.
    """

    def __init__(
        self, home: Path, *, record: Record, log: Path, connections: int = 60, fast: bool = False
    ) -> None:
        self.home = home
        self.log = log
        self._record = record
        self._connections = max(connections, 100 if fast else 0)
        self._fast = fast
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def is_created(self) -> bool:
        """Tell whether an earlier start has made it."""
        return (self.home / "data").is_dir()

    @property
    def pid(self) -> int | None:
        """Return the server's process number while we run it."""
        return self._process.pid if self._process else None

    @property
    def has_died(self) -> bool:
        """Tell whether the server ended though nobody asked it to."""
        return self._process is not None and self._process.poll() is not None

    @property
    def owner_url(self) -> str:
        """Return the URL of the database's owner, for migrations, backup and demo data."""
        return cluster_url(self.home, "shop_owner")

    @property
    def app_url(self) -> str:
        """Return the URL of the application's login, which owns nothing."""
        return cluster_url(self.home, "shop_app")

    def superuser_url(self, database: str = "postgres") -> str:
        """Return the superuser's URL; for tests, which make and drop databases."""
        return cluster_url(self.home, "postgres", database)

    def start(self) -> None:
        """Start the server, made first where it was not yet; returns when it takes connections.

        Raises ClusterError, a sentence with PostgreSQL's own last words where it has any.
        """
        account = database_account()
        binaries = find_binaries(account)
        self._prepare_home(account)
        if not self.is_created:
            create_cluster(self.home, binaries, account)
        self._check_version(binaries)
        end_leftover_server(self.home / "data")
        prepare_socket_folder(socket_folder(self.home), account)
        self._run(binaries, account)

    def stop(self, hasten: Callable[[], bool] | None = None) -> None:
        """Stop the server: fast, then at once when `hasten` says so or it takes too long."""
        if self._process is None:
            return
        steps = ((signal.SIGINT, 2.5), (signal.SIGQUIT, 1.0), (signal.SIGKILL, 1.0))
        for number, patience in steps:
            if self.has_died:
                break
            self._process.send_signal(number)
            may_skip = hasten if number == signal.SIGINT else None
            wait_until(partial(self._has_died_or, may_skip), patience, 0.02)
        self._process = None
        self._record.drop(NAME)

    def _has_died_or(self, condition: Callable[[], bool] | None) -> bool:
        return self.has_died or (condition is not None and condition())

    def _prepare_home(self, account: Account | None) -> None:
        # Only our own folder is opened, and only for passing through; never its parents.
        self.home.mkdir(parents=True, exist_ok=True)
        self.home.chmod(0o711 if account else 0o700)
        if account and not account.may_enter(self.home):
            raise ClusterError(
                f"PostgreSQL runs as {account.name}, who cannot enter {self.home}: "
                "choose a folder that others may pass through."
            )

    def _check_version(self, binaries: Binaries) -> None:
        made_by = (self.home / "data" / "PG_VERSION").read_text().strip()
        if made_by != binaries.major:
            raise ClusterError(
                f"The data in {self.home} was made by PostgreSQL {made_by}, and this is "
                f"{binaries.major}: dump it with the old version, then restore it here."
            )

    def _run(self, binaries: Binaries, account: Account | None) -> None:
        options = [part for item in self._options().items() for part in ("-c", "=".join(item))]
        data = self.home / "data"
        self.log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self.log.open("ab") as output:
            self.log.chmod(0o600)
            begin = output.tell()
            self._process = spawn(
                self._record,
                NAME,
                [binaries.program("postgres"), "-D", str(data), *options],
                env=PLAIN_ENVIRONMENT,
                cwd=data,
                output=output,
                kind="database",
                account=account,
            )
        wait_until(lambda: self.has_died or self._is_ready(), START_SECONDS, 0.02)
        if not self._is_ready():
            raise ClusterError(f"PostgreSQL did not start: {self._last_words(begin)}")

    def _options(self) -> dict[str, str]:
        return {
            "listen_addresses": "",
            "unix_socket_directories": str(socket_folder(self.home)),
            "unix_socket_permissions": "0700",
            "port": "5432",
            "max_connections": str(self._connections),
            "shared_buffers": "128MB",
            "max_wal_size": "512MB",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "jit": "off",
            "logging_collector": "off",
            # A statement in the log holds people's data and hashes: only its error is written.
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
            "log_parameter_max_length_on_error": "0",
        } | (FAST if self._fast else {})

    def _is_ready(self) -> bool:
        # pg_ctl looks at the same: the eighth line of the pid file says "ready".
        if self._process is None or self._process.poll() is not None:
            return False
        try:
            lines = (self.home / "data" / PID_FILE).read_text().splitlines()
        except OSError:
            return False
        return len(lines) > 7 and lines[0] == str(self._process.pid) and "ready" in lines[7]

    def _last_words(self, begin: int) -> str:
        with self.log.open("rb") as file:
            file.seek(begin)
            lines = file.read().decode(errors="replace").splitlines()
        telling = [line for line in lines if "FATAL" in line or "PANIC" in line] or lines
        return telling[-1].strip() if telling else f"see {self.log}."


def cluster_url(home: Path, login: str, database: str = DATABASE) -> str:
    """Return the SQLAlchemy URL of a login; raises ClusterError where there are no passwords."""
    passwords = find_passwords(home)
    if passwords is None:
        raise ClusterError(f"There is no database in {home} that you may use: start it first.")
    host = quote(str(socket_folder(home)), safe="")
    secret = getattr(passwords, login)
    return f"postgresql+psycopg2://{login}:{secret}@/{database}?host={host}"
