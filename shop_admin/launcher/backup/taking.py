"""Taking a backup: written under another name, verified, and only then called what it is."""

import fcntl
import json
import os
import re
import shutil
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from shop_admin.api.upkeep_figures import STAMP
from shop_admin.config import ROOT, Settings
from shop_admin.launcher.backup.dumping import write_dump
from shop_admin.launcher.backup.errors import BackupError
from shop_admin.launcher.backup.files import copy_out
from shop_admin.launcher.backup.manifest import (
    DUMP,
    FILES,
    LISTING,
    MANIFEST,
    Manifest,
    measured,
    write_manifest,
)
from shop_admin.launcher.backup.programs import find_programs
from shop_admin.launcher.backup.source import snapshot
from shop_admin.launcher.backup.verifying import verify, verify_dump
from shop_admin.wiring import storage

NAME = re.compile(r"shop-\d{8}T\d{6}Z")


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A backup that was just taken, and how long that took."""

    folder: Path
    manifest: Manifest
    seconds: float

    @property
    def size(self) -> int:
        """Return its bytes, dump and files together."""
        return self.manifest.dump.size + self.manifest.file_bytes


def take(settings: Settings, home: Path) -> Taken:
    """Back up the database, then every file that it names, into a new folder below `home`.

    The settings name the database. Raises BackupError; nothing that looks like a backup is
    left then.
    """
    begun = time.monotonic()
    with _alone(home):
        for leftover in home.glob(".shop-*.part"):
            shutil.rmtree(leftover)
        folder = home / f"shop-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
        draft = home / f".{folder.name}.part"
        draft.mkdir(mode=0o700)
        try:
            _fill(settings, draft)
            manifest = verify(draft)
            if folder.exists():
                raise BackupError(f"{folder} is there already.")
            draft.rename(folder)
        except OSError as error:
            raise BackupError(f"The backup could not be written: {error}.") from error
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        _sync(home)
    taken = Taken(folder=folder, manifest=manifest, seconds=time.monotonic() - begun)
    _stamp(settings, taken)
    return taken


def prune(home: Path, keep: int) -> list[Path]:
    """Remove the oldest whole backups below `home` beyond the newest `keep`; return them."""
    whole = sorted(
        path for path in home.iterdir() if NAME.fullmatch(path.name) and (path / MANIFEST).is_file()
    )
    goners = whole[:-keep]
    for folder in goners:
        # First it stops looking whole, then it goes.
        part = folder.with_name(f".{folder.name}.part")
        folder.rename(part)
        shutil.rmtree(part)
    return goners


def _fill(settings: Settings, draft: Path) -> None:
    # Files are written before their rows: whatever the snapshot names is in the storage.
    url = settings.owner_url or settings.database_url
    # What was committed before this moment is in the snapshot, which comes after it.
    taken_at = datetime.now(UTC)
    with snapshot(url) as moment:
        programs = find_programs(settings, url, moment.server_major, over_tls=moment.over_tls)
        write_dump(programs, moment.id, draft / DUMP)
        tables, keys = moment.count_rows(), moment.list_files()
    (draft / FILES).mkdir()
    copied = copy_out(storage(settings), keys, draft)
    manifest = Manifest(
        app_version=app_version(),
        migration=moment.migration,
        taken_at=taken_at,
        server_major=moment.server_major,
        database=moment.database,
        roles=moment.roles,
        tables=tables,
        dump=measured(draft / DUMP, DUMP),
        listing=measured(draft / LISTING, LISTING),
        file_count=copied.count,
        file_bytes=copied.size,
        missing=tuple(copied.missing),
    )
    verify_dump(programs, draft, manifest)
    # All of it is on the disk before the manifest, which makes it a backup.
    os.sync()
    write_manifest(draft, manifest)
    _sync(draft)


def app_version() -> str:
    """Return the version of this code."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Hold the folder of backups for one of us; raises BackupError while another one is at it."""
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(home / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise BackupError(f"{home} cannot be written ({error.strerror}).") from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise BackupError(f"Another backup into {home} is under way.") from None
    finally:
        os.close(handle)


def _stamp(settings: Settings, taken: Taken) -> None:
    # For /metrics.
    content = {"taken_at": taken.manifest.taken_at.timestamp(), "bytes": taken.size}
    draft = settings.data_dir / f"{STAMP}.new"
    try:
        draft.write_text(json.dumps(content))
        draft.replace(settings.data_dir / STAMP)
    except OSError as error:
        raise BackupError(f"The backup is whole, but {draft} could not be written.") from error


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
