"""Processes as the operating system sees them: who is who, and who is still ours.

Standard library only: the guardian runs this without any installed package.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
IS_LINUX = sys.platform == "linux"


@dataclass(frozen=True, kw_only=True, slots=True)
class Process:
    """One living process; `started` tells it from a later one that got the same number."""

    pid: int
    group: int
    started: str


def find_process(pid: int) -> Process | None:
    """Return the living process with that number; a zombie counts as dead."""
    if IS_LINUX:
        return _read_linux(pid)
    return next(_read_ps("-p", str(pid)), None)


def iter_processes() -> Iterator[Process]:
    """Stream every living process of the machine that we may see."""
    if not IS_LINUX:
        yield from _read_ps("-ax")
        return
    for folder in PROC.iterdir():
        if folder.name.isdigit() and (process := _read_linux(int(folder.name))):
            yield process


def is_marked(pid: int, mark: str) -> bool:
    """Tell whether the process was started with that text in its environment (Linux only)."""
    try:
        return mark.encode() in (PROC / str(pid) / "environ").read_bytes().split(b"\0")
    except OSError:
        return False


def send(pid: int, number: int) -> None:
    """Send a signal to one process; one that is gone already is fine."""
    try:
        os.kill(pid, number)
    except (ProcessLookupError, PermissionError):
        return


def send_group(group: int, number: int) -> None:
    """Send a signal to a process group; one that is gone already is fine."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return


def kill_group(group: int) -> None:
    """End at once whatever is left of a process group."""
    send_group(group, signal.SIGKILL)


def _read_linux(pid: int) -> Process | None:
    try:
        text = (PROC / str(pid) / "stat").read_text(errors="replace")
    except OSError:
        return None
    # proc_pid_stat(5): the name in parentheses may hold anything, so read behind its last ")":
    # state, ppid, pgrp, …; the start time is field 22 of the whole line.
    fields = text.rpartition(")")[2].split()
    if fields[0] in "ZXx":
        return None
    return Process(pid=pid, group=int(fields[2]), started=f"{_boot()}/{fields[19]}")


def _boot() -> str:
    # The start time counts from the boot, so a number from before a reboot must differ.
    try:
        return (PROC / "sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return "boot"


def _read_ps(*choice: str) -> Iterator[Process]:
    command = ["/bin/ps", *choice, "-o", "pid=,pgid=,stat=,lstart="]
    listing = subprocess.run(command, capture_output=True, text=True, check=False)
    for line in listing.stdout.splitlines():
        pid, group, state, started = line.split(None, 3)
        if not state.startswith("Z"):
            yield Process(pid=int(pid), group=int(group), started=started.strip())
