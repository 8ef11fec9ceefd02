import pytest

from shop_admin.config import ConfigError, load_settings


@pytest.mark.parametrize("hosts", ["https://shop.example.com", ".com", "shop example", "a/b", "*"])
def test_what_is_no_host_name_is_refused_in_a_sentence(hosts: str) -> None:
    with pytest.raises(ConfigError, match="SHOP_ALLOWED_HOSTS"):
        load_settings(_env_file=None, allowed_hosts=hosts)


def test_names_ports_and_addresses_are_taken() -> None:
    settings = load_settings(_env_file=None, allowed_hosts="shop.example.com, 10.0.0.7:8000, [::1]")
    assert settings.allowed_hosts == ("shop.example.com", "10.0.0.7:8000", "[::1]")
