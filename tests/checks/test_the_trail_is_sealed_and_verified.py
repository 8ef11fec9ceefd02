"""Seals: each night one, chained; a changed, lost or added entry below a seal is found."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from checks.conftest import World

from shop_admin.db import acting_as, transaction
from shop_admin.jobs import checks as jobs
from shop_admin.permissions import IDENTITY
from shop_admin.services import seals

NIGHTS = ("now() + interval '1 day'", "now() + interval '2 days'", "now() + interval '3 days'")


def _night(moment: str) -> bool:
    with transaction(IDENTITY.db_context()) as session:
        session.execute(sa.text(f"SELECT set_config('app.now', ({moment})::text, true)"))
        return seals.seal_trail() is not None


def _broken(moment: str = "now()") -> list[tuple[str, str]]:
    with acting_as(IDENTITY.db_context()) as session:
        session.execute(sa.text(f"SELECT set_config('app.now', ({moment})::text, true)"))
        return seals.broken_seals()


@pytest.fixture
def forge(world: World) -> Callable[[str], None]:
    def run(statement: str) -> None:
        engine = sa.create_engine(world.superuser)
        with engine.begin() as connection:
            for table in ("audit_entries", "audit_seals"):
                connection.execute(sa.text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
            assert connection.execute(sa.text(statement)).rowcount == 1
            for table in ("audit_entries", "audit_seals"):
                connection.execute(sa.text(f"ALTER TABLE {table} ENABLE TRIGGER ALL"))
                connection.execute(
                    sa.text(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER never_change")
                )
        engine.dispose()

    return run


def test_one_seal_a_night_chained_and_true(world: World, forge: Callable[[str], None]) -> None:
    assert _night(NIGHTS[0])
    assert not _night(NIGHTS[0])
    with transaction(IDENTITY.db_context()) as session:
        session.execute(sa.text("SELECT audit_event('log_in', NULL, 'users', NULL, '{}')"))
    assert _night(NIGHTS[1])
    assert _night(NIGHTS[2])
    with acting_as(IDENTITY.db_context()) as session:
        kept = session.execute(
            sa.text("SELECT count, digest, previous FROM audit_seals ORDER BY day")
        ).all()
    assert kept[0].count > 30
    assert [row.count for row in kept[1:]] == [1, 0]
    assert [row.previous for row in kept] == ["", kept[0].digest, kept[1].digest]
    assert _broken() == []

    forge("UPDATE audit_entries SET party = 'somebody' WHERE id = 3")
    assert [note for _, note in _broken()] == [
        f"sealed {kept[0].count} entries, {kept[0].count} now, changed"
    ]
    found = {one.title for one in jobs.run().broken}
    assert "Each seal of the audit trail verifies" in found
    forge("DELETE FROM audit_entries WHERE id = 3")
    assert f"{kept[0].count - 1} now" in _broken()[0][1]
    forge("UPDATE audit_seals SET digest = 'x' WHERE count = 1")
    assert any("chained" in note for _, note in _broken())


def test_a_trail_that_is_no_longer_sealed_is_found(world: World) -> None:
    assert ("today", "the trail was not sealed for three days") in _broken(
        "now() + interval '9 days'"
    )
