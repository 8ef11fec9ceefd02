"""Requests to stop: Ctrl-C, SIGTERM, a closed terminal; the second one hastens."""

import os
import select
import signal
from types import FrameType


class StopRequests:
    """Counts the requests, and lets the main loop sleep until the next one."""

    def __init__(self) -> None:
        self.count = 0
        self._read_end, self._write_end = os.pipe()
        os.set_blocking(self._write_end, False)

    def install(self) -> None:
        """Take the signals over; from now on none of them ends us by itself."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)

    @property
    def is_asked(self) -> bool:
        """Tell whether anybody asked."""
        return self.count > 0

    def is_urgent(self) -> bool:
        """Tell whether somebody asked again."""
        return self.count > 1

    def sleep(self, seconds: float) -> None:
        """Sleep, but no longer than to the next request."""
        ready, _, _ = select.select([self._read_end], [], [], seconds)
        if ready:
            os.read(self._read_end, 64)

    def _note(self, number: int, frame: FrameType | None) -> None:
        # A pipe and not a threading.Event: a handler must not wait for a lock of the main thread.
        self.count += 1
        os.write(self._write_end, b".")
