"""Files in a folder of this machine, on the disk before `put` returns.

Our own, since obstore's LocalStore renames without fsync: after a power cut the database would
name files that are empty or not there.
"""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from shop_admin.providers.storage.base import (
    FileExists,
    MissingFile,
    StorageError,
    StorageFull,
    checked,
    is_key,
)


class LocalStorage:
    """Storage below one folder; the content type is the reader's business, so it is not kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, key: str, data: bytes, content_type: str) -> None:
        """Write beside the goal, sync, then link: the goal appears whole or not at all."""
        path = self._path(key)
        with _sentences():
            _make_folders(path.parent)
            draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
            try:
                _write_synced(draft, data)
                _publish(draft, path, key)
            finally:
                draft.unlink(missing_ok=True)
            _sync_folder(path.parent)

    def get(self, key: str) -> bytes:
        """Return the file's bytes. Raises MissingFile."""
        try:
            with _sentences():
                return self._path(key).read_bytes()
        except FileNotFoundError:
            raise MissingFile(key) from None

    def exists(self, key: str) -> bool:
        """Tell whether a file has this key."""
        with _sentences():
            return self._path(key).is_file()

    def delete(self, key: str) -> None:
        """Delete the file; one that is gone already is fine."""
        path = self._path(key)
        with _sentences():
            path.unlink(missing_ok=True)
            if path.parent.is_dir():
                _sync_folder(path.parent)

    def list(self) -> Iterator[tuple[str, datetime]]:
        """Stream every file's key with the moment of its writing; drafts are no files yet."""
        with _sentences():
            for path in self._folder.rglob("*"):
                key = path.relative_to(self._folder).as_posix()
                if path.is_file() and is_key(key):
                    yield key, datetime.fromtimestamp(path.stat().st_mtime, UTC)

    def _path(self, key: str) -> Path:
        return self._folder / checked(key)


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _publish(draft: Path, path: Path, key: str) -> None:
    # A link, unlike a rename, fails where the name is taken: nobody overwrites, even in a race.
    try:
        os.link(draft, path)
    except FileExistsError:
        if path.read_bytes() != draft.read_bytes():
            raise FileExists(key) from None


def _make_folders(folder: Path) -> None:
    """Make the folder and its parents, each durable in the one above it."""
    if folder.is_dir():
        return
    _make_folders(folder.parent)
    folder.mkdir(exist_ok=True)
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _sentences() -> Iterator[None]:
    """Say in words what the operating system refused; a missing file passes for `get` to name."""
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise StorageFull from error
        if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
            raise StorageError("The file could not be stored: the folder is read-only.") from error
        raise StorageError(f"The file storage does not work: {error.strerror}.") from error
