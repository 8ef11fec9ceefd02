"""The doctor on a migrated database: healthy as it is made, and telling for each ailment."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, text

from shop_admin.config import Settings, load_settings
from shop_admin.launcher.doctor import diagnose, run_doctor
from shop_admin.launcher.doctor.database import examine_durability, examine_worker
from shop_admin.launcher.doctor.machine import examine_settings
from shop_admin.launcher.doctor.roles import examine_roles
from shop_admin.launcher.postgres import Cluster
from shop_admin.launcher.schema import login_of, migrate, newest_revision


@pytest.fixture(scope="module")
def migrated(cluster: Cluster) -> Cluster:
    """Return the cluster with the newest schema."""
    assert migrate(cluster.owner_url, [login_of(cluster.app_url)])
    return cluster


@pytest.fixture
def app(migrated: Cluster) -> Iterator[Connection]:
    """Return a connection as the application."""
    yield from connect(migrated.app_url)


@pytest.fixture
def superuser(migrated: Cluster) -> Iterator[Connection]:
    """Return a connection as the superuser, undone after the test."""
    yield from connect(migrated.superuser_url("shop"))


def connect(url: str) -> Iterator[Connection]:
    engine = create_engine(url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def settings_for(folder: Path, **changes: object) -> Settings:
    return load_settings(_env_file=None, data_dir=folder, **changes)


def test_a_fresh_installation_is_healthy(app: Connection, tmp_path: Path) -> None:
    findings = diagnose(settings_for(tmp_path), app)
    # The tests' cluster is not durable on purpose, and no worker runs here.
    expected = {"durability", "worker"}
    assert [f.sentence for f in findings if f.state != "good" and f.name not in expected] == []
    names = {finding.name for finding in findings}
    assert {"settings", "disk", "fonts", "database", "migrations", "roles", "clock"} <= names


def test_a_second_migration_has_nothing_to_do(migrated: Cluster) -> None:
    assert not migrate(migrated.owner_url, [login_of(migrated.app_url)])


def test_an_old_schema_is_seen(superuser: Connection, tmp_path: Path) -> None:
    superuser.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    found = {f.name: f for f in diagnose(settings_for(tmp_path), superuser)}
    assert not found["migrations"].ok
    assert str(newest_revision()) in found["migrations"].sentence


def test_a_mighty_login_is_bad_in_production_only(superuser: Connection, tmp_path: Path) -> None:
    development = settings_for(tmp_path)
    production = development.model_copy(update={"env": "production"})
    assert [f.state for f in examine_roles(development, superuser)] == ["good", "warning"]
    assert [f.state for f in examine_roles(production, superuser)] == ["good", "bad"]


def test_an_inheriting_login_is_seen(superuser: Connection, tmp_path: Path) -> None:
    superuser.execute(text("GRANT shop_all TO shop_app WITH INHERIT TRUE"))
    superuser.execute(text("SET SESSION AUTHORIZATION shop_app"))
    sentences = [f.sentence for f in examine_roles(settings_for(tmp_path), superuser)]
    assert any("inherits its roles" in sentence for sentence in sentences)


def test_channels_that_are_off_in_production_are_said(tmp_path: Path) -> None:
    development = settings_for(tmp_path)
    production = development.model_copy(update={"env": "production"})
    speaking = production.model_copy(update={"mail": "smtp", "sms": "http"})

    def said(settings: Settings) -> list[str]:
        found = [one.sentence for one in examine_settings(settings)]
        return [word for word in ("SHOP_MAIL", "SHOP_SMS") if any(word in one for one in found)]

    assert said(production) == ["SHOP_MAIL", "SHOP_SMS"]
    assert said(development) == said(speaking) == []


def test_durability_is_a_must_in_production(app: Connection, tmp_path: Path) -> None:
    production = settings_for(tmp_path).model_copy(update={"env": "production"})
    assert examine_durability(production, app).state == "bad"


def test_a_worker_that_shows_itself_is_seen(superuser: Connection) -> None:
    superuser.execute(text("INSERT INTO procrastinate_workers DEFAULT VALUES"))
    assert examine_worker(superuser).state == "good"


def test_a_database_that_does_not_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"postgresql://nobody@/shop?host={tmp_path}"
    assert run_doctor(settings_for(tmp_path, database_url=url)) == 1
    assert "✗ database" in capsys.readouterr().out
