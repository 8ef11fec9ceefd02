"""Every role, every check, thousands of requests: `make proof`."""

from pathlib import Path

import pytest
from proving import ROLES, Run, arrange, prove
from servers import LiveServer

FEWEST = 5_000


@pytest.mark.timeout(3600)
def test_the_document_holds(
    live: LiveServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shop = arrange(live, products=60, spare_tokens=300)
    runs: list[Run] = []
    for role in ROLES:
        run = prove(shop, role, tmp_path, "--max-examples", "60", "--seed", "20261122")
        runs.append(run)
        with capsys.disabled():
            print(
                f"\n{run.line()}" if run.code == 0 else f"\n{run.line()}\n{run.output}", flush=True
            )

    assert [run.role for run in runs if run.code] == []
    assert sum(run.answers for run in runs) >= FEWEST
    assert not any(status.startswith("5") for run in runs for status in run.statuses)
