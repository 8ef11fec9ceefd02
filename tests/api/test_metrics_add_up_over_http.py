"""Whichever process answers /metrics, it answers for all of them."""

import re

import httpx
from servers import LiveServer

NAME = 'shop_requests_total{endpoint="health.is_alive",method="GET",status="2xx"}'


def _count(text: str) -> float:
    found = re.search(rf"^{re.escape(NAME)} ([0-9.]+)$", text, re.MULTILINE)
    return float(found[1]) if found else 0.0


def test_all_processes_are_one(live: LiveServer) -> None:
    before = _count(httpx.get(f"{live.url}/metrics").text)
    for _ in range(40):
        # A connection each, so that both processes get some.
        httpx.get(f"{live.url}/healthz")
    after = {_count(httpx.get(f"{live.url}/metrics").text) for _ in range(10)}
    assert after == {before + 40}
    folder = live.settings.data_dir / "metrics"
    assert len(list(folder.glob("counter_*.db"))) == 2
