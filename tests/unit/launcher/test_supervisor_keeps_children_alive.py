"""A child that ends is started again with a growing pause; one that never stays up is given up."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shop_admin.launcher.ending import wait_until
from shop_admin.launcher.errors import LaunchError
from shop_admin.launcher.logs import LogFile
from shop_admin.launcher.processes import find_process
from shop_admin.launcher.record import Record, read_record
from shop_admin.launcher.services import Service
from shop_admin.launcher.supervisor import MOST_RESTARTS, Child, Restarts

Start = Callable[..., Child]


@pytest.fixture
def said() -> list[str]:
    """Return what was shown at the terminal."""
    return []


@pytest.fixture
def start(folder: Path, record: Record, said: list[str]) -> Iterator[Start]:
    """Return what starts a child of a Python script; it is stopped with the test."""
    log = LogFile(folder / "log")
    children: list[Child] = []

    def start(script: str, patience: float = 0.4) -> Child:
        command = (sys.executable, "-S", "-u", "-c", script)
        env = dict(os.environ)
        service = Service(name="worker", command=command, env=env, patience=patience)
        children.append(Child(service, folder, record, log, said.append))
        return children[-1]

    yield start
    for child in children:
        child.stop(lambda: True)
    log.close()


def tend_until_up(child: Child, old: int) -> bool:
    child.tend()
    return child.process.pid != old and not child.has_ended


def test_a_killed_child_comes_back(
    folder: Path, record: Record, start: Start, said: list[str]
) -> None:
    child = start("import time; time.sleep(60)")
    old = child.process.pid
    os.kill(old, signal.SIGKILL)
    assert wait_until(lambda: tend_until_up(child, old), 20)
    assert said == ["The worker ended (signal 9): again in 0.5 s."]
    assert [entry.pid for entry in read_record(record.path)[1]] == [child.process.pid]


def test_pauses_grow_and_then_it_is_given_up() -> None:
    restarts = Restarts("worker")
    assert [restarts.next_pause() for _ in range(MOST_RESTARTS)] == [0.5, 1, 2, 4, 8]
    with pytest.raises(LaunchError, match="giving up"):
        restarts.next_pause()


def test_a_child_that_ignores_the_request_is_ended(
    folder: Path, record: Record, start: Start, said: list[str]
) -> None:
    script = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up');"
        "time.sleep(60)"
    )
    child = start(script)
    assert wait_until(lambda: "up" in (folder / "log").read_text(), 20)
    begin = time.monotonic()
    child.stop(lambda: False)
    assert 0.3 < time.monotonic() - begin < 20
    assert child.process.returncode == -signal.SIGKILL
    assert read_record(record.path)[1] == []


def test_a_second_request_hastens(
    folder: Path, record: Record, start: Start, said: list[str]
) -> None:
    script = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    child = start(script, patience=30.0)
    begin = time.monotonic()
    child.stop(lambda: time.monotonic() - begin > 0.2)
    assert time.monotonic() - begin < 20


def test_what_a_child_left_in_its_group_ends_with_it(
    folder: Path, record: Record, start: Start, said: list[str]
) -> None:
    script = (
        "import subprocess, sys; p = subprocess.Popen(['sleep', '60']); print(p.pid);"
        "sys.stdin = None"
    )
    child = start(script)
    assert wait_until(lambda: child.has_ended, 5)
    pid = int((folder / "log").read_text())
    assert find_process(pid)
    child.tend()
    assert wait_until(lambda: find_process(pid) is None, 5)


def test_everything_is_logged_and_only_what_alarms_is_shown(
    folder: Path, record: Record, start: Start, said: list[str]
) -> None:
    child = start("print('INFO all is well'); print('ERROR no paper')")
    assert wait_until(lambda: child.has_ended, 5)
    assert "no paper" in child.last_words
    assert (folder / "log").read_text() == "INFO all is well\nERROR no paper\n"
    assert said == ["worker: ERROR no paper"]
