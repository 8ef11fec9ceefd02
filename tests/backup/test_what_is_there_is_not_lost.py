"""A database with anything in it is replaced only by somebody who types its name."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from comparing import content, run

from shop_admin.config import Settings
from shop_admin.launcher.backup.command import restore
from shop_admin.launcher.backup.taking import Taken
from shop_admin.launcher.schema import migrate_for


@pytest.fixture
def there(elsewhere: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Let the commands find a migrated database with one note of our own in it."""
    migrate_for(elsewhere)
    run(elsewhere.owner_url, "CREATE TABLE notes AS SELECT 'precious' AS note")
    elsewhere.data_dir.mkdir()
    for name, value in (
        ("DATABASE_URL", elsewhere.database_url),
        ("SHOP_OWNER_URL", elsewhere.owner_url),
        ("SHOP_DATA_DIR", str(elsewhere.data_dir)),
        ("SHOP_SECRET_KEY", elsewhere.secret_key),
    ):
        monkeypatch.setenv(name, value)
    return elsewhere


def test_only_its_name_lets_it_go(taken: Taken, there: Settings, shop) -> None:
    before = content(there.owner_url)
    refused = CliRunner().invoke(restore, [str(taken.folder), "--yes"])
    assert refused.exit_code == 1
    assert "is not empty (0 orders" in refused.output
    mistyped = CliRunner().invoke(restore, [str(taken.folder), "--replace"], input="shop\n")
    assert mistyped.exit_code == 1
    assert "Nothing was changed." in mistyped.output
    with sa.create_engine(there.database_url).connect() as visitor:
        visitor.execute(sa.text("SELECT 1"))
        disturbed = CliRunner().invoke(restore, [str(taken.folder), "--replace"])
    visitor.engine.dispose()
    assert "1 connections to the database are open" in disturbed.output
    assert content(there.owner_url) == before

    name = str(sa.make_url(there.owner_url).database)
    done = CliRunner().invoke(restore, [str(taken.folder), "--replace"], input=f"{name}\n")
    assert done.exit_code == 0, done.output
    assert "4 files read, 0 invariants broken." in done.output
    after = content(there.owner_url)
    assert "notes" not in after
    assert after | {"checks": ""} == content(shop.settings.owner_url) | {"checks": ""}


def test_judging_touches_nothing(taken: Taken, there: Settings) -> None:
    before = content(there.owner_url)
    judged = CliRunner().invoke(restore, [str(taken.folder), "--verify"])
    assert judged.exit_code == 0
    assert "is whole." in judged.output
    assert content(there.owner_url) == before


def test_files_that_are_there_are_never_overwritten(taken: Taken, there: Settings) -> None:
    key = next(path for path in (taken.folder / "files").rglob("*") if path.is_file())
    path: Path = there.files_dir / key.relative_to(taken.folder / "files")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"another file")
    name = str(sa.make_url(there.owner_url).database)
    before = content(there.owner_url)
    refused = CliRunner().invoke(restore, [str(taken.folder), "--replace"], input=f"{name}\n")
    assert "holds another file" in refused.output
    assert path.read_bytes() == b"another file"
    assert content(there.owner_url) == before
