"""The PDF is served as it was stored, twice the same, and only to those who may see it."""

import hashlib

import factories
import pytest

from shop_admin.db import transaction
from shop_admin.permissions import command, job
from shop_admin.services import invoices, payments
from shop_admin.wiring import parts

PDF = b"%PDF-1.7 stored once"


@pytest.fixture
def invoice_id(berlin):
    order_id = factories.place(berlin, (factories.make_product(berlin), 1))
    party = job(berlin)
    with transaction(command().db_context()):
        payments.mark_paid(command(), order_id)
    with transaction(party.db_context()):
        invoice_id = invoices.issue_invoice(party, order_id).id
    key = f"invoices/test-{invoice_id}.pdf"
    parts().storage.put(key, PDF, "application/pdf")
    digest = hashlib.sha256(PDF).hexdigest()
    with transaction(party.db_context()):
        invoices.record_file(party, invoice_id, key=key, sha256=digest, size=len(PDF))
    return invoice_id


def test_the_same_bytes_twice(staff, invoice_id) -> None:
    address = f"/admin/invoices/{invoice_id}/file.pdf"
    first, second = staff.get(address), staff.get(address)
    assert first.data == second.data == PDF
    assert first.mimetype == "application/pdf"
    assert first.headers["ETag"] == f'"{hashlib.sha256(PDF).hexdigest()}"'
    assert first.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in first.headers["Content-Security-Policy"]
    again = staff.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert f'src="{address}#' in staff.get(f"/admin/invoices/details/?id={invoice_id}").text


def test_strangers_get_none(paris, desk, invoice_id) -> None:
    stranger = desk(factories.make_person(paris, "MANAGER"))
    assert stranger.get(f"/admin/invoices/{invoice_id}/file.pdf").status_code == 404
    assert stranger.get(f"/admin/invoices/details/?id={invoice_id}").status_code == 404
