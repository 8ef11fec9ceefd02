"""A product is found, its price changed, and what the public gets is looked at, without a mouse."""

import re

import factories
from browsing import log_in, tab_to, wait_until_ready
from playwright.sync_api import Page, expect
from servers import LiveServer


def test_from_the_search_to_the_public_answer(live: LiveServer, page: Page) -> None:
    with live.app.test_request_context():
        store = factories.make_store("Lantern House")
        factories.make_product(store, name="Blue Lamp")
        factories.make_product(store, name="Red Rug")
        staff = factories.make_person(store)
    log_in(page, staff.email)
    page.goto("/admin/products/")
    wait_until_ready(page)
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("Red Rug")
    page.keyboard.press("Enter")
    expect(page.locator("td.k-link a")).to_have_count(1)
    expect(page).to_have_url(re.compile("search="))
    wait_until_ready(page)
    page.keyboard.press("j")
    page.keyboard.press("o")
    expect(page).to_have_url(re.compile("/admin/products/details/"))
    wait_until_ready(page)

    tab_to(page, page.get_by_role("link", name="Edit", exact=True), most=40)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/admin/products/edit/"))
    wait_until_ready(page)
    tab_to(page, page.get_by_label("Price", exact=False).first, most=60)
    page.keyboard.press("Control+A")
    page.keyboard.type("49.50")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/admin/products/details/"))
    expect(page.locator(".offer .price")).to_contain_text("49.50")
    wait_until_ready(page)

    tab_to(page, page.locator(".answer summary"), most=80)
    page.keyboard.press("Enter")
    expect(page.locator(".answer pre")).to_contain_text('"price": "49.50"')
