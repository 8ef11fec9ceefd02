"""The contract of a storage, held against every implementation."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from obstore.store import MemoryStore

from shop_admin.providers.storage.base import FileExists, MissingFile, Storage, StorageError
from shop_admin.providers.storage.local import LocalStorage
from shop_admin.providers.storage.objects import ObjectStorage

KEY = "pictures/2026/05/ab/abc.webp"
STORAGES: dict[str, Callable[[Path], Storage]] = {
    "local": LocalStorage,
    "objects": lambda _: ObjectStorage(MemoryStore()),
}


@pytest.fixture(params=[*STORAGES, "s3"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    if request.param == "s3":
        return request.getfixturevalue("bucket")  # type: ignore[no-any-return]
    return STORAGES[request.param](tmp_path / "files")


@pytest.mark.parametrize("data", [b"", b"x", bytes(range(256)) * 5000])
def test_what_was_put_is_got(storage: Storage, data: bytes) -> None:
    storage.put(KEY, data, "image/webp")
    assert storage.get(KEY) == data
    assert storage.exists(KEY)


LARGE = bytes(range(256)) * 40_000  # beyond what goes up in one request


@pytest.mark.parametrize("data", [b"", b"x", LARGE])
def test_a_file_is_put_and_read_in_pieces(storage: Storage, tmp_path: Path, data: bytes) -> None:
    source = tmp_path / "made.zip"
    source.write_bytes(data)
    storage.put_file(KEY, source, "application/zip")
    storage.put_file(KEY, source, "application/zip")
    assert storage.get(KEY) == data
    assert b"".join(storage.read(KEY)) == data
    assert source.read_bytes() == data


@pytest.mark.parametrize("size", [5, len(LARGE)])
def test_another_file_never_overwrites(storage: Storage, tmp_path: Path, size: int) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_bytes(LARGE[:size])
    second.write_bytes(LARGE[: size - 1] + b"!")
    storage.put_file(KEY, first, "application/zip")
    with pytest.raises(FileExists, match="left as it is"):
        storage.put_file(KEY, second, "application/zip")
    assert storage.get(KEY) == LARGE[:size]


def test_a_reader_who_stops_early_leaves_no_file_open(storage: Storage, tmp_path: Path) -> None:
    source = tmp_path / "made.zip"
    source.write_bytes(LARGE)
    storage.put_file(KEY, source, "application/zip")
    pieces = storage.read(KEY)
    assert LARGE.startswith(next(pieces))
    close = getattr(pieces, "close", None)
    assert close is not None
    close()
    assert list(pieces) == []


def test_what_was_not_put_is_missing(storage: Storage) -> None:
    assert not storage.exists(KEY)
    with pytest.raises(MissingFile, match=KEY):
        storage.get(KEY)
    with pytest.raises(MissingFile, match=KEY):
        storage.read(KEY)


def test_other_bytes_never_overwrite(storage: Storage) -> None:
    storage.put(KEY, b"first", "image/webp")
    with pytest.raises(FileExists, match="left as it is"):
        storage.put(KEY, b"second", "image/webp")
    assert storage.get(KEY) == b"first"


def test_every_file_is_listed_with_its_age(storage: Storage) -> None:
    assert list(storage.list()) == []
    begun = datetime.now(UTC) - timedelta(seconds=2)
    for key in (KEY, "logos/2026/05/x.png"):
        storage.put(key, b"x", "image/webp")
    listed = dict(storage.list())
    assert set(listed) == {KEY, "logos/2026/05/x.png"}
    assert all(begun < at < datetime.now(UTC) + timedelta(seconds=2) for at in listed.values())


def test_the_same_bytes_again_are_fine(storage: Storage) -> None:
    storage.put(KEY, b"same", "image/webp")
    storage.put(KEY, b"same", "image/webp")
    assert storage.get(KEY) == b"same"


def test_of_many_at_once_one_wins(storage: Storage) -> None:
    def put(number: int) -> bool:
        try:
            storage.put(KEY, b"%d" % number * 9999, "image/webp")
        except FileExists:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(put, range(10, 30)))
    assert won.count(True) == 1
    assert storage.get(KEY) == b"%d" % (10 + won.index(True)) * 9999


def test_delete_is_final_and_may_be_repeated(storage: Storage) -> None:
    storage.put(KEY, b"x", "image/webp")
    storage.delete(KEY)
    assert not storage.exists(KEY)
    storage.delete(KEY)
    storage.put(KEY, b"new", "image/webp")
    assert storage.get(KEY) == b"new"


@pytest.mark.parametrize(
    "key",
    [
        *["", "/etc/passwd", "../x", "a/../b", "a//b", "a/", ".hidden", "a/.b"],
        *["A", "a b", "a\n", "ä", "a\\b", "a\0b", "a" * 201],
    ],
)
def test_a_key_that_could_leave_the_folder_is_a_mistake(storage: Storage, key: str) -> None:
    with pytest.raises(ValueError, match="not a storage key"):
        storage.put(key, b"x", "image/webp")
    with pytest.raises(ValueError, match="not a storage key"):
        storage.get(key)
    with pytest.raises(ValueError, match="not a storage key"):
        storage.read(key)
    with pytest.raises(ValueError, match="not a storage key"):
        storage.delete(key)


def test_what_goes_wrong_is_a_storage_error() -> None:
    assert issubclass(MissingFile, StorageError)
    assert issubclass(FileExists, StorageError)
