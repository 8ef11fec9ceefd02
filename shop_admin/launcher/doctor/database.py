"""The database: reached, new enough, current, durable, in time, and with a worker."""

from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import Connection, text

from shop_admin.config import Settings
from shop_admin.launcher.doctor.findings import Finding, bad, good, warning
from shop_admin.launcher.schema import OLDEST_SERVER, ROLES, newest_revision

EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist")
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")
MOST_DRIFT = 2.0
WORKER_SECONDS = 60


def examine_database(settings: Settings, connection: Connection) -> Iterator[Finding]:
    """Stream what is found; the connection is the application's login, and only reads."""
    yield examine_version(connection)
    yield examine_migrations(connection)
    yield examine_extensions(connection)
    yield examine_durability(settings, connection)
    yield examine_checksums(connection)
    yield examine_clock(connection)
    yield examine_worker(connection)


def examine_version(connection: Connection) -> Finding:
    """Return whether the server is new enough."""
    number = int(_show(connection, "server_version_num"))
    if number < OLDEST_SERVER:
        return bad("database", "shop_admin needs PostgreSQL 16 or newer.")
    return good("database", f"PostgreSQL {_show(connection, 'server_version')}.")


def examine_migrations(connection: Connection) -> Finding:
    """Return whether the schema is the newest that this version brings."""
    newest = newest_revision()
    if not _take_reading_role(connection, "alembic_version"):
        return bad("migrations", "The schema is missing or may not be read: run `make migrate`.")
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    connection.execute(text("RESET ROLE"))
    if found != newest:
        return bad("migrations", f"The schema is at {found}, not {newest}: run `make migrate`.")
    return good("migrations", f"The schema is current ({newest}).")


def examine_extensions(connection: Connection) -> Finding:
    """Return whether the extensions that searches need are there."""
    present = set(connection.execute(text("SELECT extname FROM pg_extension")).scalars())
    missing = [name for name in EXTENSIONS if name not in present]
    if missing:
        return bad("extensions", f"Missing: {', '.join(missing)}.")
    return good("extensions", f"{', '.join(EXTENSIONS)}.")


def examine_durability(settings: Settings, connection: Connection) -> Finding:
    """Return whether what was committed survives a power cut."""
    off = [name for name in DURABLE if _show(connection, name) == "off"]
    if not off:
        return good("durability", "What is committed survives a power cut.")
    judge = bad if settings.is_production else warning
    return judge("durability", f"Off: {', '.join(off)}. A power cut would lose orders.")


def examine_checksums(connection: Connection) -> Finding:
    """Return whether the server notices a damaged page."""
    if _show(connection, "data_checksums") == "on":
        return good("checksums", "Damaged pages are noticed.")
    return warning("checksums", "Off: damaged pages go unnoticed (see pg_checksums).")


def examine_clock(connection: Connection) -> Finding:
    """Return whether our clock and the database's agree."""
    before = datetime.now(UTC)
    theirs = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    middle = before + (datetime.now(UTC) - before) / 2
    drift = abs((theirs - middle).total_seconds())
    if drift > MOST_DRIFT:
        return bad("clock", f"It is {drift:.0f} s off the database's: set up time keeping (NTP).")
    return good("clock", "Agrees with the database's.")


def examine_worker(connection: Connection) -> Finding:
    """Return whether a worker has shown itself of late."""
    if not _take_reading_role(connection, "procrastinate_workers"):
        return warning("worker", "Its table is missing or may not be read.")
    statement = "SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers"
    age = connection.execute(text(statement)).scalar()
    connection.execute(text("RESET ROLE"))
    if age is None or age > WORKER_SECONDS:
        return warning("worker", "None at work: jobs wait until `make run` or `flask work` runs.")
    return good("worker", f"Last seen {age:.0f} s ago.")


def _show(connection: Connection, name: str) -> str:
    return str(
        connection.execute(text("SELECT current_setting(:name)"), {"name": name}).scalar_one()
    )


def _take_reading_role(connection: Connection, table: str) -> bool:
    """Take the first role that may read the table, our login itself or one that it may take."""
    statement = text(
        "SELECT r.rolname FROM pg_roles r"
        " WHERE (r.rolname = session_user OR r.rolname = ANY(:roles))"
        " AND pg_has_role(session_user, r.oid, 'SET')"
        " AND has_table_privilege(r.oid, to_regclass(:table), 'SELECT')"
        " ORDER BY r.rolname <> session_user LIMIT 1"
    )
    role = connection.execute(statement, {"roles": list(ROLES), "table": table}).scalar()
    if role is None:
        return False
    quoted = connection.dialect.identifier_preparer.quote(role)
    connection.execute(text(f"SET LOCAL ROLE {quoted}"))
    return True
