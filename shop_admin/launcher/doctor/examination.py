"""The whole examination, and how it is printed."""

from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DBAPIError

from shop_admin.config import Settings
from shop_admin.launcher.doctor.database import examine_database
from shop_admin.launcher.doctor.findings import Finding, bad
from shop_admin.launcher.doctor.machine import examine_machine
from shop_admin.launcher.doctor.roles import examine_roles
from shop_admin.launcher.embedded import with_embedded_database


def diagnose(settings: Settings, connection: Connection | None) -> list[Finding]:
    """Return every finding; without a connection, those that need none."""
    findings = list(examine_machine(settings))
    if connection is not None:
        findings += examine_database(settings, connection)
        findings += examine_roles(settings, connection)
    return findings


def run_doctor(settings: Settings) -> int:
    """Print the findings; return 1 when one of them must be mended, else 0."""
    findings = _examine(with_embedded_database(settings))
    for finding in findings:
        print(finding)
    return 0 if all(finding.ok for finding in findings) else 1


def _examine(settings: Settings) -> list[Finding]:
    if not settings.database_url:
        missing = bad("database", "There is none yet: `make run` makes one.")
        return [*diagnose(settings, None), missing]
    engine = create_engine(settings.database_url, connect_args={"connect_timeout": 10})
    try:
        with engine.connect() as connection:
            return diagnose(settings, connection)
    except DBAPIError as error:
        reason = " ".join(str(error.orig).split())
        return [*diagnose(settings, None), bad("database", f"It does not answer: {reason}")]
    finally:
        engine.dispose()
