"""Three pictures are sent, described and put into their order, without a mouse."""

import factories
from browsing import log_in, tab_to, wait_until_ready
from playwright.sync_api import Locator, Page, expect
from servers import LiveServer
from test_pictures_are_sent_and_dragged import a_picture


def _id(tile: Locator) -> str:
    return tile.locator("[name=image_id]").input_value()


def test_on_the_product_page(live: LiveServer, page: Page) -> None:
    with live.app.test_request_context():
        store = factories.make_store("Lantern House")
        product = factories.make_product(store)
        staff = factories.make_person(store, "STAFF")
    # From here on the browser hands choosers out: asked for at the key only, it may be too late.
    page.on("filechooser", lambda _chooser: None)
    log_in(page, staff.email)
    page.goto(f"/admin/products/details/?id={product}")
    wait_until_ready(page)
    tab_to(page, page.locator("input[name=pictures]"), most=60)
    with page.expect_file_chooser() as waiting:
        page.keyboard.press("Enter")
    waiting.value.set_files([a_picture(colour) for colour in ("red", "blue", "green")])
    tab_to(page, page.get_by_role("button", name="Add pictures"), most=3)
    page.keyboard.press("Enter")
    tiles = page.locator(".picture")
    expect(tiles).to_have_count(3)
    expect(page.get_by_text("3 pictures were added.")).to_be_visible()
    first, second, third = (_id(tiles.nth(place)) for place in range(3))

    tab_to(page, tiles.nth(2).get_by_role("button", name="Move forward"), most=80)
    page.keyboard.press("Enter")
    expect(tiles.nth(1).locator("[name=image_id]")).to_have_value(third)
    forward = tiles.nth(1).get_by_role("button", name="Move forward")
    expect(forward).to_be_focused()
    page.keyboard.press("Enter")
    expect(tiles.nth(0).locator("[name=image_id]")).to_have_value(third)
    expect(tiles.nth(0).get_by_role("button", name="Move back")).to_be_focused()

    # Back from there is the description of the same picture.
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(tiles.nth(0).get_by_label("What it shows")).to_be_focused()
    page.keyboard.type("A green square")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The description was saved.")).to_be_visible()

    page.reload()
    expect(tiles).to_have_count(3)
    assert [_id(tiles.nth(place)) for place in range(3)] == [third, first, second]
    expect(tiles.nth(0).get_by_label("What it shows")).to_have_value("A green square")
