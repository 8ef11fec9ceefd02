"""Files come out of an object store, and go into one, as they do with a folder."""

from pathlib import Path

import pytest
from obstore.store import MemoryStore

from shop_admin.launcher.backup.errors import BackupError
from shop_admin.launcher.backup.files import copy_out, put_back
from shop_admin.launcher.backup.manifest import read_listing
from shop_admin.providers.storage import ObjectServer, open_storage
from shop_admin.providers.storage.objects import ObjectStorage

FILES = {f"invoices/2026/05/ab/{number}.pdf": b"%d" % number * 1000 for number in range(30)}


def test_out_of_a_bucket_and_into_another(tmp_path: Path) -> None:
    first, second = ObjectStorage(MemoryStore()), ObjectStorage(MemoryStore())
    for key, data in FILES.items():
        first.put(key, data, "application/pdf")
    (tmp_path / "files").mkdir()
    copied = copy_out(first, [*FILES, "invoices/2026/05/ab/lost.pdf"], tmp_path)
    assert (copied.count, copied.size) == (30, sum(map(len, FILES.values())))
    assert copied.missing == ["invoices/2026/05/ab/lost.pdf"]
    assert [part.name for part in read_listing(tmp_path)] == list(FILES)

    assert put_back(second, tmp_path) == 30
    assert put_back(second, tmp_path) == 30
    assert {key: second.get(key) for key, _ in second.list()} == FILES


def test_a_bucket_that_is_away_stops_the_backup(tmp_path: Path) -> None:
    server = ObjectServer(endpoint="http://127.0.0.1:1", region="x", key="k", secret="s")
    (tmp_path / "files").mkdir()
    with pytest.raises(BackupError, match="does not answer"):
        copy_out(open_storage("s3://shop", server), list(FILES)[:1], tmp_path)
