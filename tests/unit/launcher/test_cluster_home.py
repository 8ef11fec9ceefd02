"""Where the cluster may live: any path, at any length; half a first start is begun anew."""

import os
from pathlib import Path

import pytest

from shop_admin.launcher.postgres import Cluster, ClusterError
from shop_admin.launcher.postgres.sockets import LONGEST, NAME, socket_folder
from shop_admin.launcher.record import Record


def make(home: Path, record: Record) -> Cluster:
    return Cluster(home, record=record, log=home / "postgresql.log", fast=True)


def test_a_first_start_that_was_cut_off_is_begun_anew(folder: Path, record: Record) -> None:
    (folder / "data.newabc").mkdir()
    (folder / "data.newabc" / "PG_VERSION").write_text("18")
    (folder / "passwords.json").write_text("{")
    cluster = make(folder, record)
    try:
        cluster.start()
        assert not list(folder.glob("data.new*"))
    finally:
        cluster.stop()


def test_long_paths_with_blanks_get_a_short_socket(folder: Path, record: Record) -> None:
    home = folder / ("a long näme " * 9).strip() / "postgres"
    home.parent.mkdir()
    home.parent.chmod(0o711)
    assert len(os.fsencode(socket_folder(home) / NAME)) <= LONGEST
    cluster = make(home, record)
    try:
        cluster.start()
        assert "shop_app" in cluster.app_url
        assert not cluster.has_died
    finally:
        cluster.stop()
        socket_folder(home).rmdir()


def test_data_of_another_version_is_left_alone(folder: Path, record: Record) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "PG_VERSION").write_text("15\n")
    with pytest.raises(ClusterError, match="made by PostgreSQL 15"):
        make(folder, record).start()


def test_a_socket_folder_of_somebody_else_is_refused(folder: Path, record: Record) -> None:
    cluster = make(folder, record)
    (folder / "socket").symlink_to("/tmp")
    with pytest.raises(ClusterError, match="belongs to somebody else"):
        cluster.start()
