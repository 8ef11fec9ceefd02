"""A postmaster that an earlier run left on our cluster, found by PostgreSQL's own pid file."""

import os
import signal
import subprocess
from pathlib import Path

from shop_admin.launcher.ending import wait_until
from shop_admin.launcher.processes import IS_LINUX, PROC, find_process, send

PID_FILE = "postmaster.pid"


def end_leftover_server(data: Path) -> None:
    """Stop a server that still runs on the cluster, and remove a pid file that names none.

    PostgreSQL itself would refuse to start when the number in a stale file belongs to any
    other program by now; our lock on the data folder allows us to know better.
    """
    pid = _read_pid(data / PID_FILE)
    if pid is None:
        return
    for number, patience in ((signal.SIGINT, 3.0), (signal.SIGQUIT, 1.5), (signal.SIGKILL, 1.0)):
        if not _serves(pid, data):
            break
        send(pid, number)
        wait_until(lambda: not _serves(pid, data), patience)
    (data / PID_FILE).unlink(missing_ok=True)


def _read_pid(path: Path) -> int | None:
    try:
        return int(path.read_text().splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None


def _serves(pid: int, data: Path) -> bool:
    if find_process(pid) is None:
        return False
    if IS_LINUX:
        # The postmaster works in its data folder, and no other program has a reason to.
        try:
            return (PROC / str(pid) / "cwd").readlink() == Path(os.path.realpath(data))
        except OSError:
            return False
    command = ["/bin/ps", "-p", str(pid), "-o", "command="]
    return str(data) in subprocess.run(command, capture_output=True, text=True, check=False).stdout
