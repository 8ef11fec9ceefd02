"""Without a mouse: Ctrl K finds an order and opens it, ? shows the keys, g and a letter goes."""

import factories
from browsing import log_in, wait_until_ready
from playwright.sync_api import Page, expect
from servers import LiveServer


def test_an_order_is_found_and_opened(live: LiveServer, page: Page) -> None:
    with live.app.test_request_context():
        store = factories.make_store("Moth House")
        product = factories.make_product(store)
        factories.place(store, (product, 1), email="first@example.com")
        factories.place(store, (product, 1), email="second@example.com")
        staff = factories.make_person(store)
    log_in(page, staff.email)

    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Find anything")
    expect(field).to_be_focused()
    page.keyboard.type("second@example")
    options = page.get_by_role("option")
    expect(options).to_have_count(1)
    expect(options).to_have_attribute("aria-selected", "true")
    number = options.locator("b").inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)

    # What was opened last is at hand, and the arrows reach it round the end.
    wait_until_ready(page)
    page.keyboard.press("Control+k")
    expect(options.first).to_contain_text(number)
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(field).to_be_hidden()


def test_keys_lead_to_pages(live: LiveServer, page: Page) -> None:
    with live.app.test_request_context():
        staff = factories.make_person(factories.make_store("Moth House"))
    log_in(page, staff.email)

    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys).to_be_visible()
    expect(keys.get_by_role("link", name="Orders")).to_be_visible()
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()

    page.keyboard.press("g")
    page.keyboard.press("o")
    expect(page).to_have_url(f"{live.url}/admin/orders/")
    wait_until_ready(page)

    # Who types a g types a g.
    page.get_by_role("searchbox").first.focus()
    page.keyboard.type("gp?")
    expect(page.get_by_role("searchbox").first).to_have_value("gp?")
    expect(page).to_have_url(f"{live.url}/admin/orders/")


def test_the_chart_is_drawn_in_both_themes(live: LiveServer, page: Page) -> None:
    with live.app.test_request_context():
        store = factories.make_store("Moth House")
        factories.place(store, (factories.make_product(store), 1))
        staff = factories.make_person(store)
    log_in(page, staff.email)
    for theme in ("dark", "light"):
        page.evaluate("theme => document.documentElement.dataset.bsTheme = theme", theme)
        expect(page.locator("[data-chart] canvas")).to_be_visible()
    page.get_by_text("The chart as a table").click()
    expect(page.locator("[data-lines] tfoot")).to_contain_text("€25.00")
