"""Keeps the children alive: starts them, starts them again with a growing pause, stops them."""

import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from shop_admin.launcher.ending import wait_until
from shop_admin.launcher.errors import LaunchError
from shop_admin.launcher.logs import Follower, LogFile, Say
from shop_admin.launcher.processes import kill_group
from shop_admin.launcher.record import Record
from shop_admin.launcher.services import Service
from shop_admin.launcher.spawning import spawn

MOST_RESTARTS = 5
HEALTHY_SECONDS = 60.0


class Restarts:
    """How often something was started again of late, and how long to wait before the next."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._count = 0
        self._last = 0.0

    def next_pause(self) -> float:
        """Return the seconds to wait: ½, 1, 2, 4, 8; raises LaunchError after the last."""
        now = time.monotonic()
        if now - self._last > HEALTHY_SECONDS:
            self._count = 0
        if self._count == MOST_RESTARTS:
            raise LaunchError(f"The {self._name} ended {MOST_RESTARTS + 1} times: giving up.")
        pause = float(0.5 * 2**self._count)
        self._count += 1
        self._last = now + pause
        return pause


class Child:
    """One service, running or waiting to run again."""

    def __init__(self, service: Service, cwd: Path, record: Record, log: LogFile, say: Say) -> None:
        self.service = service
        self._cwd = cwd
        self._record = record
        self._log = log
        self._say = say
        self._restarts = Restarts(service.name)
        self._due = 0.0
        self.start()

    def start(self) -> None:
        """Start its process."""
        self.process = spawn(
            self._record,
            self.service.name,
            self.service.command,
            env=self.service.env,
            cwd=self._cwd,
            output=subprocess.PIPE,
        )
        stream = self.process.stdout
        assert stream is not None, "its output was asked for"
        self._follower = Follower(self.service.name, stream, self._log, self._say)
        self._due = 0.0

    @property
    def has_ended(self) -> bool:
        """Tell whether its process is over."""
        return self.process.poll() is not None

    @property
    def last_words(self) -> str:
        """Return the last lines it said, for a sentence about its end."""
        self._follower.finish()
        return "\n".join(f"  {line}" for line in self._follower.last_lines)

    def tend(self) -> None:
        """Start it again when it ended and its pause is over; raises LaunchError to give up."""
        if not self.has_ended:
            return
        if not self._due:
            # Its own workers would live on and hold the port.
            kill_group(self.process.pid)
            self._follower.finish()
            pause = self._restarts.next_pause()
            self._due = time.monotonic() + pause
            self._say(f"The {self.service.name} ended ({self._how()}): again in {pause:g} s.")
        elif time.monotonic() >= self._due:
            self.start()

    def stop(self, hasten: Callable[[], bool]) -> None:
        """Ask it to stop, wait as long as it may take, then end its whole group."""
        self._follower.is_quiet = True
        if not self.has_ended:
            self.process.send_signal(signal.SIGTERM)
            wait_until(lambda: self.has_ended or hasten(), self.service.patience)
        kill_group(self.process.pid)
        self.process.wait()
        self._follower.finish()
        self._record.drop(self.service.name)

    def _how(self) -> str:
        code = self.process.returncode
        return f"signal {-code}" if code < 0 else f"code {code}"
