"""The stored files: copied out of the storage with their hashes, and put back."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from mimetypes import guess_type
from pathlib import Path

from shop_admin.launcher.backup.errors import BackupError
from shop_admin.launcher.backup.manifest import FILES, LISTING, Part, measured, read_listing
from shop_admin.providers.storage.base import FileExists, MissingFile, Storage, StorageError

AT_ONCE = 8
BATCH = 500


@dataclass
class Copied:
    """What was copied, and which files the storage does not have."""

    count: int = 0
    size: int = 0
    missing: list[str] = field(default_factory=list)


def copy_out(storage: Storage, keys: Iterable[str], folder: Path) -> Copied:
    """Copy the files into the backup's folder and list them with size and hash.

    Raises BackupError where the storage does not answer; a file that it lacks is only noted.
    """
    copied = Copied()
    with ThreadPoolExecutor(AT_ONCE) as pool, (folder / LISTING).open("x") as listing:
        for batch in _batches(keys):
            parts = pool.map(lambda key: _copy(storage, key, folder / FILES / key), batch)
            for key, part in zip(batch, parts, strict=True):
                if part is None:
                    copied.missing.append(key)
                    continue
                copied.count += 1
                copied.size += part.size
                listing.write(part.model_dump_json() + "\n")
    return copied


def put_back(storage: Storage, folder: Path) -> int:
    """Put every file of a backup into the storage; return how many.

    Files that are there already stay. Raises BackupError where other bytes have a file's key.
    """
    count = 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for batch in _batches(part.name for part in read_listing(folder)):
            list(pool.map(lambda key: _put(storage, key, folder / FILES / key), batch))
            count += len(batch)
    return count


def differing(folder: Path) -> Iterator[str]:
    """Stream the keys of the backup's files that are missing or not what was written."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for batch in _part_batches(read_listing(folder)):
            results = pool.map(lambda part: _is_whole(part, folder / FILES / part.name), batch)
            for part, is_whole in zip(batch, results, strict=True):
                if not is_whole:
                    yield part.name


def _copy(storage: Storage, key: str, goal: Path) -> Part | None:
    try:
        pieces = storage.read(key)
    except MissingFile:
        return None
    except StorageError as error:
        raise BackupError(error.message) from error
    goal.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with goal.open("xb") as file:
        for piece in pieces:
            digest.update(piece)
            size += file.write(piece)
    return Part(name=key, size=size, sha256=digest.hexdigest())


def _put(storage: Storage, key: str, source: Path) -> None:
    try:
        storage.put_file(key, source, guess_type(key)[0] or "application/octet-stream")
    except FileExists as error:
        raise BackupError(
            f"The storage holds another file as {key}: restore into a new, empty one."
        ) from error
    except StorageError as error:
        raise BackupError(error.message) from error


def _is_whole(part: Part, path: Path) -> bool:
    try:
        return measured(path, part.name) == part
    except OSError:
        return False


def _batches(keys: Iterable[str]) -> Iterator[Sequence[str]]:
    stream = iter(keys)
    while batch := list(islice(stream, BATCH)):
        yield batch


def _part_batches(parts: Iterable[Part]) -> Iterator[Sequence[Part]]:
    stream = iter(parts)
    while batch := list(islice(stream, BATCH)):
        yield batch
