"""The log file: every line of every child; only what alarms is shown at the terminal."""

import re
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import IO

LARGEST = 10_000_000
ALARMING = re.compile(
    r"""\b(WARNING|ERROR|CRITICAL|FATAL|PANIC)\b | \[(warning|error|critical)\s*\]
      | "level":\s*"(warning|error|critical)" | \blevel=(warning|error|critical)\b
      | ^Error:""",
    re.VERBOSE,
)

Say = Callable[[str], None]


class LogFile:
    """One file for many writers, turned over when it grows large; the last one is kept."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        turn_over(path)
        self._lock = threading.Lock()
        self._file = path.open("ab", buffering=0)

    def write(self, line: bytes) -> None:
        """Add one line."""
        with self._lock:
            self._file.write(line)
            if self._file.tell() > LARGEST:
                self._file.close()
                turn_over(self.path)
                self._file = self.path.open("ab", buffering=0)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._file.close()


def turn_over(path: Path) -> None:
    """Set a large log file aside; the one set aside before goes."""
    if path.exists() and path.stat().st_size > LARGEST:
        path.replace(path.with_name(f"{path.name}.1"))


class Follower:
    """Carries a child's output into the log file, in a thread of its own."""

    def __init__(self, name: str, stream: IO[bytes], log: LogFile, say: Say) -> None:
        self.is_quiet = False
        self.last_lines: deque[str] = deque(maxlen=5)
        self._name = name
        self._stream = stream
        self._log = log
        self._say = say
        self._thread = threading.Thread(target=self._follow, name=f"log of {name}", daemon=True)
        self._thread.start()

    def finish(self) -> None:
        """Wait a moment for the child's last words, then let go of its output."""
        self._thread.join(timeout=0.5)
        if not self._thread.is_alive():
            self._stream.close()

    def _follow(self) -> None:
        for line in self._stream:
            self._log.write(line if line.endswith(b"\n") else line + b"\n")
            text = line.decode(errors="replace").rstrip()
            if text:
                self.last_lines.append(text)
            if ALARMING.search(text) and not self.is_quiet:
                self._say(f"{self._name}: {text[:300]}")
