"""A taken port, a folder in use, a folder that cannot be written: one clear sentence each."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from shop_admin.config import ROOT, load_settings
from shop_admin.launcher.errors import LaunchError
from shop_admin.launcher.preflight import check_data_folder, check_port, locked, resolve_host


def test_a_taken_port_is_named_with_its_setting() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(LaunchError, match=rf"Port {port} .* SHOP_PORT\.$"):
            check_port(load_settings(_env_file=None, port=port))


def test_a_free_port_is_fine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert check_port(load_settings(_env_file=None, port=port)) is None


def test_a_host_that_is_not_ours_is_named() -> None:
    with pytest.raises(LaunchError, match=r"^SHOP_HOST"):
        check_port(load_settings(_env_file=None, host="203.0.113.7"))
    with pytest.raises(LaunchError, match=r"^SHOP_HOST"):
        resolve_host("no such host")


def test_a_data_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LaunchError, match="SHOP_DATA_DIR"):
        check_data_folder(tmp_path / "file" / "var")


def test_one_launcher_a_data_folder(tmp_path: Path) -> None:
    refused = pytest.raises(LaunchError, match=rf"process {os.getpid()}")
    with locked(tmp_path), refused, locked(tmp_path):
        raise AssertionError("two at once")
    with locked(tmp_path):
        assert (tmp_path / "launcher.lock").read_text() == str(os.getpid())


def test_wrong_settings_end_the_start_without_a_trace() -> None:
    environment = os.environ | {"SHOP_PORT": "many", "SHOP_ENV": "staging"}
    command = [sys.executable, "app.py"]
    ended = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 2
    assert "Traceback" not in ended.stderr
