"""Load from outside: wrk, with what it is to ask and what it found."""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.cost import processor_seconds

# Ends every script: one line that is easy to read.
_DONE = """
done = function(summary, latency, requests)
  local wrong = summary.errors
  io.write(string.format("FOUND %d %d %d %d %d %d\\n", summary.requests, summary.duration,
    wrong.status, wrong.connect + wrong.read + wrong.write + wrong.timeout,
    latency:percentile(50), latency:percentile(99)))
end
"""

# A thread counts for itself; the end reads its counts.
_COUNTED = """
tries, broken = 0, 0
response = function(status)
  tries = tries + 1
  if status >= 500 then broken = broken + 1 end
end
local only
setup = function(thread) only = thread end
done = function()
  io.write(string.format("COUNTED %d %d\\n",
    only:get("tries"), only:get("broken")))
end
"""


@dataclass(frozen=True, kw_only=True)
class Reached:
    """What a server reached: requests a second, times in milliseconds, processor time each."""

    requests: int
    per_second: float
    p50: float
    p99: float
    cpu_ms: float


def is_there() -> bool:
    """Tell whether wrk is installed."""
    return shutil.which("wrk") is not None


def reach(
    url: str,
    *,
    seconds: float,
    pids: Sequence[int],
    script: str = "",
    connections: int = 16,
) -> Reached:
    """Ask as fast as the server answers, after two seconds of warming up.

    `pids` are the roots of the process trees whose time counts. Raises SystemExit for answers
    that are no success.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script + _DONE)
        file.flush()
        command = ["wrk", "-t1", f"-c{connections}", "-s", file.name, "--timeout", "20s"]
        _run([*command, "-d2s", url])
        before = processor_seconds(*pids)
        output = _run([*command, f"-d{seconds:g}s", url])
        spent = processor_seconds(*pids) - before
    line = next(one for one in output.splitlines() if one.startswith("FOUND"))
    count, micros, refused, broken, p50, p99 = map(int, line.split()[1:])
    if broken or refused:
        raise SystemExit(f"{url}: {refused} answers were no success, {broken} never came.")
    return Reached(
        requests=count,
        per_second=count / micros * 1e6,
        p50=p50 / 1000,
        p99=p99 / 1000,
        cpu_ms=spent / max(count, 1) * 1000,
    )


@dataclass(frozen=True, kw_only=True)
class Rush:
    """What came of a rush: how many tried, and how many met a fault of ours."""

    tries: int
    broken: int


def rush(url: str, *, script: str, at_least: int) -> Rush:
    """Ask by 16 connections at once until so many answers came, and count them by kind."""
    seen = Rush(tries=0, broken=0)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script + _COUNTED)
        file.flush()
        while seen.tries < at_least:
            output = _run(["wrk", "-t1", "-c16", "-d2s", "-s", file.name, url])
            line = next(one for one in output.splitlines() if one.startswith("COUNTED"))
            tries, broken = map(int, line.split()[1:])
            seen = Rush(tries=seen.tries + tries, broken=seen.broken + broken)
    return seen


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"wrk: {done.stderr or done.stdout}")
    return done.stdout
