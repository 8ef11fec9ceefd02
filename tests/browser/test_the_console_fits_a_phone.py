"""At the width of a phone the menu opens over the page, and nothing sticks out sideways."""

import re

import factories
import pytest
from browsing import is_as_wide_as_its_window, log_in
from playwright.sync_api import Page, expect
from servers import LiveServer

LONG = "Hand-thrown stoneware breakfast bowl in oatmeal glaze, set of six with a linen cloth"


@pytest.fixture
def phone(live: LiveServer, page: Page) -> Page:
    """Return a phone in the hands of a manager who sells something with a long name."""
    with live.app.test_request_context():
        store = factories.make_store("Lantern House")
        product = factories.make_product(store, name=LONG, sku="STONEWARE-BREAKFAST-BOWL-OAT-6")
        factories.place(store, (product, 2))
        manager = factories.make_person(store, "MANAGER")
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(reduced_motion="reduce")
    log_in(page, manager.email)
    return page


def test_the_menu_opens_and_closes(phone: Page) -> None:
    menu = phone.get_by_role("navigation", name="Main")
    expect(menu).not_to_be_visible()
    phone.get_by_label("Show the menu").check()
    expect(menu).to_be_in_viewport()
    phone.mouse.click(380, 400)
    expect(menu).not_to_be_visible()

    phone.get_by_label("Show the menu").press("Space")
    expect(menu).to_be_in_viewport()
    phone.keyboard.press("Escape")
    expect(menu).not_to_be_visible()


@pytest.mark.parametrize("kind", ["orders", "products", "stock"])
def test_lists_and_records_fit(phone: Page, kind: str) -> None:
    phone.goto(f"/admin/{kind}/")
    assert is_as_wide_as_its_window(phone)
    phone.locator("td.k-link a").first.click()
    expect(phone).to_have_url(re.compile("/details/"))
    expect(phone.locator("aside")).to_be_visible()
    assert is_as_wide_as_its_window(phone)


def test_a_form_fits(phone: Page) -> None:
    phone.goto("/admin/products/new/")
    assert is_as_wide_as_its_window(phone)
    expect(phone.get_by_role("button", name="Save")).to_be_in_viewport()
