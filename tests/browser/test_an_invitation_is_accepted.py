"""The story of an invitation: invited, the link, a password, at work, and no further."""

import re

import factories
from browsing import is_as_wide_as_its_window, log_in, wait_until_ready
from playwright.sync_api import Browser, Page, expect
from servers import LiveServer

CHOSEN = "seven green umbrellas"


def _invite(page: Page, email: str) -> str:
    """Invite staff through the console; return the link that is shown once."""
    page.goto("/admin/invitations/")
    page.get_by_role("link", name="Invite").or_(page.get_by_role("link", name="New")).first.click()
    page.get_by_label("Email").fill(email)
    page.get_by_label("Role").select_option("STAFF")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("is invited")
    return page.get_by_label(re.compile("^Link for")).input_value()


def test_from_the_link_to_work(live: LiveServer, page: Page, browser: Browser) -> None:
    with live.app.test_request_context():
        store = factories.make_store("Lantern House")
        manager = factories.make_person(store, "MANAGER")
    email = "nia@example.com"
    log_in(page, manager.email)
    link = _invite(page, email).replace(live.settings.base_url, live.url)

    context = browser.new_context(viewport={"width": 390, "height": 844})
    guest = context.new_page()
    guest.goto(link)
    assert guest.url == f"{live.url}/admin/invitation/"
    expect(guest.get_by_text("Lantern House")).to_be_visible()
    assert is_as_wide_as_its_window(guest)
    guest.get_by_label("Your name").fill("Nia Newcomer")
    guest.get_by_label("Choose a password").fill(CHOSEN)
    guest.get_by_role("button", name="Accept and log in").click()
    expect(guest.get_by_text("Welcome.")).to_be_visible()

    guest.goto(f"{live.url}/admin/products/")
    expect(guest.get_by_role("heading", level=1)).to_have_text("Products")
    assert guest.locator(".menu a[href='/admin/people/']").count() == 0
    denied = guest.goto(f"{live.url}/admin/people/")
    assert denied is not None
    assert denied.status == 403
    again = guest.goto(link)
    assert again is not None
    assert again.status == 404
    context.close()

    page.goto("/admin/members/")
    expect(page.get_by_role("link", name="Nia Newcomer")).to_be_visible()
    page.goto("/admin/invitations/")
    wait_until_ready(page)
    expect(page.get_by_role("row", name=re.compile(email))).to_contain_text("Accepted")
