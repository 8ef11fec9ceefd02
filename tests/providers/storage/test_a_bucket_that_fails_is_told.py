"""A wrong key, a missing bucket or a silent server becomes a sentence, and quickly."""

import dataclasses
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from servers import free_port

from shop_admin.providers.storage import ObjectServer, open_storage
from shop_admin.providers.storage.base import Storage, StorageError

KEY = "pictures/2026/05/ab/abc.webp"
DEEDS: dict[str, Callable[[Storage], object]] = {
    "put": lambda storage: storage.put(KEY, b"x", "image/webp"),
    "get": lambda storage: storage.get(KEY),
    "read": lambda storage: storage.read(KEY),
    "list": lambda storage: list(storage.list()),
}


def refusal(deed: str, storage: Storage) -> StorageError:
    with pytest.raises(StorageError) as caught:
        DEEDS[deed](storage)
    assert caught.value.status == 503
    return caught.value


@pytest.mark.parametrize("deed", DEEDS)
def test_a_missing_bucket_is_no_missing_file(s3: ObjectServer, deed: str) -> None:
    assert "no such bucket" in refusal(deed, open_storage("s3://nobody-made-it", s3)).message


@pytest.mark.parametrize("deed", DEEDS)
def test_a_wrong_key_is_named(s3: ObjectServer, bucket: Storage, deed: str) -> None:
    # From now on the server looks at who asks, and knows nobody.
    httpx.post(f"{s3.endpoint}/moto-api/reset-auth", content="0").raise_for_status()
    try:
        assert "refuses the shop's key" in refusal(deed, bucket).message
    finally:
        httpx.post(f"{s3.endpoint}/moto-api/reset-auth", content="inf").raise_for_status()


@pytest.mark.parametrize("deed", [*DEEDS, "exists", "delete", "put_file"])
def test_a_server_that_is_away_is_told_soon(tmp_path: Path, deed: str) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"x")
    more = {
        "exists": lambda storage: storage.exists(KEY),
        "delete": lambda storage: storage.delete(KEY),
        "put_file": lambda storage: storage.put_file(KEY, source, "image/webp"),
    }
    with free_port("nobody listens here") as port:
        server = ObjectServer(endpoint=f"http://127.0.0.1:{port}", region="x", key="k", secret="s")
        begun = time.monotonic()
        with pytest.raises(StorageError) as caught:
            {**DEEDS, **more}[deed](open_storage("s3://shop", server))
    assert caught.value.status == 503
    assert "does not answer" in caught.value.message
    assert time.monotonic() - begun < 30


def test_the_secret_is_not_shown(s3: ObjectServer) -> None:
    assert "hush" not in repr(dataclasses.replace(s3, secret="hush"))
