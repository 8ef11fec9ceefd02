"""The task of every day, without a mouse: find an order, open it, book its money."""

import factories
from browsing import log_in, tab_to, wait_until_ready
from playwright.sync_api import Page, expect
from servers import LiveServer


def test_from_the_search_to_the_money(live: LiveServer, page: Page) -> None:
    with live.app.test_request_context():
        store = factories.make_store("Lantern House")
        product = factories.make_product(store)
        factories.place(store, (product, 1))
        factories.place(store, (product, 2))
        staff = factories.make_person(store)
    log_in(page, staff.email)
    page.goto("/admin/orders/")
    number = page.locator("td.k-link a").last.inner_text()

    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    rows = page.locator("td.k-link a")
    expect(rows).to_have_count(1)
    wait_until_ready(page)
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    tab_to(page, rows, most=20)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text(number)
    wait_until_ready(page)
    tab_to(page, page.get_by_role("link", name="Mark paid"), most=40)
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    assert dialog.evaluate("element => element.contains(document.activeElement)")
    tab_to(page, dialog.get_by_role("button", name="Mark paid"), most=4)
    page.keyboard.press("Enter")
    expect(page.get_by_text("The money is booked.")).to_be_visible()
