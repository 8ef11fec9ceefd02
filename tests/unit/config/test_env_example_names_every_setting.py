"""`.env.example` shows each setting once, with its default."""

import re

from shop_admin.config import ROOT, Settings, load_settings

LINES = re.findall(r"^([A-Z0-9_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE)


def test_every_setting_is_there_once() -> None:
    prefixed = {f"SHOP_{field.upper()}" for field in Settings.model_fields}
    expected = prefixed - {"SHOP_DATABASE_URL"} | {"DATABASE_URL"}
    assert sorted(name for name, _ in LINES) == sorted(expected)


def test_the_values_are_the_defaults() -> None:
    defaults = Settings.model_construct()
    shown = load_settings(_env_file=ROOT / ".env.example")
    assert shown.model_dump(exclude={"data_dir"}) == defaults.model_dump(exclude={"data_dir"})
    assert shown.data_dir == ROOT / "var"
