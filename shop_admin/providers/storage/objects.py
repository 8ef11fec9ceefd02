"""Files in an object store (S3 and its likes), whose own promise is that what is put is durable."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import ObjectStore

from shop_admin.providers.storage.base import FileExists, MissingFile, StorageError, checked


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

    def get(self, key: str) -> bytes:
        """Return the object's bytes. Raises MissingFile."""
        try:
            with _sentences():
                return bytes(obstore.get(self._store, checked(key)).bytes())
        except FileNotFoundError:
            raise MissingFile(key) from None

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


@contextmanager
def _sentences() -> Iterator[None]:
    """Say in words what the store refused; missing and existing objects pass for the caller."""
    try:
        yield
    except (FileNotFoundError, AlreadyExistsError):
        raise
    except (BaseError, OSError) as error:
        raise StorageError(
            "The file storage does not answer as it should. Please try again in a moment."
        ) from error
