"""A throw-away cluster for tests: quick, unsafe, and gone at the end whatever happens."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shop_admin.launcher.guardian import Guardian
from shop_admin.launcher.postgres.cluster import Cluster
from shop_admin.launcher.record import Record


@contextmanager
def temporary_cluster(*, fast: bool = True) -> Iterator[Cluster]:
    """Yield a running cluster; a guardian ends it even when we are killed."""
    home = Path(tempfile.mkdtemp(prefix="shop-admin-test-"))
    record = Record(home / "run.json")
    guardian = Guardian(record)
    cluster = Cluster(home, record=record, log=home / "postgres.log", fast=fast)
    try:
        guardian.start()
        cluster.start()
        yield cluster
    finally:
        cluster.stop()
        guardian.release()
        shutil.rmtree(home, ignore_errors=True)
