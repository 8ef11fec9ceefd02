"""/metrics tells of workers, the last check and the last backup, as far as there were any."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from shop_admin import wiring
from shop_admin.db import transaction
from shop_admin.jobs import checks
from shop_admin.permissions import IDENTITY


@pytest.fixture
def stamp(app: Flask) -> Iterator[Path]:
    path = wiring.parts().settings.data_dir / "last-backup.json"
    yield path
    path.unlink(missing_ok=True)


def _figures(app: Flask, client: FlaskClient) -> dict[str, float]:
    app.extensions["shop_admin.api.metrics"].until = 0.0
    lines = re.findall(r"^(shop_\w+) ([0-9.e+-]+)$", client.get("/metrics").text, re.MULTILINE)
    return {name: float(value) for name, value in lines}


def test_what_never_happened_is_not_told(app: Flask, client: FlaskClient, stamp: Path) -> None:
    told = _figures(app, client)
    assert told["shop_workers"] == 0
    assert not [name for name in told if "check" in name or "backup" in name]
    stamp.write_text("no json")
    assert _figures(app, client)["shop_database_up"] == 1


def test_what_happened_last_is_told(app: Flask, client: FlaskClient, stamp: Path) -> None:
    worker = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '{}')"
    with transaction(IDENTITY.db_context()) as session:
        for age in ("5 s", "5 min"):
            session.execute(text(worker.format(age)))
    checks.run()
    stamp.write_text(json.dumps({"taken_at": 1_800_000_000.5, "bytes": 123}))
    told = _figures(app, client)
    assert told["shop_workers"] == 1
    assert told["shop_check_broken_invariants"] == 0
    assert told["shop_last_check_timestamp_seconds"] > 1_700_000_000
    assert told["shop_last_backup_timestamp_seconds"] == 1_800_000_000.5
    assert told["shop_last_backup_bytes"] == 123
