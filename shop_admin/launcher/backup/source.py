"""The database as its owner sees it, at one moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from shop_admin.launcher.backup.errors import BackupError
from shop_admin.services import checks

_TABLES = """
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
    AND NOT EXISTS (SELECT 1 FROM pg_depend
                    WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e')
    ORDER BY relname
"""
_NOT_OURS = sa.text(f"""
    SELECT count(*) FROM ({_TABLES}) AS found
    JOIN pg_class ON pg_class.relname = found.relname
        AND relnamespace = 'public'::regnamespace
    WHERE NOT pg_has_role(current_user, relowner, 'USAGE')
""")  # noqa: S608 - our own SQL
_ROLES = sa.text("""
    SELECT DISTINCT rolname FROM pg_shdepend JOIN pg_roles ON pg_roles.oid = refobjid
    WHERE refclassid = 'pg_authid'::regclass AND deptype IN ('a', 'r')
    AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
    ORDER BY rolname
""")
_PATIENCE = sa.text(
    "SELECT set_config('statement_timeout', '0', false), set_config('lock_timeout', '10s', false),"
    " set_config('idle_in_transaction_session_timeout', '0', false)"
)


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """One moment of the database, which pg_dump can look at too while it is open."""

    id: str
    connection: sa.Connection
    migration: str
    database: str
    server_major: int
    over_tls: bool
    roles: tuple[str, ...]

    def count_rows(self) -> dict[str, int]:
        """Return how many rows each table has."""
        return count_rows(self.connection)

    def list_files(self) -> list[str]:
        """Return the key of every stored file that a row names."""
        return sorted(checks.keys_named(self.connection))


@contextmanager
def snapshot(owner_url: str) -> Iterator[Snapshot]:
    """Yield the present moment, held for as long as the block lasts; nothing waits for it.

    Raises BackupError where the database does not answer or the login does not own it.
    """
    with connected(owner_url, isolation_level="REPEATABLE READ") as connection:
        connection.execute(_PATIENCE)
        if not table_names(connection):
            raise BackupError("The database is empty: there is nothing to back up.")
        if connection.scalar(_NOT_OURS):
            raise BackupError("SHOP_OWNER_URL: a backup needs the login that owns the tables.")
        yield Snapshot(
            id=str(connection.scalar(sa.text("SELECT pg_export_snapshot()"))),
            connection=connection,
            migration=str(connection.scalar(sa.text("SELECT version_num FROM alembic_version"))),
            database=str(connection.scalar(sa.text("SELECT current_database()"))),
            server_major=major_of(connection),
            over_tls=is_over_tls(connection),
            roles=tuple(connection.scalars(_ROLES)),
        )


@contextmanager
def connected(url: str, *, isolation_level: str = "AUTOCOMMIT") -> Iterator[sa.Connection]:
    """Yield a connection to the database; raises BackupError in words where it fails."""
    engine = sa.create_engine(
        url, poolclass=sa.NullPool, hide_parameters=True, connect_args={"connect_timeout": 10}
    )
    try:
        with engine.connect().execution_options(isolation_level=isolation_level) as connection:
            yield connection
    except DBAPIError as error:
        reason = " ".join(str(error.orig).split())
        raise BackupError(f"The database does not do it: {reason}") from error


def table_names(connection: sa.Connection) -> list[str]:
    """Return the names of the shop's tables, the queue's among them."""
    return list(connection.scalars(sa.text(_TABLES)))


def count_rows(connection: sa.Connection) -> dict[str, int]:
    """Return how many rows each table has."""
    quote = connection.dialect.identifier_preparer.quote
    return {
        name: connection.scalar(sa.text(f"SELECT count(*) FROM public.{quote(name)}")) or 0  # noqa: S608
        for name in table_names(connection)
    }


def major_of(connection: sa.Connection) -> int:
    """Return the server's major version."""
    number = connection.scalar(sa.text("SELECT current_setting('server_version_num')::int"))
    return int(number or 0) // 10_000


def is_over_tls(connection: sa.Connection) -> bool:
    """Tell whether the connection is encrypted: then the programs must be able to as well."""
    found = connection.scalar(sa.text("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
    return bool(found)
