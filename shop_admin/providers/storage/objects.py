"""Files in an object store (S3 and its likes), whose own promise is that what is put is durable."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import obstore
from obstore.exceptions import (
    AlreadyExistsError,
    BaseError,
    PermissionDeniedError,
    UnauthenticatedError,
)
from obstore.store import ObjectStore

from shop_admin.language import _
from shop_admin.providers.storage.base import (
    PIECE,
    FileExists,
    MissingFile,
    StorageError,
    checked,
)

IN_PARTS_FROM = 8_000_000
"""Beyond this many bytes a file goes up in parts, since one request would hold it in memory."""


class ObjectStorage:
    """Storage in one bucket, or one prefix of it, through obstore."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    def put(self, key: str, data: bytes, content_type: str) -> None:
        """Create the object with a conditional request, so that nobody overwrites."""
        attributes = {"Content-Type": content_type}
        try:
            with _sentences():
                obstore.put(self._store, checked(key), data, mode="create", attributes=attributes)
        except AlreadyExistsError:
            if self.get(key) != data:
                raise FileExists(key) from None

    def put_file(self, key: str, path: Path, content_type: str) -> None:
        """Create the object; a large one goes up in parts, which knows no conditional request.

        So nobody else may use a large file's key: it holds the id of the one record it is of.
        """
        if path.stat().st_size < IN_PARTS_FROM:
            self.put(key, path.read_bytes(), content_type)
            return
        if self.exists(key):
            self._compare(key, path)
            return
        attributes = {"Content-Type": content_type}
        with _sentences():
            obstore.put(self._store, key, path, attributes=attributes, use_multipart=True)

    def get(self, key: str) -> bytes:
        """Return the object's bytes. Raises MissingFile."""
        try:
            with _sentences():
                return bytes(obstore.get(self._store, checked(key)).bytes())
        except FileNotFoundError:
            raise MissingFile(key) from None

    def read(self, key: str) -> Iterator[bytes]:
        """Stream the object's bytes in pieces. Raises MissingFile at once, before the first."""
        try:
            with _sentences():
                stream = obstore.get(self._store, checked(key)).stream(min_chunk_size=PIECE)
        except FileNotFoundError:
            raise MissingFile(key) from None
        return _pieces(stream)

    def exists(self, key: str) -> bool:
        """Tell whether an object has this key."""
        try:
            with _sentences():
                obstore.head(self._store, checked(key))
        except FileNotFoundError:
            return False
        return True

    def delete(self, key: str) -> None:
        """Delete the object; one that is gone already is fine."""
        try:
            with _sentences():
                obstore.delete(self._store, checked(key))
        except FileNotFoundError:
            return

    def list(self) -> Iterator[tuple[str, datetime]]:
        """Stream every object's key with the moment of its writing."""
        with _sentences():
            for page in obstore.list(self._store):
                for one in page:
                    yield one["path"], one["last_modified"]

    def _compare(self, key: str, path: Path) -> None:
        with path.open("rb") as file:
            wanted = hashlib.file_digest(file, "sha256").digest()
        stored = hashlib.sha256()
        for piece in self.read(key):
            stored.update(piece)
        if stored.digest() != wanted:
            raise FileExists(key)


def _pieces(stream: Iterable[bytes]) -> Iterator[bytes]:
    with _sentences():
        for piece in stream:
            yield bytes(piece)


@contextmanager
def _sentences() -> Iterator[None]:
    """Say in words what the store refused; missing and existing objects pass for the caller."""
    try:
        yield
    except AlreadyExistsError:
        raise
    except (BaseError, OSError) as error:
        if isinstance(error, FileNotFoundError) and "NoSuchBucket" not in str(error):
            raise
        raise StorageError(_sentence(error)) from error


def _sentence(error: Exception) -> str:
    # A listing tells its refusal in the text only, whatever it was.
    if "NoSuchBucket" in str(error):
        return _("The file storage has no such bucket: see SHOP_STORAGE_URL.")
    refusals = (PermissionDeniedError, UnauthenticatedError)
    if isinstance(error, refusals) or "403 Forbidden" in str(error):
        return _("The file storage refuses the shop's key: see SHOP_S3_KEY.")
    return _("The file storage does not answer as it should. Please try again in a moment.")
