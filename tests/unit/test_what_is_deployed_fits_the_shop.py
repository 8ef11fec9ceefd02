"""Dockerfile, compose, systemd units and nginx name only what is there, as the code does."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from shop_admin.api.schemas import LARGEST_UPLOAD
from shop_admin.config import ROOT, Settings

KNOWN = {f"SHOP_{name.upper()}" for name in Settings.model_fields} - {"SHOP_DATABASE_URL"}
DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
UNITS = sorted((ROOT / "deploy/systemd").glob("*.service"))
NAMING = [ROOT / "Dockerfile", ROOT / "compose.yaml", *UNITS, ROOT / "docs/production.md"]
INSTALLED = {"granian", "flask", "python"}


@pytest.mark.parametrize("path", [*NAMING, ROOT / "README.md"], ids=lambda path: path.name)
def test_every_setting_that_is_named_exists(path: Path) -> None:
    named = set(re.findall(r"\bSHOP_[A-Z0-9_]*[A-Z0-9]", path.read_text()))
    # A table may say SHOP_SMTP_… for several.
    prefixes = {name for name in named - KNOWN if any(one.startswith(name) for one in KNOWN)}
    assert named - KNOWN - prefixes == set()
    if path.name != "shop-backup.service":
        assert path.suffix == ".service" or named


def test_everything_that_is_copied_into_the_image_is_there_and_admitted() -> None:
    copied = [
        source
        for line in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
        for source in line.split()
    ]
    admitted = re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE)
    assert set(copied) == set(admitted) >= {"app.py", "migrations", "templates", "shop_admin"}
    assert [name for name in copied if not (ROOT / name).exists()] == []


def test_the_image_runs_as_nobody_special_and_holds_no_secret() -> None:
    assert "\nUSER shop\n" in DOCKERFILE
    assert "--require-hashes" in DOCKERFILE
    assert "HEALTHCHECK" in DOCKERFILE
    assert re.findall(r"^(?:ARG|ENV) .*(?:SECRET|PASSWORD|TOKEN|_URL)", DOCKERFILE, re.M) == []


def test_only_migrations_and_backups_know_the_owner() -> None:
    services = COMPOSE["services"]
    with_owner = {name for name, one in services.items() if "owner.env" in one.get("env_file", [])}
    assert with_owner == {"migrate", "backup"}
    reading = {path.stem for path in UNITS if "owner.env" in path.read_text()}
    assert reading == {"shop-backup"}


def test_every_path_and_volume_of_compose_is_there() -> None:
    mounts = [
        mount.split(":")[0]
        for service in COMPOSE["services"].values()
        for mount in service.get("volumes", [])
    ]
    ours = [mount for mount in mounts if mount.startswith("./") and "secrets" not in mount]
    assert [mount for mount in ours if not (ROOT / mount).is_file()] == []
    assert {mount for mount in mounts if not mount.startswith("./")} == set(COMPOSE["volumes"])
    assert set(COMPOSE["services"]["db"]["secrets"]) == set(COMPOSE["secrets"])
    for one in COMPOSE["services"].values():
        assert set(one.get("depends_on", ())) <= set(COMPOSE["services"])


def test_the_commands_are_those_of_the_shop() -> None:
    commands = [one["command"][0] for one in COMPOSE["services"].values() if "command" in one]
    starts = re.findall(r"^ExecStart=/opt/shop/current/.venv/bin/(\S+)", _units(), re.MULTILINE)
    assert set(commands) | set(starts) <= INSTALLED
    assert len(starts) == len(UNITS) == 3
    granian = re.findall(r"granian (--interface [^\n\"]*(?:\"[^\n]*)?app:app)", _units())
    in_image = re.search(r"exec granian (.*app:app)", DOCKERFILE)
    assert in_image is not None
    plain = in_image[1].replace('\\"', "")
    assert re.sub(r"\$\{(\w+)\}", r"$\1", granian[0]) == plain


def _units() -> str:
    return "\n".join(path.read_text() for path in UNITS)


def test_nginx_lets_the_largest_upload_pass_and_believes_nobody() -> None:
    text = (ROOT / "deploy/nginx.conf").read_text()
    assert "client_max_body_size 12m;" in text
    assert LARGEST_UPLOAD <= 12 * 1024 * 1024
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in text
    assert "location = /metrics {\n        return 404;" in text
    assert text.count("{") == text.count("}")


def test_the_page_names_files_that_are_there() -> None:
    page = (ROOT / "docs/production.md").read_text()
    named = set(re.findall(r"\b(?:deploy|docs|migrations)/[\w./-]+\w", page))
    assert "deploy/nginx.conf" in named
    assert [name for name in named if not (ROOT / name).exists()] == []
