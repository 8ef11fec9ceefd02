"""A full or read-only disk, or a file in the way, leaves a sentence and no half file."""

import errno
import os
import resource
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from shop_admin.providers.storage.base import StorageError, StorageFull
from shop_admin.providers.storage.local import LocalStorage

KEY = "a/b/c.pdf"


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("call", ["fsync", "link"])
@pytest.mark.parametrize(
    ("number", "kind", "words"),
    [
        (errno.ENOSPC, StorageFull, "disk is full"),
        (errno.EDQUOT, StorageFull, "disk is full"),
        (errno.EROFS, StorageError, "read-only"),
        (errno.EIO, StorageError, "does not work"),
    ],
)
def test_a_failing_disk_leaves_nothing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    number: int,
    kind: type[StorageError],
    words: str,
) -> None:
    storage = LocalStorage(tmp_path)
    storage.put("a/b/first.pdf", b"x", "application/pdf")

    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(kind, match=words) as refusal:
        storage.put(KEY, b"x" * 1000, "application/pdf")
    assert refusal.value.status == (507 if kind is StorageFull else 503)
    assert files_below(tmp_path) == [tmp_path / "a/b/first.pdf"]


@pytest.fixture
def small_files() -> Iterator[None]:
    """Let the kernel itself refuse any file beyond 1,000 bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    signal.signal(signal.SIGXFSZ, before)


@pytest.mark.usefixtures("small_files")
def test_a_write_that_the_kernel_cuts_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="File too large"):
        LocalStorage(tmp_path).put(KEY, b"x" * 5000, "application/pdf")
    assert files_below(tmp_path) == []


def test_a_file_where_a_folder_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(StorageError, match="does not work"):
        LocalStorage(tmp_path).put(KEY, b"x", "application/pdf")


def test_everything_is_synced_before_put_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    fsync, link = os.fsync, os.link

    def note_fsync(handle: int) -> None:
        steps.append("sync " + Path(f"/proc/self/fd/{handle}").readlink().name[:6])
        fsync(handle)

    def note_link(source: Path, goal: Path) -> None:
        steps.append("link " + goal.name)
        link(source, goal)

    monkeypatch.setattr(os, "fsync", note_fsync)
    monkeypatch.setattr(os, "link", note_link)
    LocalStorage(tmp_path).put(KEY, b"x", "application/pdf")
    assert steps == [f"sync {tmp_path.name[:6]}", "sync a", "sync .c.pdf", "link c.pdf", "sync b"]
