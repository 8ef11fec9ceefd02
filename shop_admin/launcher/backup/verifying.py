"""Believing a backup only after reading all of it."""

from itertools import islice
from pathlib import Path

from shop_admin.launcher.backup.dumping import count_dumped_rows
from shop_admin.launcher.backup.errors import BackupError
from shop_admin.launcher.backup.files import differing
from shop_admin.launcher.backup.manifest import (
    DUMP,
    LISTING,
    Manifest,
    Part,
    measured,
    read_listing,
    read_manifest,
)
from shop_admin.launcher.backup.programs import Programs

EXAMPLES = 5


def verify(folder: Path) -> Manifest:
    """Return the manifest of a backup that is whole, byte for byte; raises BackupError."""
    manifest = read_manifest(folder)
    for name, part in ((DUMP, manifest.dump), (LISTING, manifest.listing)):
        if not _is_there(folder / name, part):
            raise BackupError(f"{folder / name} is not what was written: use another backup.")
    if sum(1 for _ in read_listing(folder)) != manifest.file_count:
        raise BackupError(f"{folder / LISTING} does not fit the manifest: use another backup.")
    if wrong := list(islice(differing(folder), EXAMPLES)):
        raise BackupError(f"Files are not what was written: {', '.join(wrong)}.")
    return manifest


def verify_dump(programs: Programs, folder: Path, manifest: Manifest) -> None:
    """Read the dump from end to end and count its rows by table; raises BackupError."""
    found = count_dumped_rows(programs, folder / DUMP)
    refuse_difference(manifest.tables, found, "The dump")


def refuse_difference(expected: dict[str, int], found: dict[str, int], what: str) -> None:
    """Raise BackupError with the tables whose rows are not as many as there were."""
    wrong = [
        f"{name} ({found.get(name, 'missing')} instead of {count})"
        for name, count in expected.items()
        if found.get(name) != count
    ]
    if wrong:
        raise BackupError(f"{what} has other rows than there were: {', '.join(wrong[:EXAMPLES])}.")


def _is_there(path: Path, part: Part) -> bool:
    try:
        return measured(path, part.name) == part
    except OSError:
        return False
