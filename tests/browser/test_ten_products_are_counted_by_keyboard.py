"""Ten products are counted down a column, over a search, and saved in one go, without a mouse."""

import re

import factories
from browsing import log_in, tab_to, wait_until_ready
from playwright.sync_api import Page, expect
from servers import LiveServer

from shop_admin.db import acting_as
from shop_admin.models.catalog import Product
from shop_admin.permissions import command


def test_down_the_column(live: LiveServer, page: Page) -> None:
    with live.app.test_request_context():
        store = factories.make_store("Lantern House")
        products = [
            factories.make_product(store, stock=10, name=f"Lamp {place:02}") for place in range(10)
        ]
        far = factories.make_product(store, stock=4, name="Rug")
        staff = factories.make_person(store)
    log_in(page, staff.email)
    page.goto("/admin/stock/?search=Lamp")
    wait_until_ready(page)
    fields = page.locator("[data-number]")
    expect(fields).to_have_count(10)
    tab_to(page, fields.first, most=80)
    for place in range(10):
        expect(fields.nth(place)).to_be_focused()
        page.keyboard.type(str(8 + place % 3))
        page.keyboard.press("Enter" if place % 2 else "ArrowDown")
    expect(page.get_by_role("button", name="Save the numbers")).to_be_focused()
    shown = page.locator(".difference")
    expect(shown.nth(0)).to_have_text("\N{MINUS SIGN}2")
    expect(shown.nth(2)).to_have_text("=")

    # What is typed outlives a search for something else.
    page.goto("/admin/stock/?search=Rug")
    wait_until_ready(page)
    expect(fields).to_be_focused()
    expect(page.get_by_text("Typed on other pages")).to_be_visible()
    page.keyboard.type("5")
    expect(shown).to_have_text("+1")
    page.keyboard.press("Enter")
    with live.app.test_request_context():
        factories.place(store, (products[0], 1))
    page.keyboard.press("Enter")
    expect(page.get_by_text("11 counted, 8 differed and were booked.")).to_be_visible()
    expect(page).to_have_url(re.compile(r"search=Rug$"))
    expect(page.get_by_text("Typed on other pages")).to_be_hidden()

    with live.app.test_request_context(), acting_as(command().db_context()) as session:
        left = [session.get_one(Product, one).inventory_count for one in (*products, far)]
    # The first one was counted as 8 before one of it was sold.
    assert left == [7, 9, 10, 8, 9, 10, 8, 9, 10, 8, 5]
