"""A list is filtered, saved as a view and taken away as CSV, without a mouse."""

import re
from pathlib import Path

import factories
from browsing import log_in, tab_to, wait_until_ready
from playwright.sync_api import Page, expect
from servers import LiveServer

from shop_admin.db import transaction
from shop_admin.permissions import command
from shop_admin.services import payments


def test_from_the_filter_to_the_file(live: LiveServer, page: Page) -> None:
    with live.app.test_request_context():
        store = factories.make_store("Lantern House")
        product = factories.make_product(store)
        paid = factories.place(store, (product, 1))
        factories.place(store, (product, 2))
        with transaction(command().db_context()):
            payments.mark_paid(command(), paid)
        manager = factories.make_person(store, "MANAGER")
    log_in(page, manager.email)
    page.goto("/admin/orders/")
    wait_until_ready(page)

    tab_to(page, page.locator("summary", has_text="Filter"), most=60)
    page.keyboard.press("Enter")
    status = page.locator(".filter-choice > summary", has_text="Status")
    expect(status).to_be_visible()
    if not status.evaluate("element => element === document.activeElement"):
        tab_to(page, status, most=10)
    page.keyboard.press("Enter")
    expect(page.locator("select[name='status.is']")).to_be_focused()
    tab_to(page, page.locator("input[name=status][value=PAID]"), most=10)
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("status=PAID"))
    wait_until_ready(page)
    expect(page.locator("td.k-link a")).to_have_count(1)

    tab_to(page, page.locator("summary", has_text="Save view"), most=60)
    page.keyboard.press("Enter")
    expect(page.locator(".view-form input[name=name]")).to_be_focused()
    page.keyboard.type("Paid ones")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("view="))
    wait_until_ready(page)
    expect(page.get_by_role("navigation", name="Views").get_by_text("Paid ones")).to_be_visible()

    tab_to(page, page.get_by_role("link", name="CSV"), most=80)
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    path = Path(waiting.value.path())
    assert len(path.read_text(encoding="utf-8-sig").splitlines()) == 2
