"""Under its own name stands only a whole backup; old ones go only beyond what is kept."""

from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shop_admin.config import Settings
from shop_admin.launcher.backup import taking
from shop_admin.launcher.backup.errors import BackupError
from shop_admin.launcher.backup.manifest import MANIFEST
from shop_admin.launcher.backup.source import Snapshot, snapshot
from shop_admin.launcher.backup.taking import prune, take
from shop_admin.launcher.backup.verifying import verify


def shown(home: Path) -> list[str]:
    return sorted(path.name for path in home.iterdir() if path.name != ".lock")


def test_a_login_that_owns_nothing_takes_none(shop, tmp_path: Path) -> None:
    settings: Settings = shop.settings.model_copy(update={"owner_url": ""})
    with pytest.raises(BackupError, match="SHOP_OWNER_URL"):
        take(settings, tmp_path)
    assert shown(tmp_path) == []


def test_an_empty_database_is_no_backup(elsewhere: Settings, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="nothing to back up"):
        take(elsewhere, tmp_path / "backups")
    assert shown(tmp_path / "backups") == []


def test_a_disk_that_fails_leaves_nothing(
    shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leftover = tmp_path / ".shop-20260101T000000Z.part"
    leftover.mkdir()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.sync", fail)
    with pytest.raises(BackupError, match="No space left"):
        take(shop.settings, tmp_path)
    assert shown(tmp_path) == []


def test_a_missing_file_is_noted_and_the_rest_is_kept(shop, tmp_path: Path) -> None:
    lost = next(path for path in shop.settings.files_dir.rglob("*.pdf"))
    data = lost.read_bytes()
    lost.unlink()
    try:
        taken = take(shop.settings, tmp_path)
    finally:
        lost.write_bytes(data)
    assert taken.manifest.missing == (str(lost.relative_to(shop.settings.files_dir)),)
    assert verify(taken.folder).file_count == 3


def test_what_was_there_at_its_moment_is_in_it(
    shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[datetime] = []

    def noting(url: str) -> AbstractContextManager[Snapshot]:
        begun.append(datetime.now(UTC))
        return snapshot(url)

    monkeypatch.setattr(taking, "snapshot", noting)
    assert take(shop.settings, tmp_path).manifest.taken_at <= begun[0]


def test_the_snapshot_is_one_moment(shop) -> None:
    with snapshot(shop.settings.owner_url) as first, snapshot(shop.settings.owner_url) as second:
        assert first.id != second.id
        assert first.count_rows() == second.count_rows()
        assert len(first.list_files()) == 4


def test_only_the_newest_are_kept(tmp_path: Path) -> None:
    names = [f"shop-2026010{day}T000000Z" for day in range(1, 6)]
    for name in [*names, "shop-20260109T000000Z-mine", "notes"]:
        (tmp_path / name).mkdir()
        (tmp_path / name / MANIFEST).write_text("{}")
    unfinished = tmp_path / "shop-20260106T000000Z"
    unfinished.mkdir()
    gone = prune(tmp_path, 2)
    assert [path.name for path in gone] == names[:3]
    assert shown(tmp_path) == sorted(
        [*names[3:], "shop-20260109T000000Z-mine", "notes", unfinished.name]
    )
