"""A list comes in few requests and few bytes, fewer the second time, and nothing on it moves."""

from dataclasses import dataclass, field

import factories
from browsing import log_in, wait_until_ready
from playwright.sync_api import Browser, CDPSession, Page
from servers import LiveServer

FIRST_BYTES = 250_000
FIRST_REQUESTS = 12
REPEATED_BYTES = 30_000
SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifts.push(one.value);
}).observe({ type: "layout-shift", buffered: true });
"""


@dataclass
class Wire:
    """What came over the wire since somebody last asked."""

    tools: CDPSession
    came: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tools.send("Network.enable")
        self.tools.on("Network.loadingFinished", self._finished)

    def _finished(self, event: dict[str, float]) -> None:
        if event["encodedDataLength"]:
            self.came[str(event["requestId"])] = int(event["encodedDataLength"])

    def take(self) -> tuple[int, int]:
        """Return how many answers came and their bytes, and begin anew."""
        answers, size = len(self.came), sum(self.came.values())
        self.came.clear()
        return answers, size


def test_the_order_list(live: LiveServer, browser: Browser, page: Page) -> None:
    with live.app.test_request_context():
        store = factories.make_store("Lantern House")
        lamp = factories.make_product(store, stock=60)
        for _ in range(20):
            factories.place(store, (lamp, 1))
        staff = factories.make_person(store, "STAFF")
    log_in(page, staff.email)
    # Another browser with the same login, which has seen nothing yet.
    context = browser.new_context(base_url=live.url, storage_state=page.context.storage_state())
    fresh = context.new_page()
    fresh.add_init_script(SHIFTS)
    wire = Wire(context.new_cdp_session(fresh))

    _open(fresh)
    requests, first = wire.take()
    assert fresh.locator(".list tbody tr").count() == 20
    assert requests <= FIRST_REQUESTS
    assert first <= FIRST_BYTES
    assert fresh.evaluate("shifts.reduce((sum, one) => sum + one, 0)") < 0.005

    _open(fresh)
    _, again = wire.take()
    assert 0 < again <= REPEATED_BYTES
    assert fresh.evaluate("shifts.reduce((sum, one) => sum + one, 0)") < 0.005
    context.close()


def _open(page: Page) -> None:
    page.goto("/admin/orders/")
    wait_until_ready(page)
    page.wait_for_load_state("networkidle")
