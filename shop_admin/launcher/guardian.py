"""The guardian: a tiny process that ends the run's children when the launcher is killed.

Its standard input is a pipe whose other end only the launcher holds; when the launcher is gone,
however it went, the pipe ends, and the guardian ends what the run's record names.
"""

import signal
import subprocess
import sys
from pathlib import Path

from shop_admin.launcher.ending import end_run
from shop_admin.launcher.record import Record

ROOT = Path(__file__).resolve().parent.parent.parent


class Guardian:
    """The launcher's side: starts the guardian and lets it go."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the guardian in a session of its own, out of reach of Ctrl-C."""
        # -S: no site-packages, so that it is up in some milliseconds and needs little memory.
        self._process = subprocess.Popen(
            [sys.executable, "-S", "-m", __name__, str(self._record.path), self._record.run],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT)},
        )

    def ensure(self) -> None:
        """Start it again if somebody killed it."""
        if self._process is not None and self._process.poll() is not None:
            self.start()

    def release(self) -> None:
        """Let it go once everything is stopped: it finds nothing to end."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        if self._process.stdin:
            self._process.stdin.close()


def watch(record_path: Path, run: str) -> None:
    """Wait for the launcher's end, then end what it left."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    sys.stdin.buffer.read()
    end_run(record_path, only_run=run)


if __name__ == "__main__":
    watch(Path(sys.argv[1]), sys.argv[2])
