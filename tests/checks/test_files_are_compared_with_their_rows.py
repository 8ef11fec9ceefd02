"""Stored files: changed, lost and stray ones are found; the command says so by its exit code."""

import os
from pathlib import Path

import pytest
import sqlalchemy as sa
from checks.conftest import World

from shop_admin import wiring
from shop_admin.db import acting_as, db
from shop_admin.jobs import checks as jobs
from shop_admin.permissions import IDENTITY
from shop_admin.queries.invariants import Finding
from shop_admin.services import checks

OLD = 1_700_000_000


def _invoice_file() -> Path:
    with acting_as(IDENTITY.db_context()) as session:
        key = session.scalar(sa.text("SELECT key FROM invoice_files ORDER BY key LIMIT 1"))
    return wiring.parts().settings.files_dir / str(key)


def _files_finding(*, every_file: bool = True) -> Finding:
    report = jobs.run(every_file=every_file)
    return next(one for one in report.findings if one.title == checks.FILES_TITLE)


def test_sound_files_are_sound(world: World) -> None:
    report = jobs.run(every_file=True)
    assert report.broken == ()
    assert report.files == 3
    with acting_as(IDENTITY.db_context()):
        kept = checks.last_check()
        assert kept is not None
        assert (kept.broken, kept.files, len(kept.findings)) == (0, 3, 16)


@pytest.mark.parametrize("every", [True, False])
def test_a_changed_file_is_found(world: World, every: bool) -> None:
    file = _invoice_file()
    whole = file.read_bytes()
    try:
        file.write_bytes(whole + b" ")
        found = _files_finding(every_file=every)
        assert found.count == 1
        assert "not what was written" in found.examples[0]["note"]
    finally:
        file.write_bytes(whole)


def test_a_lost_file_is_found(world: World) -> None:
    file = _invoice_file()
    whole = file.read_bytes()
    try:
        file.unlink()
        assert "not in the storage" in _files_finding().examples[0]["note"]
    finally:
        file.write_bytes(whole)


def test_a_stray_file_is_found_once_it_is_old(world: World) -> None:
    stray = wiring.parts().settings.files_dir / "pictures" / "stray.webp"
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"x")
    try:
        assert not _files_finding().is_broken
        os.utime(stray, (OLD, OLD))
        assert _files_finding().examples == [
            {"id": "pictures/stray.webp", "note": "no row names this file"}
        ]
        assert not _files_finding(every_file=False).is_broken
    finally:
        stray.unlink()


def test_the_command_says_it_by_its_exit_code(world: World) -> None:
    runner = world.app.test_cli_runner()
    sound = runner.invoke(args=["check"])
    assert (sound.exit_code, "✓ I12" in sound.output) == (0, True)
    db.session.remove()
    file = _invoice_file()
    whole = file.read_bytes()
    try:
        file.write_bytes(b"forged")
        broken = runner.invoke(args=["check", "--files"])
    finally:
        file.write_bytes(whole)
    assert broken.exit_code == 1
    assert "✗ I10" in broken.output
    assert "1 invariants broken" in broken.output
