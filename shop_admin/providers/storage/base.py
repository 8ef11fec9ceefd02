"""What any file storage offers: files under keys, written once, durable when `put` returns."""

import re
import secrets
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from shop_admin.errors import ShopError
from shop_admin.language import _

_KEY = re.compile(r"(?!.*\.\.)[a-z0-9_][a-z0-9_.-]*(/[a-z0-9_][a-z0-9_.-]*)*\Z")
_KEY_LENGTH = 200
PIECE = 256 * 1024
"""How many bytes of a large file are held in memory at once, about."""


class StorageError(ShopError):
    """The storage cannot do it now, for a reason that lies outside the shop."""

    status = 503
    code = "storage_unavailable"


class StorageFull(StorageError):
    """There is no room left. HTTP 507, Insufficient Storage (RFC 4918, section 11.5)."""

    status = 507
    code = "storage_full"

    def __init__(self) -> None:
        super().__init__(_("The file could not be stored: the disk is full. Nothing was changed."))


class MissingFile(StorageError):
    """No file has this key."""

    status = 404
    code = "file_missing"

    def __init__(self, key: str) -> None:
        super().__init__(_("The file %(file)s is not in the storage.", file=key))


class FileExists(StorageError):
    """Another file has this key; files are never overwritten."""

    status = 409
    code = "file_exists"

    def __init__(self, key: str) -> None:
        super().__init__(
            _("Another file is already stored as %(file)s; it was left as it is.", file=key)
        )


class Storage(Protocol):
    """Files under keys of our own making. Every method raises StorageError where it cannot."""

    def put(self, key: str, data: bytes, content_type: str) -> None:
        """Store the file, whole and durable, or not at all; the same bytes again change nothing.

        Raises FileExists where other bytes have the key, StorageFull where there is no room.
        """

    def put_file(self, key: str, path: Path, content_type: str) -> None:
        """Store a file of this machine, as `put` does, without holding it in memory."""

    def get(self, key: str) -> bytes:
        """Return the file's bytes. Raises MissingFile."""

    def read(self, key: str) -> Iterator[bytes]:
        """Stream the file's bytes in pieces. Raises MissingFile at once, before the first."""

    def exists(self, key: str) -> bool:
        """Tell whether a file has this key."""

    def delete(self, key: str) -> None:
        """Delete the file; one that is gone already is fine."""

    def list(self) -> Iterator[tuple[str, datetime]]:
        """Stream every file's key with the moment of its writing, in no order."""


def new_key(kind: str, suffix: str, on: date) -> str:
    """Return a fresh key that cannot be guessed: `pictures/2026/05/k3/k3…f.webp`.

    `kind` is a folder (a-z), `suffix` has no dot, `on` is today; the shard keeps folders small.
    """
    name = secrets.token_hex(16)
    return checked(f"{kind}/{on:%Y/%m}/{name[:2]}/{name}.{suffix}")


def is_key(key: str) -> bool:
    """Tell whether a file of ours can be called that."""
    return len(key) <= _KEY_LENGTH and _KEY.match(key) is not None


def checked(key: str) -> str:
    """Return the key as it is. Raises ValueError for one that could leave the storage's folder."""
    if not is_key(key):
        raise ValueError(f"not a storage key: {key!r}")
    return key
