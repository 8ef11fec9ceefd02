"""Countries are places that something can be sent to."""

import pytest

from shop_admin.services.stores import countries, is_country


@pytest.mark.parametrize("code", ["DE", "IN", "XK"])
def test_a_country_is_known(code: str) -> None:
    assert is_country(code)


@pytest.mark.parametrize("code", ["ZZ", "EU", "001", "de", ""])
def test_what_is_no_place_is_not(code: str) -> None:
    assert not is_country(code)


def test_each_has_two_letters() -> None:
    assert {len(code) for code in countries()} == {2}
