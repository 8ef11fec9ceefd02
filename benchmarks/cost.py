"""What a run costs: processor time and memory of processes and all their children, from /proc."""

import os
from collections.abc import Iterator
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def processor_seconds(*roots: int) -> float:
    """Return the processor time of these process trees, with what their ended children took."""
    ticks = 0
    for pid in {one for root in roots for one in tree(root)}:
        fields = _stat(pid)
        # utime, stime, cutime, cstime: proc_pid_stat(5).
        ticks += sum(int(field) for field in fields[11:15])
    return ticks / TICKS


def resident_bytes(root: int) -> int:
    """Return the memory of a process tree; what its processes share is counted once (PSS)."""
    kilobytes = 0
    for pid in tree(root):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                kilobytes += int(line.split()[1])
    return kilobytes * 1024


def tree(root: int) -> Iterator[int]:
    """Yield a process and all that it started, and that they started."""
    yield root
    for task in Path(f"/proc/{root}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from tree(int(child))


def _stat(pid: int) -> list[str]:
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return []
    # The name in parentheses may hold anything, spaces too.
    return text.rpartition(")")[2].split()
