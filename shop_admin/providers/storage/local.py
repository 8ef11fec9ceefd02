"""Files in a folder of this machine, on the disk before `put` returns.

Our own, since obstore's LocalStore renames without fsync: after a power cut the database would
name files that are empty or not there.
"""

import errno
import filecmp
import io
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Self

from shop_admin.language import _
from shop_admin.providers.storage.base import (
    PIECE,
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
        self._put(key, io.BytesIO(data))

    def put_file(self, key: str, path: Path, content_type: str) -> None:
        """Copy in pieces, in the way of `put`; the file may lie on another disk."""
        with path.open("rb") as source:
            self._put(key, source)

    def get(self, key: str) -> bytes:
        """Return the file's bytes. Raises MissingFile."""
        try:
            with _sentences():
                return self._path(key).read_bytes()
        except FileNotFoundError:
            raise MissingFile(key) from None

    def read(self, key: str) -> Iterator[bytes]:
        """Stream the file's bytes in pieces. Raises MissingFile at once, before the first."""
        try:
            with _sentences():
                return _Pieces(self._path(key).open("rb"))
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

    def _put(self, key: str, source: IO[bytes]) -> None:
        path = self._path(key)
        with _sentences():
            _make_folders(path.parent)
            draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
            try:
                _write_synced(draft, source)
                _publish(draft, path, key)
            finally:
                draft.unlink(missing_ok=True)
            _sync_folder(path.parent)

    def _path(self, key: str) -> Path:
        return self._folder / checked(key)


class _Pieces(Iterator[bytes]):
    """An open file in pieces: closed after the last one, or by whoever stops before."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        piece = b"" if self._file.closed else self._file.read(PIECE)
        if not piece:
            self.close()
            raise StopIteration
        return piece

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _write_synced(path: Path, source: IO[bytes]) -> None:
    with path.open("xb") as file:
        shutil.copyfileobj(source, file, PIECE)
        file.flush()
        os.fsync(file.fileno())


def _publish(draft: Path, path: Path, key: str) -> None:
    # A link, unlike a rename, fails where the name is taken: nobody overwrites, even in a race.
    try:
        os.link(draft, path)
    except FileExistsError:
        if not filecmp.cmp(path, draft, shallow=False):
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
            raise StorageError(
                _("The file could not be stored: the folder is read-only.")
            ) from error
        sentence = _("The file storage does not work: %(reason)s.", reason=error.strerror)
        raise StorageError(sentence) from error
