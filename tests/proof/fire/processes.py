"""Processes by their parents, as /proc tells them."""

from pathlib import Path


def children_of(pid: int) -> list[int]:
    """Return the living children of a process, none of one that is gone."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []


def age_of(pid: int) -> float:
    """Return for how many seconds a process has run, 0 for one that is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        up = float(Path("/proc/uptime").read_text().split()[0])
    except OSError:
        return 0.0
    # proc_pid_stat(5): field 22 of the line counts clock ticks, of which Linux shows 100 a second.
    return up - int(fields[19]) / 100
