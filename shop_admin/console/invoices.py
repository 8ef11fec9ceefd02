"""Invoices: the register, and the document as it was stored."""

from typing import Any, ClassVar
from uuid import UUID

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from sqlalchemy.orm import joinedload

from shop_admin.console.base import Column, ConsoleView, Empty, Group
from shop_admin.console.base.filters import RecordFilter, StoreFilter, WordFilter
from shop_admin.console.base.permits import Permits, reading
from shop_admin.console.shown import day_filters
from shop_admin.errors import NotFound
from shop_admin.models.invoices import INVOICE_KINDS, Invoice
from shop_admin.permissions import Permission
from shop_admin.wiring import parts

FRAMED = "default-src 'none'; frame-ancestors 'self'"


class InvoiceView(ConsoleView):
    """Issued documents; they are never changed."""

    plural, noun, icon, group = "Invoices", "invoice", "paper", "Sales"
    permits: ClassVar[Permits] = {
        **reading(Permission.INVOICE_VIEW),
        "file_view": {"GET": Permission.INVOICE_VIEW},
    }
    unscoped = frozenset({"file_view"})
    details_template = "admin/invoice.html"
    loading = (joinedload(Invoice.order), joinedload(Invoice.file))
    columns = (
        Column(name="invoice_number", label="Number", kind="link", sort=Invoice.invoice_number),
        Column(name="kind", label="Kind", kind="pill", secondary=True),
        Column(name="issued_at", label="Issued", kind="moment", sort=Invoice.issued_at),
        Column(name="order.number", label="Order", secondary=True),
        Column(name="order.contact_name", label="Customer", secondary=True),
        Column(name="store_id", label="Store", kind="store", secondary=True),
        Column(name="tax_amount", label="Tax", kind="money", secondary=True),
        Column(name="amount", label="Amount", kind="money", sort=Invoice.amount),
    )
    groups = (
        Group(
            title="Document",
            columns=(
                Column(name="kind", label="Kind", kind="pill"),
                Column(name="issued_at", label="Issued", kind="moment"),
                Column(name="due_at", label="Due", kind="moment"),
                Column(name="amount", label="Amount", kind="money"),
                Column(name="tax_amount", label="Tax", kind="money"),
                Column(name="file.sha256", label="SHA-256", kind="mono"),
                Column(name="file.size", label="Bytes", kind="number"),
            ),
        ),
    )
    filters = (
        StoreFilter(name="store", label="Store", column=Invoice.store_id),
        WordFilter(name="kind", label="Kind", column=Invoice.kind, words=INVOICE_KINDS),
        *day_filters(Invoice.issued_at),
        RecordFilter(name="order", label="Order", column=Invoice.order_id),
    )
    search_expression = "invoice_number"
    search_hint = "Number"
    empty = Empty(
        title="No invoices",
        text="An invoice is issued by itself, by the rule of its store: once an order is paid.",
    )

    @expose("/<uuid:invoice_id>/file.pdf")
    def file_view(self, invoice_id: UUID) -> ResponseReturnValue:
        """Serve the stored PDF, the same bytes for ever; it may be framed by our own page."""
        key, sha256, name = self._stored(invoice_id)
        response = Response(parts().storage.get(key), mimetype="application/pdf")
        response.set_etag(sha256)
        response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
        response.headers["Content-Security-Policy"] = FRAMED
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        response.headers["Cache-Control"] = "private, no-cache"
        return response.make_conditional(request)

    def _stored(self, invoice_id: UUID) -> tuple[str, str, str]:
        """Return the file's key, digest and name; reading it needs no open transaction."""
        with self.reading():
            invoice: Any = self.named_record(str(invoice_id))
            if invoice.file is None:
                raise NotFound("The PDF is being made. Try again in a moment.")
            name = invoice.invoice_number.replace("/", "-")
            return invoice.file.key, invoice.file.sha256, name
