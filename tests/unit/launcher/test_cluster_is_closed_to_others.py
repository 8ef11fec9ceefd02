"""Nobody gets in without a password, and each login can only do its own work."""

import os
import stat

import psycopg2
import pytest

from shop_admin.launcher.postgres import Cluster
from shop_admin.launcher.postgres.sockets import socket_folder


def run(url: str, *statements: str) -> list[tuple[object, ...]]:
    connection = psycopg2.connect(url.replace("+psycopg2", ""))
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def test_a_wrong_password_is_refused(cluster: Cluster) -> None:
    host = socket_folder(cluster.home)
    for user in ("postgres", "shop_owner", "shop_app"):
        with pytest.raises(psycopg2.OperationalError, match="password"):
            psycopg2.connect(host=str(host), user=user, dbname="shop", password="guess")


def test_folder_and_passwords_are_private(cluster: Cluster) -> None:
    assert stat.S_IMODE(socket_folder(cluster.home).stat().st_mode) == 0o700
    passwords = (cluster.home / "passwords.json").stat()
    assert stat.S_IMODE(passwords.st_mode) == 0o600
    assert passwords.st_uid == os.geteuid()


def test_it_listens_on_no_network(cluster: Cluster) -> None:
    assert run(cluster.app_url, "SHOW listen_addresses") == [("",)]


def test_the_owner_is_no_superuser_and_can_migrate(cluster: Cluster) -> None:
    run(
        cluster.owner_url,
        "CREATE EXTENSION pg_trgm",
        "CREATE EXTENSION unaccent",
        "CREATE EXTENSION btree_gist",
        "CREATE ROLE taken NOLOGIN",
        "GRANT taken TO shop_app WITH INHERIT FALSE, SET TRUE",
        "CREATE TABLE ledger AS SELECT 1 AS n",
        "GRANT SELECT ON ledger TO taken",
    )
    facts = run(cluster.owner_url, "SELECT rolsuper FROM pg_roles WHERE rolname = 'shop_owner'")
    assert facts == [(False,)]


def test_the_application_has_nothing_until_it_takes_a_role(cluster: Cluster) -> None:
    run(
        cluster.owner_url,
        "CREATE ROLE reader NOLOGIN",
        "GRANT reader TO shop_app",
        "CREATE TABLE notes AS SELECT 2 AS n",
        "GRANT SELECT ON notes TO reader",
    )
    assert run(cluster.app_url, "SET ROLE reader", "SELECT n FROM notes") == [(2,)]
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        run(cluster.app_url, "SELECT n FROM notes")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        run(cluster.app_url, "CREATE TABLE mine (n int)")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        run(cluster.app_url, "CREATE TEMPORARY TABLE mine (n int)")
