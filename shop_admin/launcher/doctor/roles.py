"""The wall behind the gate: the three roles, and an application login that owns nothing."""

from collections.abc import Iterator

from sqlalchemy import Connection, text

from shop_admin.config import Settings
from shop_admin.launcher.doctor.findings import Finding, bad, good, warning
from shop_admin.launcher.schema import ROLES


def examine_roles(settings: Settings, connection: Connection) -> Iterator[Finding]:
    """Stream what is found about the roles; the connection is the application's login."""
    missing = _missing(connection)
    if missing:
        yield bad("roles", f"Missing or not open to this login: {', '.join(missing)}.")
    else:
        yield good("roles", f"{', '.join(ROLES)}.")
    too_mighty = list(_powers(connection))
    judge = bad if settings.is_production else warning
    for power in too_mighty:
        yield judge("login", f"{power} Set SHOP_OWNER_URL, and a plain login in DATABASE_URL.")
    if not too_mighty:
        yield good("login", "Owns nothing and inherits nothing.")


def _missing(connection: Connection) -> list[str]:
    statement = text(
        "SELECT rolname FROM pg_roles"
        " WHERE rolname = ANY(:roles) AND pg_has_role(session_user, oid, 'SET')"
    )
    present = set(connection.execute(statement, {"roles": list(ROLES)}).scalars())
    return [role for role in ROLES if role not in present]


def _powers(connection: Connection) -> Iterator[str]:
    """Stream a sentence for each power by which the login could pass row-level security."""
    statement = text(
        "SELECT rolsuper, rolbypassrls,"
        " (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        "   WHERE c.relowner = r.oid AND n.nspname = 'public' AND c.relkind IN ('r', 'p')),"
        " (SELECT count(*) FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid"
        "   WHERE m.member = r.oid AND m.inherit_option AND g.rolname = ANY(:roles))"
        " FROM pg_roles r WHERE rolname = session_user"
    )
    row = connection.execute(statement, {"roles": list(ROLES)}).one()
    is_superuser, bypasses, owned, inherited = row
    if is_superuser:
        yield "The application's login is a superuser."
    if bypasses and not is_superuser:
        yield "The application's login passes row-level security (BYPASSRLS)."
    if owned:
        yield f"The application's login owns {owned} tables."
    if inherited:
        yield "The application's login inherits its roles (it should be NOINHERIT)."
