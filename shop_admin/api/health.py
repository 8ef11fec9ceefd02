"""Whether the process lives, and whether it can do its work."""

from pathlib import Path

from flask import Blueprint, Flask, Response, current_app
from sqlalchemy import text

from shop_admin.api import errors
from shop_admin.api.answers import answer
from shop_admin.config import ROOT
from shop_admin.db import READER, acting_as
from shop_admin.errors import Unavailable

HEAD = "shop_admin.api.schema_head"

blueprint = Blueprint("health", __name__)
errors.attach(blueprint)


def install(app: Flask) -> None:
    """Remember which migration this code was written for."""
    app.extensions[HEAD] = newest_migration(ROOT / "migrations" / "versions")


def newest_migration(folder: Path) -> str:
    """Return the number of the newest migration; the files are numbered 0001, 0002."""
    return max(path.name.split("_")[0] for path in folder.glob("[0-9]*_*.py"))


@blueprint.get("/healthz")
def is_alive() -> Response:
    """Answer as long as the process does."""
    return answer({"status": "ok"})


@blueprint.get("/readyz")
def is_ready() -> Response:
    """Answer 200 once the database is reached, as the public is, and has this code's schema.

    A newer schema is fine: a migration only adds, so that the code before it goes on working
    while an upgrade is under way.
    """
    with acting_as(READER) as session:
        found = session.scalars(text("SELECT version_num FROM alembic_version")).all()
    if len(found) != 1 or found[0] < current_app.extensions[HEAD]:
        raise Unavailable("The database is not at this version's schema: migrate it first.")
    return answer({"status": "ready"})
