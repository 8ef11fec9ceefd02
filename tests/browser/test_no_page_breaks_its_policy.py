"""Every page of the menu, and a record of each kind, runs clean under the strict policy."""

import re
from typing import Literal

import factories
import pytest
from browsing import log_in
from playwright.sync_api import Page
from servers import LiveServer

from shop_admin.db import transaction
from shop_admin.jobs import invoices
from shop_admin.permissions import command
from shop_admin.services import invitations, payments, shipments

THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WITH_RECORDS = {
    "orders",
    "payments",
    "invoices",
    "products",
    "movements",
    "categories",
    "subcategories",
    "stores",
    "tax-rates",
    "people",
    "members",
    "invitations",
    "shipments",
    "audit",
}


@pytest.fixture
def admin(live: LiveServer) -> factories.Person:
    """Return an admin of a shop that has a record of each kind."""
    with live.app.test_request_context():
        store = factories.make_store("Lantern House")
        factories.make_person(store)
        category = factories.make_category(store)
        factories.make_subcategory(category)
        order = factories.place(store, (factories.make_product(store, category_id=category), 1))
        with transaction(command().db_context()):
            payments.mark_paid(command(), order)
            shipments.ship(command(), order)
            given = invitations.InvitationInput(
                email=f"{order}@example.com", role="STAFF", store_id=store
            )
            invitations.invite(command(), given, secret="for tests")
        invoices.issue(store_id=str(store), order_id=str(order))
        return factories.make_person(admin=True)


def test_in_light_and_dark(admin: factories.Person, page: Page) -> None:
    page.add_init_script(
        "addEventListener('securitypolicyviolation', e => console.error(e.violatedDirective))"
    )
    log_in(page, admin.email)
    menu = page.locator(".menu a").evaluate_all("all => all.map(a => a.pathname)")
    shown = {path for path in menu if _opens(page, path) and _opens_a_record(page)}
    # Other tests may have left records of other kinds.
    assert {re.sub(r"/admin/|/$", "", path) for path in shown} >= WITH_RECORDS


def _opens(page: Page, path: str) -> bool:
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 200, path
    light, dark = (_ground(page, theme) for theme in THEMES)
    assert light != dark, path
    return True


def _ground(page: Page, theme: Literal["light", "dark"]) -> object:
    """Return the colour of the page in a theme."""
    page.emulate_media(color_scheme=theme)
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def _opens_a_record(page: Page) -> bool:
    """Open the first record of a list; the pages without records have none."""
    found = page.locator(".list td.k-link a[href*='/details/']").first
    section = "/".join(page.url.split("/")[:5])
    address = found.get_attribute("href") if found.count() else None
    if not address or not section.endswith(address.rsplit("/details/")[0]):
        return False
    return _opens(page, address)
