"""The banner shows demo logins only where they work."""

from pathlib import Path

from shop_admin.config import DEMO_LOGINS, DEMO_PASSWORD, load_settings
from shop_admin.launcher.banner import banner


def shown(**changes: object) -> str:
    return banner(load_settings(_env_file=None, **changes), Path("/data/log"), Path("/data/pg"))


def test_addresses_logins_and_folders() -> None:
    text = shown(port=8123)
    assert "http://127.0.0.1:8123/admin/" in text
    assert all(login in text for login in DEMO_LOGINS)
    assert DEMO_PASSWORD in text
    assert "/data/log" in text
    assert "/data/pg" in text


def test_no_logins_where_others_can_reach_it() -> None:
    text = shown(host="0.0.0.0")
    assert DEMO_PASSWORD not in text
    assert "http://localhost:8000/admin/" in text
