"""An S3 server on this machine, as far as moto speaks it."""

import contextlib
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
import pytest
from servers import free_port

from shop_admin.providers.storage import ObjectServer, open_storage
from shop_admin.providers.storage.base import Storage


@pytest.fixture(scope="session")
def s3_server(worker_name: str) -> Iterator[str]:
    """Yield the address of a server that forgets everything when it ends."""
    with free_port(f"s3 of {worker_name}") as port:
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            _wait(f"http://127.0.0.1:{port}", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(httpx.HTTPError):
            httpx.get(f"{url}/moto-api/")
            return
        time.sleep(0.05)
    raise RuntimeError("the S3 server did not become ready")


@pytest.fixture
def s3(s3_server: str) -> ObjectServer:
    """Return the server with a key that it takes."""
    return ObjectServer(endpoint=s3_server, region="eu-central-1", key="key", secret="secret")


@pytest.fixture
def bucket(s3: ObjectServer) -> Storage:
    """Return the storage in a folder of a new bucket."""
    name = f"shop-{secrets.token_hex(6)}"
    httpx.put(f"{s3.endpoint}/{name}").raise_for_status()
    return open_storage(f"s3://{name}/files", s3)
