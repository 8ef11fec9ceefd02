"""Bringing the database to the newest schema, as its owner."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg2
from psycopg2.extensions import parse_dsn

from shop_admin.config import ROOT, Settings
from shop_admin.launcher.errors import LaunchError

if TYPE_CHECKING:
    from alembic.config import Config

OLDEST_SERVER = 160000
ROLES = ("shop_scoped", "shop_all", "shop_reader")
ADMITTED = """
    SELECT count(*) FROM pg_roles AS login, pg_roles AS role
    WHERE login.rolname = ANY(%(logins)s) AND role.rolname = ANY(%(roles)s)
    AND pg_has_role(login.oid, role.oid, 'SET')
"""
REVISION = re.compile(r"""^revision\b[^=]*=\s*["'](\w+)["']""", re.MULTILINE)


def migrate(owner_url: str, logins: Sequence[str] = ()) -> bool:
    """Upgrade to the newest schema and admit the logins to the application's roles.

    Tells whether there was anything to do. Raises LaunchError when the database does not
    answer, is too old, or is newer than we are.
    """
    with _connected(owner_url) as connection:
        if _is_current(connection, logins):
            return False
    _upgrade(owner_url, logins)
    return True


def migrate_for(settings: Settings) -> bool:
    """Migrate the settings' database as its owner; the application's login is admitted."""
    owner_url = settings.owner_url or settings.database_url
    return migrate(owner_url, [login_of(settings.database_url)])


def newest_revision() -> str | None:
    """Return the revision of the last migration file.

    The files are numbered and stand in one line, so that the last name is the head; Alembic
    would say the same, but importing it costs every start most of a second.
    """
    files = sorted((ROOT / "migrations" / "versions").glob("[0-9]*.py"))
    found = REVISION.search(files[-1].read_text()) if files else None
    return found.group(1) if found else None


def login_of(url: str) -> str:
    """Return the login that a database URL names."""
    return str(parse_dsn(_plain(url)).get("user", ""))


def database_name(url: str) -> str:
    """Return where a database is, without login and password, to compare with another."""
    parts = parse_dsn(_plain(url))
    return f"{parts.get('host', 'localhost')}:{parts.get('port', '5432')}/{parts.get('dbname', '')}"


def migrations(owner_url: str, logins: Sequence[str] = ()) -> "Config":
    """Return Alembic's configuration; env.py reads `url` and `logins` of its attributes."""
    from alembic.config import Config  # noqa: PLC0415 - see newest_revision

    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations").replace("%", "%%"))
    config.attributes["url"] = owner_url
    config.attributes["logins"] = tuple(logins)
    return config


def _upgrade(owner_url: str, logins: Sequence[str]) -> None:
    # Imported here for the reason that newest_revision gives.
    from alembic import command  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415
    from sqlalchemy.exc import DBAPIError  # noqa: PLC0415

    try:
        command.upgrade(migrations(owner_url, logins), "head")
    except CommandError as error:
        raise LaunchError(f"The database cannot be migrated: {error}") from error
    except DBAPIError as error:
        raise LaunchError(f"A migration failed and was undone: {error.orig}".strip()) from error


@contextmanager
def _connected(url: str) -> Iterator["psycopg2.extensions.connection"]:
    try:
        connection = psycopg2.connect(_plain(url), connect_timeout=10)
    except psycopg2.Error as error:
        reason = " ".join(str(error).split())
        raise LaunchError(f"DATABASE_URL: no connection to the database: {reason}") from None
    try:
        if connection.server_version < OLDEST_SERVER:
            raise LaunchError("DATABASE_URL: shop_admin needs PostgreSQL 16 or newer.")
        yield connection
    except psycopg2.Error as error:
        raise LaunchError(f"The database refuses: {' '.join(str(error).split())}") from error
    finally:
        connection.close()


def _is_current(connection: "psycopg2.extensions.connection", logins: Sequence[str]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('alembic_version') IS NOT NULL")
        if cursor.fetchone() != (True,):
            return False
        cursor.execute("SELECT version_num FROM alembic_version")
        if cursor.fetchone() != (newest_revision(),):
            return False
        cursor.execute(ADMITTED, {"logins": list(logins), "roles": list(ROLES)})
        return cursor.fetchone() == (len(logins) * len(ROLES),)


def _plain(url: str) -> str:
    return url.replace("+psycopg2", "", 1)
