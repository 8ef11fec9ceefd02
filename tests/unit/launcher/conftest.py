"""A cluster of our own: these tests kill and stop it, which nobody else should notice."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from shop_admin.launcher.postgres import Cluster, temporary_cluster
from shop_admin.launcher.processes import kill_group
from shop_admin.launcher.record import Record, read_record


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """Return a running cluster."""
    with temporary_cluster() as running:
        yield running


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a short folder that every user of the machine may pass through."""
    with tempfile.TemporaryDirectory(prefix="shop-") as name:
        path = Path(name)
        path.chmod(0o711)
        yield path


@pytest.fixture
def record(folder: Path) -> Iterator[Record]:
    """Return a record whose processes are ended with the test, however it goes."""
    record = Record(folder / "run.json")
    yield record
    for entry in read_record(record.path)[1]:
        kill_group(entry.pid)
