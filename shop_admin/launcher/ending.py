"""Ending what a dead launcher left behind, by its record, and nothing else.

Standard library only: the guardian runs this without any installed package.
"""

import signal
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from shop_admin.launcher.processes import find_process, is_marked, iter_processes, send
from shop_admin.launcher.record import MARK, Entry, read_record

# PostgreSQL's manual, "Shutting Down the Server": INT is fast, QUIT is immediate.
STEPS = {
    "group": (signal.SIGTERM, signal.SIGKILL, signal.SIGKILL),
    "database": (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL),
}
PATIENCE = (1.2, 0.8, 0.5)
"""Seconds after each step; together less than the 3 s in which nothing may live on."""


def end_run(path: Path, only_run: str | None = None) -> list[str]:
    """End the processes that the record at `path` names; return the names that still lived.

    With `only_run`, a record of any other run is left alone.
    """
    run, entries = read_record(path)
    if only_run not in (None, run):
        return []
    living = {entry.name: entry for entry in entries if living_members(entry, run)}
    for step, patience in enumerate(PATIENCE):
        for entry in living.values():
            for pid in living_members(entry, run):
                send(pid, STEPS[entry.kind][step])
        if wait_until(lambda: not _any_lives(living.values(), run), patience):
            break
    return list(living)


def living_members(entry: Entry, run: str) -> list[int]:
    """Return the numbers of the entry's processes that live and are surely ours."""
    leader = find_process(entry.pid)
    is_ours = leader is not None and leader.started == entry.started
    if entry.kind == "database":
        return [entry.pid] if is_ours else []
    members = [process.pid for process in iter_processes() if process.group == entry.pid]
    if is_ours:
        return members
    # Its leader is gone, and by now the number may be another program's: only the mark counts.
    return [pid for pid in members if is_marked(pid, f"{MARK}={run}")]


def _any_lives(entries: Iterable[Entry], run: str) -> bool:
    return any(living_members(entry, run) for entry in entries)


def wait_until(condition: Callable[[], bool], seconds: float, pause: float = 0.05) -> bool:
    """Wait for the condition; tell whether it came true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() >= deadline:
            return False
        time.sleep(pause)
    return True
