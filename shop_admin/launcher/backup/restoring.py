"""Restoring a backup: everything is looked at before anything is touched."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from shop_admin.config import ROOT, Settings
from shop_admin.launcher.backup.dumping import load_dump
from shop_admin.launcher.backup.errors import BackupError
from shop_admin.launcher.backup.files import put_back
from shop_admin.launcher.backup.manifest import DUMP, Manifest
from shop_admin.launcher.backup.programs import find_programs
from shop_admin.launcher.backup.source import (
    connected,
    count_rows,
    is_over_tls,
    major_of,
    table_names,
)
from shop_admin.launcher.backup.verifying import refuse_difference, verify_dump
from shop_admin.launcher.schema import ROLES, migrate_for
from shop_admin.wiring import storage

log = logging.getLogger("shop_admin.backup")

_OTHERS = sa.text("""
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename IS NOT NULL
""")
_STRANGE_EXTENSIONS = sa.text("""
    SELECT string_agg(extname, ', ') FROM pg_extension
    WHERE extnamespace = 'public'::regnamespace AND NOT pg_has_role(current_user, extowner, 'USAGE')
""")
_CLEAR = """
SET client_min_messages = warning;
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
ALTER SCHEMA public OWNER TO pg_database_owner;
COMMENT ON SCHEMA public IS 'standard public schema';
GRANT USAGE ON SCHEMA public TO PUBLIC;
"""
_MAKE_ROLE = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{role}') THEN
        CREATE ROLE {role} NOLOGIN;
    END IF;
END $$;
"""


@dataclass(frozen=True, kw_only=True)
class Target:
    """The database that is to be restored into, as it was found."""

    name: str
    server_major: int
    over_tls: bool
    rows: dict[str, int]

    @property
    def is_empty(self) -> bool:
        """Tell whether there is no table in it."""
        return not self.rows


def look_at(settings: Settings, manifest: Manifest) -> Target:
    """Return the target. Raises BackupError where the backup cannot be restored into it."""
    if manifest.migration not in _known_migrations():
        raise BackupError(
            f"The backup is of a newer version (schema {manifest.migration}): "
            "install that version of shop_admin first."
        )
    with connected(_owner_url(settings)) as connection:
        _refuse_bad_server(connection, manifest)
        if others := connection.scalar(_OTHERS):
            raise BackupError(
                f"{others} connections to the database are open: stop the web servers and the "
                "workers first."
            )
        return Target(
            name=str(connection.scalar(sa.text("SELECT current_database()"))),
            server_major=major_of(connection),
            over_tls=is_over_tls(connection),
            rows=count_rows(connection) if table_names(connection) else {},
        )


def restore(settings: Settings, folder: Path, manifest: Manifest, target: Target) -> None:
    """Restore the files, then the database in one transaction; what was in it is gone.

    The folder was verified, and this is its manifest. Raises BackupError, and nothing has
    changed then but perhaps some files that no row names.
    """
    url = _owner_url(settings)
    programs = find_programs(settings, url, target.server_major, over_tls=target.over_tls)
    verify_dump(programs, folder, manifest)
    put_back(storage(settings), folder)
    before = "" if target.is_empty else _CLEAR
    before += "".join(_MAKE_ROLE.format(role=role) for role in ROLES)
    load_dump(programs, folder / DUMP, before=before, server=target.server_major)
    with connected(url) as connection:
        refuse_difference(manifest.tables, count_rows(connection), "The restored database")
        # Without statistics every search would read whole tables for a while.
        connection.execute(sa.text("ANALYZE"))
    migrate_for(settings)


def _owner_url(settings: Settings) -> str:
    return settings.owner_url or settings.database_url


def _known_migrations() -> Sequence[str]:
    files = (ROOT / "migrations" / "versions").glob("[0-9]*_*.py")
    return [path.name.partition("_")[0] for path in files]


def _refuse_bad_server(connection: sa.Connection, manifest: Manifest) -> None:
    if major_of(connection) < manifest.server_major:
        raise BackupError(
            f"The backup is of PostgreSQL {manifest.server_major}: it needs that or a newer one."
        )
    there = set(connection.scalars(sa.text("SELECT rolname FROM pg_roles")))
    if unknown := sorted(set(manifest.roles) - there - set(ROLES)):
        raise BackupError(
            f"The backup grants rights to roles that this server does not have: create "
            f"{', '.join(unknown)} first."
        )
    if (strange := connection.scalar(_STRANGE_EXTENSIONS)) and table_names(connection):
        raise BackupError(
            f"Extensions of another owner ({strange}) are in the way of a replacement: "
            "restore into a new, empty database."
        )
