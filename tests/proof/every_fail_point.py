"""Every walk is cut off by SIGKILL at every place where it may be, then done again: `make proof`.

FAIL_POINT_TIMES=20 does all of it twenty times.
"""

import os

import pytest
from fire.cutting import Cut
from fire.flows import FLOWS

TIMES = int(os.environ.get("FAIL_POINT_TIMES", "1"))


@pytest.mark.timeout(7200)
@pytest.mark.parametrize("name", FLOWS)
def test_what_is_cut_off_anywhere_ends_whole(
    name: str, cut: Cut, capsys: pytest.CaptureFixture[str]
) -> None:
    places = cut.everywhere(name, TIMES)
    with capsys.disabled():
        print(f"\n{name}: {len(places)} deaths", flush=True)

    assert len(places) >= 5
    assert cut.wrong() == []
