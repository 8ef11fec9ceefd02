"""A real browser for the console: Debian's Chromium, headless, kept off the network."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from servers import LiveServer

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
# Whoever waits for something that comes is kept waiting by it only; machines can be busy.
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)
# SHOP_SLOW_BROWSER=1 is a slow machine on a slow line: whatever a test asks of a page that is not
# ready yet then fails every time, not once in fifty runs.
IS_SLOW = bool(os.environ.get("SHOP_SLOW_BROWSER"))
SLOW_LINE = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 4_000_000,
    "uploadThroughput": 4_000_000,
}


@pytest.fixture(scope="session")
def browser(needs_chromium: None) -> Iterator[Browser]:
    """Yield the browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, live: LiveServer) -> Iterator[Page]:
    """Yield a page of a fresh browser; what its console complains of fails the test."""
    context = browser.new_context(base_url=live.url, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    if IS_SLOW:
        _slow_down(page)
    page.set_default_timeout(PATIENCE_MS)
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def _slow_down(page: Page) -> None:
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", SLOW_LINE)
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    wire.send("Emulation.setCPUThrottlingRate", {"rate": 4})
