"""Nothing goes to the bin by one click, and what went there comes back by one."""

import factories
from browsing import log_in
from playwright.sync_api import Page, expect
from servers import LiveServer
from working_in_bulk import work_off_all


def _product(live: LiveServer, page: Page) -> str:
    """Log in as a manager whose store has one product; return its name."""
    name = "Tide Clock"
    with live.app.test_request_context():
        store = factories.make_store("Lantern House")
        factories.make_product(store, name=name)
        manager = factories.make_person(store, "MANAGER")
    log_in(page, manager.email)
    page.goto("/admin/products/")
    return name


def test_from_its_page(live: LiveServer, page: Page) -> None:
    name = _product(live, page)
    page.get_by_role("link", name=name).click()
    page.get_by_role("link", name="Remove").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Remove {name}?")
    page.get_by_role("link", name="Keep it").click()
    page.get_by_role("link", name="Remove").click()
    page.get_by_role("button", name="Move to the bin").click()
    expect(page.get_by_text(f"{name} went to the bin.")).to_be_visible()
    expect(page.get_by_role("link", name=name)).to_have_count(0)

    page.get_by_role("button", name="Undo").click()
    page.goto("/admin/products/")
    expect(page.get_by_role("link", name=name)).to_be_visible()


def test_from_the_list(live: LiveServer, page: Page) -> None:
    name = _product(live, page)
    page.get_by_label(f"Tick {name}").check()
    page.get_by_role("button", name="Move to the bin").click()
    question = page.get_by_role("dialog")
    expect(question).to_contain_text("1 record goes to the bin, from where it can be restored.")
    question.get_by_role("button", name="Not now").click()
    expect(page.get_by_role("link", name=name)).to_be_visible()

    page.get_by_role("button", name="Move to the bin").click()
    question.get_by_role("button", name="Move to the bin").click()
    expect(page.get_by_text("1 record goes to the bin.")).to_be_visible()
    work_off_all(live.app)
    page.goto("/admin/products/")
    expect(page.get_by_role("link", name=name)).to_have_count(0)

    page.goto("/admin/products/?bin=1")
    page.get_by_label(f"Tick {name}").check()
    page.get_by_role("button", name="Restore").click()
    question.get_by_role("button", name="Restore").click()
    expect(page.get_by_text("1 record comes back.")).to_be_visible()
    work_off_all(live.app)
    page.goto("/admin/products/")
    expect(page.get_by_role("link", name=name)).to_be_visible()
