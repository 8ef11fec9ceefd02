"""Issuing: the next number of a series, the frozen paper, its one file. Always by a job."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from shop_admin import clock
from shop_admin.db import Statement, db, run_together
from shop_admin.documents.paper import InvoicePaper, from_json, to_json
from shop_admin.errors import Conflict
from shop_admin.language import _
from shop_admin.models.invoices import Invoice, InvoiceFile, InvoiceSeries
from shop_admin.models.mixins import new_id
from shop_admin.models.orders import Order
from shop_admin.models.payments import Payment
from shop_admin.models.stores import Store
from shop_admin.permissions import Actor, Permission
from shop_admin.queries.visibility import get, get_locked
from shop_admin.queue import enqueue, job
from shop_admin.services import mails
from shop_admin.services.papers import Numbering, invoice_paper

ISSUE = "invoices.issue"
MAKE_FILE = "invoices.file"


def ask_for_invoice(order: Order) -> None:
    """Ask for the order's invoice in the running transaction; the job takes the number."""
    run_together([asking(order.store_id, order.id)])


def asking(store_id: UUID, order_id: UUID) -> Statement:
    """Return the write that asks for an order's invoice, to be sent together with others."""
    return job(ISSUE, queue="invoices", store_id=str(store_id), order_id=str(order_id))


def issue_invoice(actor: Actor, order_id: UUID) -> Invoice | None:
    """Issue the order's invoice under the next number of its series, or return the one it has.

    An order that was cancelled before its invoice was issued gets none: None.

    Runs in a short transaction of its own: lock the series, insert the frozen paper, commit.
    Then no number is lost by a rollback, none is used twice, and dates follow numbers
    (EU directive 2006/112/EC art. 226 (2); Rule 46 (b) of the Indian CGST Rules). Raises
    Conflict while the store's rule (paid, placed, shipped) is not met.
    """
    # Under the order's lock neither a cancellation nor the twin of this job comes between.
    order: Order = get_locked(Order, actor, order_id)
    actor.require(Permission.INVOICE_ISSUE, order.store_id)
    existing = find_invoice(order)
    if existing is not None or order.status in ("DRAFT", "CANCELLED"):
        return existing
    store: Store = get(Store, actor, order.store_id)
    if not is_due(order, store, is_paid=is_paid(order)):
        raise Conflict(
            _("This store issues its invoices later or once they are paid."), code="not_due"
        )
    series, issued_at = _lock_series(store, "INVOICE")
    series.last += 1
    numbering = Numbering(
        invoice_number=invoice_number(series),
        issued_on=issued_at.astimezone(ZoneInfo(store.time_zone)).date(),
    )
    return _write(order, store, series, invoice_paper(order, store, numbering), issued_at)


def is_due(order: Order, store: Store, *, is_paid: bool) -> bool:
    """Tell whether the store's rule asks for this order's invoice now.

    What is paid is always invoiced, whatever the rule was when the order was placed, but for a
    store that invoices what has left.
    """
    has_left = order.status in ("SHIPPED", "COMPLETED")
    match store.invoice_rule:
        case "PLACED":
            # Whoever still pays online has not bought yet.
            return order.status not in ("DRAFT", "PENDING")
        case "SHIPPED":
            return has_left
        case _:
            return is_paid


def is_paid(order: Order) -> bool:
    """Tell whether the order's money came in."""
    statement = sa.select(Payment.id).where(
        Payment.order_id == order.id,
        Payment.store_id == order.store_id,
        Payment.paid_at.is_not(None),
    )
    return db.session.scalars(statement.limit(1)).first() is not None


def find_invoice(order: Order) -> Invoice | None:
    """Return the order's invoice, or None before it is issued."""
    return db.session.scalars(
        sa.select(Invoice).where(
            Invoice.order_id == order.id,
            Invoice.store_id == order.store_id,
            Invoice.kind == "INVOICE",
        )
    ).one_or_none()


def invoice_number(series: InvoiceSeries) -> str:
    """Return the text of the series' last number, 16 characters at most: BER-26-000042."""
    return f"{series.prefix}-{series.fiscal_year % 100:02d}-{series.last:06d}"


def fiscal_year(day: date, first_month: int) -> int:
    """Return the fiscal year of a day: the calendar year in which it began."""
    return day.year if day.month >= first_month else day.year - 1


def paper_of(actor: Actor, invoice_id: UUID) -> tuple[InvoicePaper, str | None, str]:
    """Return what the PDF is made of: the frozen paper, the logo's storage key, the accent."""
    invoice: Invoice = get(Invoice, actor, invoice_id)
    actor.require(Permission.INVOICE_ISSUE, invoice.store_id)
    snapshot = invoice.snapshot
    return from_json(snapshot["paper"]), snapshot["logo"], snapshot["accent"]


def record_file(actor: Actor, invoice_id: UUID, *, key: str, sha256: str, size: int) -> None:
    """Write down where the invoice's file lies. A second one is not taken."""
    invoice: Invoice = get(Invoice, actor, invoice_id)
    actor.require(Permission.INVOICE_ISSUE, invoice.store_id)
    db.session.execute(
        insert(InvoiceFile)
        .values(
            id=new_id(),
            store_id=invoice.store_id,
            invoice_id=invoice.id,
            key=key,
            sha256=sha256,
            size=size,
        )
        .on_conflict_do_nothing(index_elements=["invoice_id"])
    )
    mails.send_waiting(invoice.store_id, invoice.order_id)


def _lock_series(store: Store, kind: str) -> tuple[InvoiceSeries, datetime]:
    """Lock the series of this moment; the date is taken under the lock, so dates follow numbers."""
    zone = ZoneInfo(store.time_zone)
    while True:
        year = fiscal_year(clock.now(db.session()).astimezone(zone).date(), store.fiscal_year_start)
        series = _series(store, kind, year)
        issued_at = clock.now(db.session())
        if fiscal_year(issued_at.astimezone(zone).date(), store.fiscal_year_start) == year:
            return series, issued_at


def _series(store: Store, kind: str, year: int) -> InvoiceSeries:
    prefix = store.invoice_prefix if kind == "INVOICE" else store.credit_note_prefix
    db.session.execute(
        insert(InvoiceSeries)
        .values(id=new_id(), store_id=store.id, kind=kind, fiscal_year=year, prefix=prefix)
        .on_conflict_do_nothing(index_elements=["store_id", "kind", "fiscal_year"])
    )
    return db.session.scalars(
        sa.select(InvoiceSeries)
        .where(
            InvoiceSeries.store_id == store.id,
            InvoiceSeries.kind == kind,
            InvoiceSeries.fiscal_year == year,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _write(
    order: Order, store: Store, series: InvoiceSeries, paper: InvoicePaper, issued_at: datetime
) -> Invoice:
    db.session.flush()
    invoice = Invoice(
        store_id=store.id,
        order_id=order.id,
        series_id=series.id,
        kind=series.kind,
        number=series.last,
        invoice_number=paper.invoice_number,
        amount=paper.total_amount,
        tax_amount=paper.tax_amount,
        currency=paper.currency,
        taxes=[
            {"name": t.name, "rate": str(t.rate), "net": str(t.net), "tax": str(t.tax)}
            for t in paper.taxes
        ],
        issued_at=issued_at,
        snapshot={"paper": to_json(paper), "logo": store.logo, "accent": store.accent},
    )
    db.session.add(invoice)
    db.session.flush()
    enqueue(MAKE_FILE, queue="invoices", store_id=str(store.id), invoice_id=str(invoice.id))
    if invoice.kind == "INVOICE":
        mails.tell_invoiced(order)
    return invoice
