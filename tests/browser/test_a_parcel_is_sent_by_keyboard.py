"""An order is opened, packed in part and sent, and a note is left on it, without a mouse."""

import re

import factories
from browsing import log_in, tab_to, wait_until_ready
from playwright.sync_api import Page, expect
from servers import LiveServer

from shop_admin.db import transaction
from shop_admin.permissions import command
from shop_admin.services import payments


def test_from_the_list_to_the_parcel(live: LiveServer, page: Page) -> None:
    with live.app.test_request_context():
        store = factories.make_store("Lantern House")
        order = factories.place(store, (factories.make_product(store, name="Blue Lamp"), 3))
        with transaction(command().db_context()):
            payments.mark_paid(command(), order)
        staff = factories.make_person(store)
    log_in(page, staff.email)
    page.goto("/admin/orders/?todo=pack")
    wait_until_ready(page)
    page.keyboard.press("j")
    page.keyboard.press("o")
    expect(page).to_have_url(re.compile("/admin/orders/details/"))
    wait_until_ready(page)

    tab_to(page, page.get_by_role("link", name="Ship", exact=True), most=40)
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    many = dialog.get_by_label("Blue Lamp")
    if not many.evaluate("element => element === document.activeElement"):
        tab_to(page, many, most=4)
    page.keyboard.press("Control+A")
    page.keyboard.type("2")
    tab_to(page, dialog.get_by_label("Carrier"), most=4)
    page.keyboard.type("DHL")
    tab_to(page, dialog.get_by_label("Tracking number"), most=4)
    page.keyboard.type("JD0001")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The parcel is on its way.")).to_be_visible()
    expect(page.get_by_text("1 left to send")).to_be_visible()

    wait_until_ready(page)
    tab_to(page, page.get_by_label("New note"), most=80)
    page.keyboard.type("The last lamp follows on Monday.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("The note was added.")).to_be_visible()
    note = page.locator(".story .noted")
    expect(note).to_contain_text("The last lamp follows on Monday.")
    expect(note).to_contain_text(staff.actor.name)
