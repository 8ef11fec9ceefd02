"""A log file that grows large is set aside, so that it never fills the disk."""

from pathlib import Path

import pytest

from shop_admin.launcher import logs


def test_one_old_file_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "LARGEST", 50)
    log = logs.LogFile(tmp_path / "log" / "shop.log")
    for number in range(13):
        log.write(f"line {number:02} of the log\n".encode())
    assert {path.name for path in (tmp_path / "log").iterdir()} == {"shop.log", "shop.log.1"}
    assert (tmp_path / "log" / "shop.log").read_text() == "line 12 of the log\n"
    assert "line 11" in (tmp_path / "log" / "shop.log.1").read_text()
    log.close()
