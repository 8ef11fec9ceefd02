"""The six bugs that the fire must find, planted one at a time, and a run without any."""

import os
from dataclasses import dataclass

import pytest
from fire.figures import table
from fire.installation import Faults, installation
from fire.load import Size, put_under_fire
from fire.plants import PLANTS
from fire.settling import settle
from fire.verdict import Finding, findings

SEED = 20261123
# Deaths after a commit are frequent here: between two transactions that should be one there is
# but a moment to die in.
DEATHS, FAILURES, LATENCY = 0.02, 0.1, 0.4


@dataclass(frozen=True, kw_only=True)
class Control:
    """A planted bug, and which of the findings it must lead to, one at least."""

    plant: str
    caught_by: tuple[str, ...]


CONTROLS = (
    Control(
        plant="read_then_write",
        caught_by=("products oversold", "products whose stock is not what was sold", "I1 broken"),
    ),
    Control(plant="key_ignored", caught_by=("orders that nobody was told of",)),
    Control(plant="no_provider_key", caught_by=("payments charged twice",)),
    Control(plant="sequence", caught_by=("gaps in invoice series", "I8 broken")),
    Control(
        plant="asynchronous", caught_by=("acknowledged orders lost", "confirmed payments lost")
    ),
    Control(
        plant="split",
        caught_by=("paid orders without their one invoice and file", "I7 broken"),
    ),
)


def _size() -> Size:
    """Return the size; FIRE_SIZE="1500 40 4" makes it another one."""
    given = os.environ.get("FIRE_SIZE", "600 16 4").split()
    checkouts, kills, crashes = map(int, given)
    return Size(checkouts=checkouts, kills=kills, crashes=crashes)


def _found(plant: str, capsys: pytest.CaptureFixture[str]) -> list[Finding]:
    faults = Faults(seed=SEED, deaths=DEATHS, failures=FAILURES, latency=LATENCY, plant=plant)
    with installation(faults) as shop:
        run = put_under_fire(shop, _size(), SEED)
        waited = settle(shop)
        found = findings(shop, run)
        if not plant:
            with capsys.disabled():
                print(f"\n{table(shop, run, waited, found)}", flush=True)
    return [one for one in found if one.count]


def test_all_six_are_told_by_name() -> None:
    assert {control.plant for control in CONTROLS} == set(PLANTS)


@pytest.mark.timeout(3600)
def test_without_a_bug_nothing_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert _found("", capsys) == []


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.plant)
def test_the_bug_is_found(control: Control, capsys: pytest.CaptureFixture[str]) -> None:
    found = _found(control.plant, capsys)
    caught = [one for one in found if one.name in control.caught_by]
    with capsys.disabled():
        print(f"\n{PLANTS[control.plant].says}:", flush=True)
        for one in found:
            print(f"  {one.name}: {one.count}  {one.examples[:100]}", flush=True)
    assert caught
