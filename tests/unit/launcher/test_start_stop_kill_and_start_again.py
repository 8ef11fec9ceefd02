"""`python app.py` for real: ready, killed, ready again, its database killed, stopped cleanly."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from servers import free_port

from shop_admin.config import ROOT, Settings, load_settings
from shop_admin.launcher.ending import living_members, wait_until
from shop_admin.launcher.readiness import is_ready
from shop_admin.launcher.record import read_record
from shop_admin.launcher.reset import remove_data


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Return settings of a data folder and a port of its own."""
    folder = tmp_path_factory.mktemp("run")
    with free_port("run") as port:
        settings = load_settings(_env_file=None, data_dir=folder, port=port, demo=False)
        yield settings
        wait_until(lambda: not running(settings), 10)
    remove_data(settings)


def start(settings: Settings) -> "subprocess.Popen[str]":
    environment = os.environ | {
        "SHOP_DATA_DIR": str(settings.data_dir),
        "SHOP_PORT": str(settings.port),
        "SHOP_DEMO": "false",
        "SHOP_PROCESSES": "1",
        "DATABASE_URL": "",
    }
    command = [sys.executable, "app.py"]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=pipe, text=True)


def becomes_ready(settings: Settings, process: "subprocess.Popen[str]") -> bool:
    wait_until(lambda: is_ready(settings) or process.poll() is not None, 60)
    return is_ready(settings)


def running(settings: Settings) -> list[int]:
    run, entries = read_record(settings.data_dir / "run.json")
    return [pid for entry in entries for pid in living_members(entry, run)]


def pid_of(settings: Settings, name: str) -> int:
    content = json.loads((settings.data_dir / "run.json").read_text())
    return next(entry["pid"] for entry in content["processes"] if entry["name"] == name)


def test_one_life(settings: Settings) -> None:
    first = start(settings)
    assert becomes_ready(settings, first)
    first.kill()
    first.communicate()
    assert wait_until(lambda: not running(settings), 20)

    second = start(settings)
    assert becomes_ready(settings, second)
    os.kill(pid_of(settings, "database"), signal.SIGKILL)
    time.sleep(0.2)
    assert wait_until(lambda: is_ready(settings), 30)

    begin = time.monotonic()
    second.send_signal(signal.SIGTERM)
    said, _ = second.communicate(timeout=60)
    assert time.monotonic() - begin < 10
    assert second.returncode == 0
    assert "Stopped." in said
    assert running(settings) == []


def test_running_a_second_time_is_refused_in_a_sentence(settings: Settings) -> None:
    one = start(settings)
    try:
        assert becomes_ready(settings, one)
        other = subprocess.run(
            one.args,
            cwd=ROOT,
            env=os.environ | {"SHOP_DATA_DIR": str(settings.data_dir)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert other.returncode == 1
        assert "already runs" in other.stderr
    finally:
        one.send_signal(signal.SIGINT)
        one.communicate(timeout=60)
    assert one.returncode == 0
