"""Three orders are shipped and all prices that match are changed and undone, without a mouse."""

import re
from decimal import Decimal

import factories
import sqlalchemy as sa
from browsing import log_in, tab_to, wait_until_ready
from playwright.sync_api import Page, expect
from servers import LiveServer
from working_in_bulk import work_off_all

from shop_admin.db import acting_as
from shop_admin.models.catalog import Product
from shop_admin.models.orders import Order
from shop_admin.permissions import command


def watch(page: Page) -> None:
    """Go from the notice to the page that shows how far it is."""
    link = page.get_by_role("link", name="How far it is")
    expect(link).to_be_visible()
    link.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/admin/bulk/[0-9a-f-]{36}/$"))
    wait_until_ready(page)


def ask(page: Page, name: str) -> None:
    """Go to the bar by its key, to an act by Tab, and open its dialog."""
    page.keyboard.press("b")
    act = page.locator("[data-bulk]").get_by_role("button", name=name)
    if not act.evaluate("element => element === document.activeElement"):
        tab_to(page, act, most=6)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name=name)).to_be_visible()


def test_three_orders_are_shipped(live: LiveServer, page: Page) -> None:
    with live.app.test_request_context():
        store = factories.make_store("Lantern House")
        product = factories.make_product(store)
        orders = [factories.place(store, (product, 1)) for _ in range(5)]
        staff = factories.make_person(store, "STAFF")
    log_in(page, staff.email)
    page.goto("/admin/orders/")
    wait_until_ready(page)

    for _ in range(3):
        page.keyboard.press("j")
        page.keyboard.press("x")
    expect(page.locator("[data-count]")).to_have_text("3")
    ask(page, "Ship")
    expect(page.get_by_role("dialog")).to_contain_text("3 orders")
    tab_to(page, page.get_by_role("dialog").get_by_role("button", name="Ship"), most=4)
    page.keyboard.press("Enter")
    expect(page.get_by_text("3 orders are being shipped.")).to_be_visible()
    wait_until_ready(page)

    watch(page)
    state = page.locator("#how-far .badge")
    expect(state).to_have_text("Waiting")
    work_off_all(live.app)
    expect(state).to_have_text("Done")
    expect(page.locator("#how-far")).to_contain_text("3 of 3")
    expect(page.locator("#job-acts button")).to_have_count(0)
    with live.app.test_request_context(), acting_as(command().db_context()) as session:
        found = sa.select(Order.status).where(Order.id.in_(orders))
        assert sorted(session.scalars(found)) == ["PLACED"] * 2 + ["SHIPPED"] * 3


def test_all_that_match_get_a_price_and_lose_it_again(live: LiveServer, page: Page) -> None:
    with live.app.test_request_context():
        store = factories.make_store("Lantern House")
        ids = [factories.make_product(store, price="20.00") for _ in range(22)]
        staff = factories.make_person(store, "STAFF")

    def prices() -> set[Decimal]:
        with live.app.test_request_context(), acting_as(command().db_context()) as session:
            return set(session.scalars(sa.select(Product.price).where(Product.id.in_(ids))))

    log_in(page, staff.email)
    page.goto("/admin/products/")
    wait_until_ready(page)
    tab_to(page, page.get_by_label("Tick all on this page"), most=60)
    page.keyboard.press("Space")
    page.keyboard.press("b")
    everything = page.get_by_label("Select all 22 that match")
    expect(everything).to_be_visible()
    for _ in range(2):
        page.keyboard.press("Shift+Tab")
    expect(everything).to_be_focused()
    page.keyboard.press("Space")
    expect(everything).to_be_checked()
    ask(page, "Price")
    dialog = page.get_by_role("dialog", name="Price")
    expect(dialog).to_contain_text("22 products get new prices")
    percent = dialog.get_by_label("Per cent")
    if not percent.evaluate("element => element === document.activeElement"):
        tab_to(page, percent, most=4)
    page.keyboard.type("-10")
    page.keyboard.press("Enter")
    expect(page.get_by_text("22 products get their new prices.")).to_be_visible()
    wait_until_ready(page)
    work_off_all(live.app)
    assert prices() == {Decimal(18)}

    watch(page)
    undo = page.locator("#job-acts").get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    undo.focus()
    page.keyboard.press("Enter")
    yes = page.locator("#ask [data-yes]")
    expect(yes).to_be_visible()
    yes.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Undo: 22 records")
    work_off_all(live.app)
    expect(page.locator("#how-far .badge")).to_have_text("Done")
    assert prices() == {Decimal(20)}
