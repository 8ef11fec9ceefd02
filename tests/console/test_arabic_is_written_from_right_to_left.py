"""A language that is written from right to left gets the style sheet made for it; others do not."""

import pytest

RTL = "vendor/tabler/tabler.rtl.min"
LTR = "vendor/tabler/tabler.min"


@pytest.mark.parametrize(
    ("language", "sheet", "other"), [("ar", RTL, LTR), ("en", LTR, RTL), ("hi", LTR, RTL)]
)
def test_the_sheet_fits_the_direction(desk, language: str, sheet: str, other: str) -> None:
    page = desk().get("/admin/login/", headers={"Accept-Language": language}).text
    assert sheet in page
    assert other not in page


def test_signs_that_point_turn_round_with_the_line(staff) -> None:
    page = staff.get("/admin/stock/").text
    assert 'class="icon"' in page
    assert page.count('class="icon points"') > 0
