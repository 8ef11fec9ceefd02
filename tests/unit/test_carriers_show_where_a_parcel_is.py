"""Known carriers have a page for each parcel; what was typed never breaks out of its address."""

from urllib.parse import urlsplit

import pytest

from shop_admin.services.carriers import CARRIERS, tracking_link


@pytest.mark.parametrize("name", CARRIERS)
def test_every_one_has_a_safe_address(name: str) -> None:
    address = urlsplit(tracking_link(name.lower(), ' 12/34?x#"<> ') or "")
    assert (address.scheme, bool(address.netloc)) == ("https", True)
    assert '"' not in address.geturl()
    assert "<" not in address.geturl()


def test_the_number_is_in_it() -> None:
    link = tracking_link("dhl", "00340434161094042557")
    assert link is not None
    assert link.endswith("=00340434161094042557")


@pytest.mark.parametrize(("carrier", "number"), [("Uncle Bob", "1"), ("DHL", " "), ("", "1")])
def test_what_is_not_known_has_no_link(carrier: str, number: str) -> None:
    assert tracking_link(carrier, number) is None
