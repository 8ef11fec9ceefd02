"""The story of a phone order, with hardly a mouse: who, what, placed, paid, packed, sent, done."""

import factories
from browsing import is_as_wide_as_its_window, log_in, wait_until_ready
from playwright.sync_api import Page, expect
from servers import LiveServer


def _enter(page: Page) -> None:
    """Press Enter, and wait for the page that it leads to."""
    with page.expect_navigation():
        page.keyboard.press("Enter")
    wait_until_ready(page)


def _write_down(page: Page) -> None:
    """Write down a new customer and two products, by keyboard alone."""
    page.goto("/admin/drafts/new/")
    expect(page.get_by_label("Customer")).to_be_focused()
    page.keyboard.type("Grace Muster")
    _enter(page)
    expect(page.get_by_text("a new customer")).to_be_visible()
    page.get_by_label("Phone").focus()
    page.keyboard.type("+49 30 1234567")
    page.get_by_label("Street and number").first.focus()
    page.keyboard.type("Lindenweg 4")
    page.get_by_label("City").first.focus()
    page.keyboard.type("Berlin")
    _enter(page)
    # Saved: from here on the cursor waits for products, one line after the other.
    expect(page.get_by_label("Add a product")).to_be_focused()
    page.keyboard.type("BL-1")
    _enter(page)
    page.keyboard.type("red cup")
    page.keyboard.press("Tab")
    page.keyboard.type("3")
    _enter(page)


def _place(page: Page) -> str:
    expect(page.get_by_label("How many of Red Cup")).to_have_value("3")
    expect(page.locator("dd.sum")).to_have_text("€40.00")
    assert is_as_wide_as_its_window(page)
    page.get_by_label("Paid by").select_option("cash_on_delivery")
    page.get_by_role("button", name="Place order").focus()
    _enter(page)
    expect(page.get_by_text("The order is placed")).to_be_visible()
    number = page.get_by_role("heading", level=1).inner_text().removeprefix("Order ")
    assert number.endswith("10001")
    return number


def _do(page: Page, deed: str, done: str, **fields: str) -> None:
    """Open the deed's dialog, fill it, and send it by Enter."""
    page.get_by_role("link", name=deed, exact=True).focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    for label, value in fields.items():
        dialog.get_by_label(label.replace("_", " ")).fill(value)
    dialog.get_by_role("button", name=deed, exact=True).focus()
    _enter(page)
    expect(page.get_by_text(done)).to_be_visible()


def test_from_the_call_to_the_door(live: LiveServer, page: Page) -> None:
    with live.app.test_request_context():
        store = factories.make_store("Lantern House")
        factories.make_product(store, name="Blue Lamp", sku="BL-1", price="25")
        factories.make_product(store, name="Red Cup", sku="RC-1", price="5")
        staff = factories.make_person(store)
    log_in(page, staff.email)
    _write_down(page)
    number = _place(page)

    slip = page.get_by_role("link", name="Print packing slip").get_attribute("href")
    answer = page.request.get(str(slip))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF")

    _do(page, "Mark paid", "The money is booked.", Reference="Cash")
    _do(page, "Ship", "The parcel is on its way.", Carrier="DHL", Tracking_number="00340434161")
    expect(page.get_by_role("link", name="00340434161")).to_be_visible()
    slip = page.get_by_role("link", name="Slip").get_attribute("href")
    assert page.request.get(str(slip)).body().startswith(b"%PDF")
    _do(page, "Complete", "The order is complete.")

    page.goto("/admin/shipments/?search=0340434161")
    expect(page.locator("td.k-link")).to_have_text(number)
    page.goto("/admin/drafts/")
    expect(page.get_by_text("No drafts")).to_be_visible()
