"""A backup that is not, byte for byte, what was written is never restored."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from shop_admin.config import Settings
from shop_admin.launcher.backup.dumping import load_dump
from shop_admin.launcher.backup.errors import BackupError
from shop_admin.launcher.backup.manifest import DUMP, FILES, LISTING, MANIFEST, read_manifest
from shop_admin.launcher.backup.programs import find_programs
from shop_admin.launcher.backup.restoring import look_at
from shop_admin.launcher.backup.verifying import verify, verify_dump


def any_file(folder: Path) -> Path:
    return next(path for path in (folder / FILES).rglob("*") if path.is_file())


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def say(folder: Path, **changes: object) -> None:
    path = folder / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "half written": (lambda folder: (folder / MANIFEST).unlink(), "no whole backup"),
    "cut manifest": (lambda folder: (folder / MANIFEST).write_text('{"format": 1'), "is damaged"),
    "another format": (lambda folder: say(folder, format=2), "which is unknown"),
    "a bit of the dump": (lambda folder: flip(folder / DUMP), "not what was written"),
    "no dump": (lambda folder: (folder / DUMP).unlink(), "not what was written"),
    "a bit of the list": (lambda folder: flip(folder / LISTING), "not what was written"),
    "a bit of a file": (lambda folder: flip(any_file(folder)), "Files are not what was written"),
    "a file gone": (lambda folder: any_file(folder).unlink(), "Files are not what was written"),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_what_was_changed_is_refused(damaged: Path, kind: str) -> None:
    spoil, words = DAMAGE[kind]
    assert verify(damaged).file_count == 4
    spoil(damaged)
    with pytest.raises(BackupError, match=words):
        verify(damaged)


def test_a_list_that_leads_outside_is_refused(damaged: Path) -> None:
    line = {"name": "../../etc/passwd", "size": 0, "sha256": "0" * 64}
    (damaged / LISTING).write_text(json.dumps(line) + "\n")
    with pytest.raises(BackupError):
        verify(damaged)


def test_a_dump_with_fewer_rows_than_counted_is_refused(shop, damaged: Path) -> None:
    settings: Settings = shop.settings
    tables = read_manifest(damaged).tables
    say(damaged, tables=tables | {"orders": tables["orders"] + 1})
    programs = find_programs(settings, settings.owner_url, 18, over_tls=False)
    with pytest.raises(BackupError, match=r"orders \(3 instead of 4\)"):
        verify_dump(programs, damaged, read_manifest(damaged))


def test_a_newer_schema_needs_its_own_version(damaged: Path, elsewhere: Settings) -> None:
    say(damaged, migration="9999")
    with pytest.raises(BackupError, match="newer version"):
        look_at(elsewhere, read_manifest(damaged))


def test_unknown_roles_are_named(damaged: Path, elsewhere: Settings) -> None:
    say(damaged, roles=["shop_all", "nobody_knows_it"])
    with pytest.raises(BackupError, match="create nobody_knows_it first"):
        look_at(elsewhere, read_manifest(damaged))


def test_a_dump_that_breaks_off_leaves_nothing(damaged: Path, elsewhere: Settings) -> None:
    path = damaged / DUMP
    path.write_bytes(path.read_bytes()[:-20_000])
    programs = find_programs(elsewhere, elsewhere.owner_url, 18, over_tls=False)
    with pytest.raises(BackupError, match="pg_restore failed"):
        load_dump(programs, path, before="", server=18)
    assert look_at(elsewhere, read_manifest(damaged)).is_empty
