"""Moving the one clock: the database's."""

import sqlalchemy as sa

from shop_admin.db import db

_SET = sa.text("SELECT set_config('app.now', :moment, false)")


def set_clock(moment: str) -> None:
    """Let it be this moment (RFC 3339) for whatever the test's connection asks from now on."""
    # Set inside a savepoint, it would go when that is rolled back.
    db.session.rollback()
    db.engines[None].execute(_SET, {"moment": moment})  # type: ignore[attr-defined]
