"""Production does not start with demo data, fixed codes or a secret that others may know."""

import secrets

import pytest

from shop_admin.config import ConfigError, load_settings

SOUND = {
    "env": "production",
    "secret_key": "d2c1f0e9" + secrets.token_hex(28),
    "database_url": "postgresql://shop_app:x@db.example.com/shop",
    "public_url": "https://shop.example.com",
    "allowed_hosts": "shop.example.com",
}


def test_sound_settings_are_taken() -> None:
    settings = load_settings(_env_file=None, **SOUND)
    assert settings.is_production
    assert not settings.wants_demo
    assert not settings.allows_demo_logins


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("demo", True),
        ("fixed_code", "1234"),
        ("rate_limits", False),
        ("secret_key", ""),
        ("secret_key", "abcdef0123456789"),
        ("secret_key", "a" * 64),
        ("secret_key", "change-me-0123456789-abcdefghijklmnop"),
        ("database_url", ""),
        ("public_url", ""),
        ("public_url", "http://shop.example.com"),
        ("allowed_hosts", ""),
        ("allowed_hosts", "*"),
        ("sms", "console"),
        ("mail", "console"),
        ("mail", "file"),
    ],
)
def test_each_weakness_is_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(ConfigError) as caught:
        load_settings(_env_file=None, **{**SOUND, name: value})
    lines = str(caught.value).splitlines()
    assert len(lines) == 1
    assert lines[0].split(":")[0].removeprefix("SHOP_") == name.upper()


def test_codes_by_http_need_their_service_and_their_countries() -> None:
    with pytest.raises(ConfigError) as caught:
        load_settings(_env_file=None, **SOUND, sms="http", sms_url="http://sms.example.com")
    assert [line.split(":")[0] for line in str(caught.value).splitlines()] == [
        "SHOP_SMS_URL",
        "SHOP_SMS_COUNTRIES",
    ]
