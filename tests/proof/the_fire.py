"""Ten thousand checkouts while processes and the database are killed: `make proof`."""

import os

import pytest
from fire.figures import table
from fire.installation import Faults, installation
from fire.load import Size, put_under_fire
from fire.settling import settle
from fire.verdict import findings

SEED = 20261122
BACK_WITHIN = 10.0


def _size() -> Size:
    """Return the size; FIRE_SIZE="200 6 1" makes it another one."""
    given = os.environ.get("FIRE_SIZE", "10000 200 20").split()
    checkouts, kills, crashes = map(int, given)
    return Size(checkouts=checkouts, kills=kills, crashes=crashes)


@pytest.mark.timeout(7200)
def test_nothing_is_lost_sold_or_charged_twice(capsys: pytest.CaptureFixture[str]) -> None:
    with installation(Faults(seed=SEED)) as shop:
        run = put_under_fire(shop, _size(), SEED)
        waited = settle(shop)
        found = findings(shop, run)
        with capsys.disabled():
            print(f"\n{table(shop, run, waited, found)}", flush=True)

    assert [one for one in found if one.count] == []
    assert max(run.outages, default=0.0) < BACK_WITHIN
    assert run.tally.counts["503 without Retry-After"] == 0
    assert run.tally.counts["answered 500, asked again"] == 0
