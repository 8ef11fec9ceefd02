"""What must hold before anything is started, each broken point said in one sentence."""

import errno
import fcntl
import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shop_admin.config import Settings
from shop_admin.launcher.errors import LaunchError

LOCK_FILE = "launcher.lock"
RECORD_FILE = "run.json"


def check_data_folder(folder: Path) -> None:
    """Make the data folder and try to write there; raises LaunchError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return
    except OSError as error:
        raise LaunchError(
            f"The data folder {folder} cannot be written ({error.strerror}): "
            "mend that, or choose another one with SHOP_DATA_DIR."
        ) from None


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the data folder for one launcher; raises LaunchError while another one has it.

    The lock dies with us however we go, and no child inherits it.
    """
    handle = os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(handle, 20, 0).decode().strip() or "unknown"
            raise LaunchError(
                f"shop_admin already runs with the data folder {folder} (process {holder}): "
                "stop it first, or choose another folder with SHOP_DATA_DIR."
            ) from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(handle)


def resolve_host(host: str) -> tuple[socket.AddressFamily, str]:
    """Return the address that the host name means on this machine; raises LaunchError."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0]
    except OSError:
        raise LaunchError(f"SHOP_HOST: {host!r} is no address of this machine.") from None
    return family, str(address[0])


def check_port(settings: Settings) -> None:
    """Try the address that the web server will take; raises LaunchError."""
    family, address = resolve_host(settings.host)
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As servers do: connections of an earlier run that linger do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, settings.port))
        except OSError as error:
            raise LaunchError(_port_sentence(settings, error)) from None


def _port_sentence(settings: Settings, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {settings.port} on {settings.host} is taken by another program: "
            "stop that, or choose another port with SHOP_PORT."
        )
    if error.errno == errno.EACCES:
        return f"Port {settings.port} is reserved for root: choose another with SHOP_PORT."
    return f"SHOP_HOST: {settings.host!r} is no address of this machine."
