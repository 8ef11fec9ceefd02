"""kill -9 of a launcher: within three seconds nothing of its run lives."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from shop_admin.config import ROOT
from shop_admin.launcher.ending import end_run, living_members, wait_until
from shop_admin.launcher.processes import find_process, iter_processes
from shop_admin.launcher.record import Entry, Record, read_record, write_record
from shop_admin.launcher.spawning import WAIT_FOR_RECORD, spawn

# Stands for the launcher: it starts the guardian, a database and two children, then sleeps.
LAUNCHER = """
import subprocess, sys, time
from pathlib import Path
from shop_admin.launcher.guardian import Guardian
from shop_admin.launcher.postgres import Cluster
from shop_admin.launcher.record import Record
from shop_admin.launcher.spawning import spawn
home = Path(sys.argv[1])
record = Record(home / "run.json")
Guardian(record).start()
Cluster(home / "pg", record=record, log=home / "log", fast=True).start()
stubborn = "trap '' TERM; sleep 300 & while :; do sleep 1; done"
for name, script in (("web server", stubborn), ("worker", "sleep 300")):
    spawn(record, name, ["sh", "-c", script], env={}, cwd=home, output=subprocess.DEVNULL)
print("up", flush=True)
time.sleep(300)
"""


def launch(folder: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", LAUNCHER, str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    return process


def test_everything_ends_soon(folder: Path) -> None:
    process = launch(folder)
    run, entries = read_record(folder / "run.json")
    assert {entry.name for entry in entries} == {"database", "web server", "worker"}
    assert all(living_members(entry, run) for entry in entries)
    process.kill()
    process.communicate()
    assert wait_until(lambda: not any(living_members(e, run) for e in entries), 20)


def test_the_next_start_ends_it_where_the_guardian_was_killed_too(folder: Path) -> None:
    process = launch(folder)
    run, entries = read_record(folder / "run.json")
    guardian = next(p for p in iter_processes() if is_guardian(p.pid, folder))
    leader = next(entry for entry in entries if entry.name == "web server")
    for pid in (guardian.pid, leader.pid):
        os.kill(pid, signal.SIGKILL)
    process.kill()
    process.communicate()
    assert sorted(end_run(folder / "run.json")) == ["database", "web server", "worker"]
    assert not any(living_members(entry, run) for entry in entries)


def is_guardian(pid: int, folder: Path) -> bool:
    try:
        return os.fsencode(folder) in Path(f"/proc/{pid}/cmdline").read_bytes() and (
            b"launcher.guardian" in Path(f"/proc/{pid}/cmdline").read_bytes()
        )
    except OSError:
        return False


def test_a_reused_number_is_never_ended(folder: Path) -> None:
    bystander = subprocess.Popen(["sleep", "60"], start_new_session=True)
    try:
        later = Entry(name="web server", pid=bystander.pid, started="boot/1", kind="group")
        database = Entry(name="database", pid=bystander.pid, started="boot/1", kind="database")
        write_record(folder / "run.json", "abc", [later, database])
        assert end_run(folder / "run.json") == []
        assert find_process(bystander.pid)
    finally:
        bystander.kill()
        bystander.wait()


def test_another_run_is_left_alone(folder: Path, record: Record) -> None:
    child = spawn(record, "worker", ["sleep", "60"], env={}, cwd=folder, output=subprocess.DEVNULL)
    assert end_run(record.path, only_run="an earlier one") == []
    assert child.poll() is None
    assert end_run(record.path, only_run=record.run) == ["worker"]
    assert child.wait(timeout=20) == -signal.SIGTERM


def test_a_child_that_was_not_recorded_never_begins(folder: Path) -> None:
    mark = folder / "began"
    command = ["/bin/sh", "-c", WAIT_FOR_RECORD, "child", "touch", str(mark)]
    child = subprocess.Popen(command, stdin=subprocess.PIPE)
    assert child.stdin is not None
    child.stdin.close()
    assert child.wait(timeout=20) != 0
    assert not mark.exists()
