"""Documents to export, and exporting them: asked for by a person, made by the job itself."""

import io
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import factories
import sqlalchemy as sa
from clocks import set_clock

from shop_admin import wiring
from shop_admin.db import acting_as, db, transaction
from shop_admin.documents.paper import from_json, to_json
from shop_admin.jobs import exports as jobs
from shop_admin.jobs import invoices as invoice_jobs
from shop_admin.models.exports import Export
from shop_admin.models.invoices import Invoice
from shop_admin.models.stores import Store
from shop_admin.permissions import Actor, command
from shop_admin.services import exports, invoices, payments
from shop_admin.services.exports import ExportInput

MAY = (date(2026, 5, 1), date(2026, 5, 31))
MOMENT = "2026-05-20T10:00:00Z"


def sell(store: UUID, *items: tuple[UUID, int]) -> UUID:
    """Sell and be paid; return the id of the order, whose invoice the worker has still to issue."""
    order_id = factories.place(store, *items)
    with transaction(command().db_context()):
        payments.mark_paid(command(), order_id)
    return order_id


def issue(store: UUID, *items: tuple[UUID, int], moment: str = MOMENT, file: bool = True) -> UUID:
    """Sell and be paid at a moment; return the id of the invoice."""
    set_clock(moment)
    order_id = sell(store, *items)
    invoice_jobs.issue(store_id=str(store), order_id=str(order_id))
    with acting_as(command().db_context()) as session:
        invoice_id = session.scalar(sa.select(Invoice.id).where(Invoice.order_id == order_id))
    assert invoice_id is not None
    if file:
        invoice_jobs.make_file(store_id=str(store), invoice_id=str(invoice_id))
    return invoice_id


def credit(invoice_id: UUID) -> UUID:
    """Credit an invoice whole; return the id of the credit note."""
    with transaction(command().db_context()) as session:
        invoice = session.get_one(Invoice, invoice_id)
        store = session.get_one(Store, invoice.store_id)
        series, issued_at = invoices._lock_series(store, "CREDIT_NOTE")
        series.last += 1
        session.flush()
        number = invoices.invoice_number(series)
        paper = to_json(from_json(invoice.snapshot["paper"]))
        changed = {"kind": "CREDIT_NOTE", "corrects": invoice.invoice_number}
        note = Invoice(
            **{
                name: getattr(invoice, name)
                for name in ("store_id", "order_id", "amount", "tax_amount", "currency", "taxes")
            },
            series_id=series.id,
            kind="CREDIT_NOTE",
            number=series.last,
            invoice_number=number,
            corrects_id=invoice.id,
            issued_at=issued_at,
            snapshot={**invoice.snapshot, "paper": paper | changed | {"invoice_number": number}},
        )
        session.add(note)
        session.flush()
        store_id, note_id = store.id, note.id
    invoice_jobs.make_file(store_id=str(store_id), invoice_id=str(note_id))
    return note_id


def ask(actor: Actor, store: UUID | None, form: str = "CSV", **more: Any) -> UUID:
    """Ask for an export of May 2026; return its id."""
    given = {"kind": "BOTH", "begins_on": MAY[0], "ends_on": MAY[1], **more}
    with transaction(actor.db_context()):
        wish = ExportInput(store_id=store, format=form, **given)
        return exports.ask_for_export(actor, wish).id


def make(export_id: UUID) -> None:
    """Do what the worker does."""
    jobs.make(export_id=str(export_id), store_id="")


def exported(actor: Actor, store: UUID | None, form: str = "CSV", **more: Any) -> bytes:
    """Ask for an export, let it be made, and return its file."""
    export_id = ask(actor, store, form, **more)
    make(export_id)
    return file_of(export_id)


def file_of(export_id: UUID) -> bytes:
    """Return the file of a finished export."""
    found = state_of(export_id)
    assert found.status == "DONE", found.problem
    assert found.key is not None
    return wiring.parts().storage.get(found.key)


def state_of(export_id: UUID) -> Export:
    """Return the export as it is stored."""
    with acting_as(command().db_context()):
        found = db.session.get_one(Export, export_id)
        db.session.expunge(found)
        return found


def documents() -> dict[str, Decimal]:
    """Return what the documents of each currency come to, by themselves."""
    sign = sa.case((Invoice.kind == "CREDIT_NOTE", -1), else_=1)
    with acting_as(command().db_context()) as session:
        rows = session.execute(
            sa.select(Invoice.currency, sa.func.sum(sign * Invoice.amount)).group_by(
                Invoice.currency
            )
        )
        return {row[0]: row[1] for row in rows}


def names_in(archive: bytes) -> list[str]:
    """Return what a ZIP file holds."""
    return zipfile.ZipFile(io.BytesIO(archive)).namelist()
