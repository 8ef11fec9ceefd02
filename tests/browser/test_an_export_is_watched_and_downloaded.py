"""The story of an export: asked for from the invoices, watched while it is made, downloaded."""

import re
import zipfile
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
from browsing import log_in, wait_until_ready
from exporting import sell
from factories import Person, make_person, make_product, make_store
from playwright.sync_api import Locator, Page, expect
from servers import LiveServer, work_off_jobs

from shop_admin.db import acting_as, transaction
from shop_admin.models.exports import Export
from shop_admin.models.invoices import Invoice
from shop_admin.permissions import IDENTITY, command
from shop_admin.services import exports

INVOICES = 3


def _sell(live: LiveServer) -> tuple[Person, list[str]]:
    """Sell three times, let the invoices be issued; return the accountant and the numbers."""
    with live.app.test_request_context():
        store = make_store("Lantern House")
        product = make_product(store)
        for _ in range(INVOICES):
            sell(store, (product, 1))
        work_off_jobs(live.settings)
        return make_person(store, "ACCOUNTANT"), _numbers(store)


def _numbers(store: UUID) -> list[str]:
    statement = sa.select(Invoice.invoice_number).where(Invoice.store_id == store)
    with acting_as(command().db_context()) as session:
        return list(session.scalars(statement.order_by(Invoice.number)))


def _ask(page: Page) -> Locator:
    """Go from the invoices to the form, and ask; return the export's row."""
    page.goto("/admin/invoices/")
    page.get_by_role("link", name="Export…").click()
    expect(page).to_have_url(re.compile("/admin/exports/new/"))
    wait_until_ready(page)
    page.locator("[name=begins_on]").fill("2000-01-01")
    page.locator("[name=ends_on]").fill("2199-12-31")
    page.locator("[name=format]").select_option("ZIP")
    page.get_by_role("button", name="Export", exact=True).click()
    expect(page).to_have_url(re.compile("/admin/exports/$"))
    wait_until_ready(page)
    return page.locator("tr[id^=export-]")


def _begin(live: LiveServer, person: Person) -> None:
    """Be a worker that gets as far as two documents, and is never heard of again."""
    with live.app.test_request_context():
        with acting_as(IDENTITY.db_context()) as session:
            export_id = session.scalars(
                sa.select(Export.id).where(Export.user_id == person.user_id)
            ).one()
        with transaction(IDENTITY.db_context()):
            attempt = exports.begin(export_id)
        assert attempt is not None
        with transaction(IDENTITY.db_context()):
            exports.note_progress(attempt, 2)


def _download(page: Page, row: Locator) -> Path:
    with page.expect_download() as taken:
        row.get_by_role("button", name="Download").click()
    assert re.fullmatch(r"documents-lantern.+\.zip", taken.value.suggested_filename)
    return taken.value.path()


def test_from_the_invoices_to_the_file(live: LiveServer, page: Page) -> None:
    person, numbers = _sell(live)
    log_in(page, person.email)
    row = _ask(page)
    expect(row).to_contain_text("Waiting")
    expect(row.get_by_role("progressbar")).to_have_attribute("value", "0")
    page.evaluate("window.isTheSame = true")

    _begin(live, person)
    expect(row).to_contain_text(f"2 of {INVOICES} documents")
    expect(row.get_by_role("progressbar")).to_have_attribute("value", "2")
    work_off_jobs(live.settings)
    expect(row).to_contain_text("Ready")
    expect(row.get_by_role("progressbar")).to_have_count(0)
    assert page.evaluate("window.isTheSame") is True

    with zipfile.ZipFile(_download(page, row)) as archive:
        assert archive.namelist() == ["register.csv", *(f"{number}.pdf" for number in numbers)]
        register = archive.read("register.csv").decode("utf-8-sig")
        for number in numbers:
            assert archive.read(f"{number}.pdf").startswith(b"%PDF-")
            assert f",{number}," in register
    # The page stands as it stood, and the file may be taken again.
    expect(row.get_by_role("button", name="Download")).to_be_enabled()
    assert page.evaluate("window.isTheSame") is True
