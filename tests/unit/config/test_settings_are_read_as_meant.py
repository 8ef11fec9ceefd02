"""Empty means the default, a bare PostgreSQL URL gets its driver, paths start at the project."""

import pytest

from shop_admin.config import ROOT, child_environment, load_settings, unknown_settings


def test_empty_means_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SHOP_PORT", "SHOP_DEMO", "SHOP_ENV", "SHOP_ALLOWED_HOSTS", "SHOP_DATA_DIR"):
        monkeypatch.setenv(name, " ")
    settings = load_settings(_env_file=None)
    assert (settings.port, settings.demo, settings.env) == (8000, None, "development")
    assert (settings.allowed_hosts, settings.data_dir) == ((), ROOT / "var")


@pytest.mark.parametrize("prefix", ["postgres://", "postgresql://", "postgresql+psycopg2://"])
def test_database_urls_name_their_driver(prefix: str) -> None:
    urls = {"database_url": f"{prefix}a@b/c", "owner_url": f"{prefix}o@b/c"}
    settings = load_settings(_env_file=None, **urls)
    assert settings.database_url == "postgresql+psycopg2://a@b/c"
    assert settings.owner_url == "postgresql+psycopg2://o@b/c"


def test_lists_are_split_at_commas() -> None:
    settings = load_settings(_env_file=None, cors_origins="https://a.example/, https://b.example")
    assert settings.cors_origins == ("https://a.example", "https://b.example")


@pytest.mark.parametrize(
    ("host", "open_to_demo"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("shop", False)],
)
def test_demo_logins_stay_on_this_machine(host: str, open_to_demo: bool) -> None:
    assert load_settings(_env_file=None, host=host).allows_demo_logins is open_to_demo


def test_a_slip_in_a_name_is_pointed_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_PROT", "9000")
    assert "SHOP_PROT: there is no such setting; did you mean SHOP_PORT?" in unknown_settings()


def test_children_never_get_the_owners_login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_OWNER_URL", "postgresql://owner:x@db/shop")
    settings = load_settings(_env_file=None, database_url="postgresql://app:x@db/shop")
    environment = child_environment(settings)
    assert environment["SHOP_OWNER_URL"] == ""
    assert environment["DATABASE_URL"] == "postgresql+psycopg2://app:x@db/shop"
