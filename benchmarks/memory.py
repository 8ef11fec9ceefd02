"""What two web processes take once everybody has looked at the whole console."""

import re
from collections.abc import Iterator

from benchmarks.cost import resident_bytes
from benchmarks.desk import administrator
from benchmarks.options import Options
from benchmarks.stage import ours, stage
from benchmarks.table import Result

LINK = re.compile(r'href="(/admin/[a-z_]+/)"')
ROUNDS = 6


def run(_options: Options) -> Iterator[Result]:
    """Open each page of the menu until both processes have shown it, then weigh them."""
    with stage(50) as place, ours(place) as server:
        with administrator(place, server) as browser:
            pages = sorted(set(LINK.findall(browser.get("/admin/").text)))
            for page in pages * ROUNDS:
                # A connection each, so that both processes get some.
                browser.get(page, headers={"Connection": "close"}).raise_for_status()
        megabytes = resident_bytes(server.pid) / 1e6
    yield Result(
        name=f"memory of two workers, {len(pages)} pages of the console",
        figure=f"{megabytes:.0f} MB",
        goal="≤ 190 MB",
    )
