"""No page breaks its policy, nor is any in the way of those who see or move otherwise.

Both are looked at on one walk: most of the time goes into opening the pages.
"""

from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from browsing import wait_until_ready
from playwright.sync_api import Page, expect
from servers import LiveServer
from touring import make_a_shop_of_everything, walk

GRAVE = ("serious", "critical")
EVERYTHING: dict[str, Any] = {"resultTypes": ["violations"]}
COLOURS = {**EVERYTHING, "runOnly": ["color-contrast"]}
"""The markup is the same in both themes: in the second only its colours are looked at again."""
FIRST_ROWS = {"exclude": [["tbody tr:nth-child(n+4)"]]}
"""The rows of a table are alike."""


def test_in_light_and_dark(live: LiveServer, page: Page) -> None:
    page.add_init_script(
        "addEventListener('securitypolicyviolation', e => console.error(e.violatedDirective))"
    )
    page.emulate_media(reduced_motion="reduce")
    axe = Axe()
    found = []
    for path in walk(page, make_a_shop_of_everything(live)):
        light = _ground(page, "light")
        found += _grave(axe, page, f"{path} light", EVERYTHING)
        dark = _ground(page, "dark")
        found += _grave(axe, page, f"{path} dark", COLOURS)
        assert light != dark, path
    assert found == []


def _ground(page: Page, theme: Literal["light", "dark"]) -> object:
    """Return the colour of the page in a theme, once its script has heard of it."""
    wait_until_ready(page)
    page.emulate_media(color_scheme=theme)
    expect(page.locator("html")).to_have_attribute("data-bs-theme", theme)
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def _grave(axe: Axe, page: Page, where: str, options: dict[str, Any]) -> list[str]:
    result = axe.run(page, context=FIRST_ROWS, options=options).response
    return [
        f"{where}: {one['id']}: {node['target']} {node['html'][:120]}"
        for one in result["violations"]
        if one["impact"] in GRAVE
        for node in one["nodes"][:3]
    ]
