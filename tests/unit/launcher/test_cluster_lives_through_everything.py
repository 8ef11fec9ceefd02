"""The embedded PostgreSQL keeps what was committed over stop, kill -9, and a stale pid file."""

import os
import signal
from collections.abc import Iterator

import psycopg2
import pytest

from shop_admin.launcher.ending import wait_until
from shop_admin.launcher.postgres import Cluster, temporary_cluster
from shop_admin.launcher.postgres.leftovers import PID_FILE
from shop_admin.launcher.record import Record


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """Return a cluster that is as durable as the real one."""
    with temporary_cluster(fast=False) as running:
        yield running


def ask(url: str, statement: str) -> object:
    connection = psycopg2.connect(url.replace("+psycopg2", ""))
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            row = cursor.fetchone() if cursor.description else None
            return row[0] if row else None
    finally:
        connection.close()


def test_stop_and_start_keep_the_data(cluster: Cluster) -> None:
    ask(cluster.owner_url, "CREATE TABLE kept AS SELECT 7 AS n")
    cluster.stop()
    assert cluster.pid is None
    cluster.start()
    assert ask(cluster.owner_url, "SELECT n FROM kept") == 7


def test_a_killed_server_starts_again(cluster: Cluster) -> None:
    ask(cluster.owner_url, "CREATE TABLE survives AS SELECT 8 AS n")
    assert cluster.pid
    os.kill(cluster.pid, signal.SIGKILL)
    assert wait_until(lambda: cluster.has_died, 5)
    cluster.start()
    assert ask(cluster.owner_url, "SELECT n FROM survives") == 8


def test_a_pid_file_that_names_another_program_is_no_obstacle(cluster: Cluster) -> None:
    cluster.stop()
    (cluster.home / "data" / PID_FILE).write_text(f"{os.getpid()}\n{cluster.home / 'data'}\n")
    cluster.start()
    assert ask(cluster.app_url, "SELECT 1") == 1


def test_a_server_left_running_is_replaced(cluster: Cluster, record: Record) -> None:
    later = Cluster(cluster.home, record=record, log=cluster.log)
    later.start()
    try:
        assert wait_until(lambda: cluster.has_died, 5)
        assert ask(later.app_url, "SELECT 1") == 1
    finally:
        later.stop()
        cluster.start()


def test_many_connections_and_utc(cluster: Cluster) -> None:
    assert ask(cluster.app_url, "SHOW max_connections") == "60"
    assert ask(cluster.app_url, "SHOW timezone") == "UTC"
    assert ask(cluster.app_url, "SHOW data_checksums") == "on"
