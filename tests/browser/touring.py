"""How a test walks through the whole console: a shop with a record of each kind, and every page."""

import re
from collections.abc import Iterator

import factories
from browsing import log_in
from playwright.sync_api import Page
from servers import LiveServer

from shop_admin.db import transaction
from shop_admin.jobs import bulk as jobs
from shop_admin.jobs import invoices
from shop_admin.permissions import command
from shop_admin.services import bulk, invitations, payments, shipments

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
    "bulk",
}
OF_ONES_OWN = ("/admin/profile/", "/admin/profile/password/", "/admin/sessions/")
FORMS = ("/new/", "/edit/")


def make_a_shop_of_everything(live: LiveServer) -> factories.Person:
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
        admin = factories.make_person(admin=True)
        asked = bulk.BulkInput(act="complete", list_name="orders", noun="orders", values={})
        with transaction(admin.actor.db_context()):
            job_id = bulk.ask(admin.actor, asked, [order]).id
        # Not paid by then, or over: the page of a job with something refused.
        jobs.run(job_id=str(job_id))
        invoices.issue(store_id=str(store), order_id=str(order))
        return admin


def walk(page: Page, person: factories.Person) -> Iterator[str]:
    """Open every page of the menu, a record of each kind and its forms; yield each one's path.

    Afterwards a record of each kind was there, or the walk was none.
    """
    log_in(page, person.email)
    lists = page.locator(".menu a").evaluate_all("all => all.map(a => a.pathname)")
    kinds = set()
    for path in (*lists, *OF_ONES_OWN):
        yield _open(page, path)
        section = re.sub(r"/admin/|/$", "", path)
        for way in _ways_on(page, path):
            kinds.add(section)
            yield _open(page, way)
            for form in _links(page, "main .head a", "/edit/"):
                yield _open(page, form)
    # Other tests may have left records of other kinds.
    assert kinds >= WITH_RECORDS


def _open(page: Page, path: str) -> str:
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 200, path
    return path


def _ways_on(page: Page, path: str) -> list[str]:
    """Return the addresses of a list's first record, and of its form for a new one."""
    part = path if path == "/admin/bulk/" else f"{path}details/"
    found = _links(page, ".list td.k-link a", part)[:1]
    return found + _links(page, "main .head a", f"{path}new/")[:1]


def _links(page: Page, where: str, part: str) -> list[str]:
    script = "(all, part) => all.map(a => a.getAttribute('href')).filter(to => to.includes(part))"
    found: list[str] = page.locator(where).evaluate_all(script, part)
    return found
