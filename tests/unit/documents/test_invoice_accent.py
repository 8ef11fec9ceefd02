"""The store's colour is used, and darkened where nobody could read it."""

import pytest

from shop_admin.documents.invoices.sheet import DEFAULT_ACCENT, legible
from shop_admin.documents.pen import colour


def test_a_dark_accent_is_kept() -> None:
    assert legible("#1f4b99") == colour("#1f4b99")


@pytest.mark.parametrize("pale", ["#ffffff", "#ffff00", "#e0a526"])
def test_a_pale_accent_is_darkened(pale: str) -> None:
    assert max(map(float, legible(pale).split())) < max(map(float, colour(pale).split()))


@pytest.mark.parametrize("wrong", ["", "red", "#12345", "#gggggg", "0 0 0 rg"])
def test_what_is_no_colour_becomes_the_default(wrong: str) -> None:
    assert legible(wrong) == colour(DEFAULT_ACCENT)
