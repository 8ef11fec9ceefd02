"""A few requests of each kind to every address; `make proof` asks thousands."""

from pathlib import Path

import pytest
from proving import arrange, prove
from servers import LiveServer


@pytest.mark.parametrize("role", ["guest", "admin"])
def test_the_document_holds(live: LiveServer, tmp_path: Path, role: str) -> None:
    shop = arrange(live, products=20, spare_tokens=40)
    run = prove(shop, role, tmp_path, "--phases", "examples,fuzzing", "--max-examples", "4")

    assert run.code == 0, run.output
    assert run.answers > 100
