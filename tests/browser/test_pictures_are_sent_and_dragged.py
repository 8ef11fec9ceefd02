"""Pictures that are added appear without a new page, and one that is dragged forward is first."""

from io import BytesIO

import factories
from browsing import log_in, wait_until_ready
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect
from servers import LiveServer


def a_picture(colour: str) -> FilePayload:
    """Return a picture of one colour, as a file."""
    out = BytesIO()
    Image.new("RGB", (400, 300), colour).save(out, "PNG")
    return {"name": f"{colour}.png", "mimeType": "image/png", "buffer": out.getvalue()}


def test_on_the_product_page(live: LiveServer, page: Page) -> None:
    with live.app.test_request_context():
        store = factories.make_store("Lantern House")
        product = factories.make_product(store)
        staff = factories.make_person(store, "STAFF")
    log_in(page, staff.email)
    page.goto(f"/admin/products/details/?id={product}")
    wait_until_ready(page)
    page.evaluate("window.isTheSamePage = true")
    page.locator("input[name=pictures]").set_input_files([a_picture("red"), a_picture("blue")])
    page.get_by_role("button", name="Add pictures").click()
    expect(page.get_by_text("2 pictures were added.")).to_be_visible()
    tiles = page.locator(".picture")
    expect(tiles).to_have_count(2)
    second = tiles.nth(1).locator("[name=image_id]").input_value()

    tiles.nth(1).drag_to(tiles.nth(0), target_position={"x": 5, "y": 60})
    expect(page.get_by_text("The order of the pictures was saved.")).to_be_visible()
    expect(tiles.nth(0).locator("[name=image_id]")).to_have_value(second)
    expect(tiles.nth(0)).to_contain_text("Shown first")
    assert page.evaluate("window.isTheSamePage")

    page.reload()
    expect(tiles.nth(0).locator("[name=image_id]")).to_have_value(second)
