"""One start tells everything that is wrong, whatever kind of wrong it is."""

import pytest

from shop_admin.config import ConfigError, load_settings


def sentences(**overrides: object) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load_settings(_env_file=None, **overrides)
    return str(caught.value).splitlines()


def names(lines: list[str]) -> list[str]:
    return [line.split(":")[0] for line in lines]


def test_wrong_fields_and_broken_rules_together() -> None:
    lines = sentences(env="production", port="abc", threads=0, database_url="mysql://x", demo=True)
    assert sorted(names(lines)) == [
        "DATABASE_URL",
        "SHOP_ALLOWED_HOSTS",
        "SHOP_DEMO",
        "SHOP_PORT",
        "SHOP_PUBLIC_URL",
        "SHOP_SECRET_KEY",
        "SHOP_THREADS",
    ]


def test_a_setting_is_blamed_once() -> None:
    lines = sentences(env="production", public_url="shop.example.com")
    assert names(lines).count("SHOP_PUBLIC_URL") == 1


def test_wrong_fields_in_development() -> None:
    assert names(sentences(port=0, fixed_code="12", cors_origins="shop")) == [
        "SHOP_PORT",
        "SHOP_FIXED_CODE",
        "SHOP_CORS_ORIGINS",
    ]


def test_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_ENV", "production")
    monkeypatch.setenv("SHOP_PORT", "99999")
    monkeypatch.setenv("DATABASE_URL", "oracle://x")
    assert {"SHOP_PORT", "DATABASE_URL", "SHOP_SECRET_KEY"} <= set(names(sentences()))
