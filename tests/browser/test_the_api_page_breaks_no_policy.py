"""The API's page: drawn whole from files of this site, under its strict policy, and it works."""

import factories
import pytest
from browsing import is_as_wide_as_its_window
from playwright.sync_api import Page, expect
from servers import LiveServer

WATCH = (
    "addEventListener('securitypolicyviolation',"
    " e => console.error(e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sample))"
)

GROUND = "getComputedStyle(document.body).backgroundColor"


@pytest.fixture
def asked(page: Page, live: LiveServer) -> list[str]:
    """Open the page in a shop that sells something; return what it asks beside this site."""
    foreign: list[str] = []
    page.add_init_script(WATCH)
    page.on("request", lambda one: foreign.append(one.url) if _is_foreign(one.url, live) else None)
    with live.app.test_request_context():
        factories.make_product(factories.make_store())
    page.goto("/api/docs/")
    expect(page.locator(".opblock").first).to_be_visible()
    return foreign


def _is_foreign(url: str, live: LiveServer) -> bool:
    return not url.startswith((live.url, "data:"))


def test_it_asks_nobody_else(page: Page, asked: list[str]) -> None:
    page.locator("#operations-orders-place_order .opblock-summary-control").click()
    expect(page.locator("#operations-orders-place_order .opblock-body")).to_be_visible()
    page.locator("button.authorize").click()
    expect(page.locator(".dialog-ux")).to_contain_text("bearer")

    assert asked == []


def test_its_example_places_an_order(page: Page, asked: list[str]) -> None:
    place = page.locator("#operations-orders-place_order")
    place.locator(".opblock-summary-control").click()
    place.get_by_role("button", name="Try it out").click()
    place.get_by_role("button", name="Execute", exact=True).click()

    answered = place.locator(".live-responses-table tbody .response-col_status")
    expect(answered).to_contain_text("201")
    assert asked == []


def test_light_and_dark(page: Page, asked: list[str]) -> None:
    html = page.locator("html")
    page.emulate_media(color_scheme="dark")
    expect(html).to_have_class("dark-mode")
    dark = page.evaluate(GROUND)
    page.get_by_role("button", name="Light or dark").click()
    expect(html).not_to_have_class("dark-mode")

    assert page.evaluate(GROUND) != dark
    assert asked == []


def test_it_fits_a_phone(page: Page, asked: list[str]) -> None:
    page.set_viewport_size({"width": 390, "height": 800})

    assert is_as_wide_as_its_window(page)
    assert asked == []
