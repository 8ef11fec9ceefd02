"""What a backup's folder holds, and the manifest that says so."""

import hashlib
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from shop_admin.launcher.backup.errors import BackupError
from shop_admin.providers.storage.base import is_key

MANIFEST, DUMP, LISTING, FILES = "manifest.json", "database.dump", "files.jsonl", "files"
FORMAT = 1
PIECE = 1024 * 1024


class Part(BaseModel):
    """One file of a backup, by its name in the folder."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    size: int
    sha256: str


class Manifest(BaseModel):
    """What was taken, when, and from which version: the last thing that a backup writes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = FORMAT
    app_version: str
    migration: str
    taken_at: datetime
    server_major: int
    database: str
    roles: tuple[str, ...]
    tables: dict[str, int]
    dump: Part
    listing: Part
    file_count: int
    file_bytes: int
    missing: tuple[str, ...]

    @property
    def rows(self) -> int:
        """Return the rows of all tables together."""
        return sum(self.tables.values())


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest beside its parts, on the disk before this returns."""
    with (folder / MANIFEST).open("x") as file:
        file.write(manifest.model_dump_json(indent=1))
        file.flush()
        os.fsync(file.fileno())


def read_manifest(folder: Path) -> Manifest:
    """Return the folder's manifest. Raises BackupError where there is none that can be read."""
    try:
        manifest = Manifest.model_validate_json((folder / MANIFEST).read_bytes())
    except OSError as error:
        raise BackupError(f"{folder} is no whole backup: it has no {MANIFEST}.") from error
    except ValidationError as error:
        raise BackupError(f"{folder / MANIFEST} is damaged: use another backup.") from error
    if manifest.format != FORMAT:
        raise BackupError(f"{folder} was written in format {manifest.format}, which is unknown.")
    return manifest


def read_listing(folder: Path) -> Iterator[Part]:
    """Stream the stored files by their keys. Raises BackupError for a line that is none."""
    with (folder / LISTING).open("rb") as lines:
        for line in lines:
            try:
                part = Part.model_validate_json(line)
            except ValidationError as error:
                raise BackupError(f"{folder / LISTING} is damaged: use another backup.") from error
            if not is_key(part.name):
                raise BackupError(f"{folder / LISTING} names {part.name!r}, which is no file.")
            yield part


def measured(path: Path, name: str) -> Part:
    """Return a file as a part, read from the disk piece by piece."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
        return Part(name=name, size=file.tell(), sha256=digest.hexdigest())
