"""Run the migrations as the owner of the database, with timeouts that a busy shop survives."""

from alembic import context
from sqlalchemy import create_engine, text

import shop_admin.models  # noqa: F401 - fills the metadata that autogenerate compares with
from shop_admin.config import load_settings
from shop_admin.db import db

config = context.config
ROLES = ("shop_scoped", "shop_all", "shop_reader")


def owner_url() -> str:
    """Return where to migrate: what the caller says, else the settings."""
    given = config.attributes.get("url")
    if given:
        return str(given)
    settings = load_settings()
    return settings.owner_url or settings.database_url


def is_ours(_object: object, name: str | None, kind: str, *_rest: object) -> bool:
    """Leave the job queue's tables and the series of prefixes to their own migrations."""
    return not (
        kind == "table" and name and name.startswith(("procrastinate_", "document_prefixes"))
    )


def run() -> None:
    """Migrate under an advisory lock, so that two starting machines do not collide."""
    options = "-c lock_timeout=2s -c statement_timeout=300s -c timezone=UTC"
    engine = create_engine(owner_url(), connect_args={"options": options})
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(7305117)"))
        connection.commit()
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            include_object=is_ours,
            compare_server_default=False,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        for login in config.attributes.get("logins", ()):
            admit(connection, login)
        connection.commit()
    engine.dispose()


def admit(connection, login: str) -> None:
    """Let a login take the three roles of the application, inheriting none of them."""
    quoted = connection.dialect.identifier_preparer.quote(login)
    for role in ROLES:
        held = connection.execute(
            text("SELECT pg_has_role(:login, :role, 'SET')"), {"login": login, "role": role}
        ).scalar_one()
        if not held:
            connection.execute(text(f"GRANT {role} TO {quoted} WITH INHERIT FALSE, SET TRUE"))


run()
