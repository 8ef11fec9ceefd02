"""The two walks with the most at stake are cut off everywhere; `make proof` does so with all."""

import pytest
from fire.cutting import Cut


@pytest.mark.parametrize(
    ("name", "seam"),
    [("checkout, charged by a provider", "after start"), ("webhook job", "before a commit")],
)
def test_it_is_done_once_whatever_was_cut_off(cut: Cut, name: str, seam: str) -> None:
    places = cut.everywhere(name)

    assert any(place.endswith(seam) for place in places)
    assert cut.wrong() == []
