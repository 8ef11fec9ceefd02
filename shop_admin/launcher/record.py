"""The run's record (run.json): which processes this run started, for whoever must end them.

Standard library only: the guardian reads it without any installed package.
"""

import json
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from shop_admin.launcher.processes import find_process

Kind = Literal["group", "database"]
MARK = "SHOPADMIN_RUN"


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One started process: a group is ended as a group, a database by its own signals."""

    name: str
    pid: int
    started: str
    kind: Kind


class Record:
    """The processes of one run, written to its file at every change."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.run = secrets.token_hex(8)
        self._entries: dict[str, Entry] = {}

    @property
    def mark(self) -> dict[str, str]:
        """Return the variable that marks every process of this run."""
        return {MARK: self.run}

    def add(self, name: str, pid: int, kind: Kind) -> None:
        """Write down a process that was just started; its name replaces an earlier one."""
        process = find_process(pid)
        started = process.started if process else ""
        self._entries[name] = Entry(name=name, pid=pid, started=started, kind=kind)
        self._write()

    def drop(self, name: str) -> None:
        """Forget a process that has ended."""
        if self._entries.pop(name, None):
            self._write()

    def close(self) -> None:
        """Remove the file: nothing of this run lives any more."""
        self.path.unlink(missing_ok=True)

    def _write(self) -> None:
        write_record(self.path, self.run, self._entries.values())


def write_record(path: Path, run: str, entries: Iterable[Entry]) -> None:
    """Replace the file in one step, so that a reader never meets half of it."""
    content = {"run": run, "processes": [asdict(entry) for entry in entries]}
    draft = path.with_name(path.name + ".new")
    draft.write_text(json.dumps(content, indent=1))
    draft.replace(path)


def read_record(path: Path) -> tuple[str, list[Entry]]:
    """Return the run's id and its processes; nothing where the file is missing or damaged."""
    try:
        content = json.loads(path.read_text())
        return content["run"], [Entry(**entry) for entry in content["processes"]]
    except (OSError, ValueError, KeyError, TypeError):
        return "", []
