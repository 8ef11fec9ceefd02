"""Databases and folders of these tests, and what is in them as something to compare."""

import contextlib
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import psycopg2
import sqlalchemy as sa

from shop_admin.config import Settings
from shop_admin.launcher.postgres.cluster import cluster_url


@dataclass(frozen=True, kw_only=True)
class Shop:
    """The shop that is backed up: its settings, and what to ask for afterwards."""

    settings: Settings
    store: UUID
    product: UUID
    email: str


def superuser(home: Path, statement: str) -> None:
    """Run a statement that makes or drops a database."""
    url = cluster_url(home, "postgres", "postgres").replace("+psycopg2", "")
    with contextlib.closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        connection.cursor().execute(statement)


def settings_of(settings: Settings, home: Path, database: str, folder: Path) -> Settings:
    """Return the settings of another database and data folder."""
    urls = {
        "database_url": cluster_url(home, "shop_app", database),
        "owner_url": cluster_url(home, "shop_owner", database),
    }
    return settings.model_copy(update={**urls, "data_dir": folder})


CONTENT = """
    SELECT count(*), md5(string_agg(md5(one::text), '' ORDER BY one::text COLLATE "C"))
    FROM {table} AS one
"""


def content(url: str) -> dict[str, str]:
    """Return a digest of every table's rows and of every sequence's state."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.execute(sa.text("SET timezone = 'UTC'"))
        tables = connection.scalars(
            sa.text(
                "SELECT oid::regclass::text FROM pg_class"
                " WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
            )
        ).all()
        found = {
            table: str(connection.execute(sa.text(CONTENT.format(table=table))).one())
            for table in tables
        }
        numbers = "SELECT sequencename::text, last_value::text FROM pg_sequences"
        rows = connection.execute(sa.text(numbers)).all()
    engine.dispose()
    return found | {row[0]: str(row[1]) for row in rows}


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file below a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def run(url: str, statement: str) -> None:
    """Run a statement as whoever the URL names, and commit it."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.execute(sa.text(statement))
    engine.dispose()
