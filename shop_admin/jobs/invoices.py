"""Invoices: issue the number and the paper, then make the file that is served ever after."""

import hashlib
from uuid import UUID

from shop_admin.db import acting_as, transaction
from shop_admin.documents.invoices import render_invoice
from shop_admin.permissions import job
from shop_admin.services import invoices
from shop_admin.wiring import parts


def issue(*, store_id: str, order_id: str) -> None:
    """Issue an order's invoice; a second time finds it issued."""
    actor = job(UUID(store_id))
    with transaction(actor.db_context()):
        invoices.issue_invoice(actor, UUID(order_id))


def make_file(*, store_id: str, invoice_id: str) -> None:
    """Draw an invoice's PDF, store it, then record it; a second time makes the same bytes."""
    actor, storage = job(UUID(store_id)), parts().storage
    with acting_as(actor.db_context()):
        paper, logo_key, accent = invoices.paper_of(actor, UUID(invoice_id))
    data = render_invoice(paper, storage.get(logo_key) if logo_key else None, accent=accent)
    key = f"invoices/{store_id}/{invoice_id}.pdf"
    storage.put(key, data, "application/pdf")
    digest = hashlib.sha256(data).hexdigest()
    with transaction(actor.db_context()):
        invoices.record_file(actor, UUID(invoice_id), key=key, sha256=digest, size=len(data))
