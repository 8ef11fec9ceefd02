"""Invoices: the register of issued documents with its totals, and each as it was stored."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from sqlalchemy.orm import joinedload

from shop_admin import clock
from shop_admin.console import choices, issued, periods
from shop_admin.console.base import Column, ConsoleView, Empty, Group
from shop_admin.console.base.asked import Asked
from shop_admin.console.base.filters import RecordFilter, StoreFilter, WordFilter
from shop_admin.console.base.permits import Permits, reading
from shop_admin.console.display import day_of, exact, zone_of
from shop_admin.db import db
from shop_admin.errors import NotFound
from shop_admin.language import N_, _
from shop_admin.models.invoices import INVOICE_KINDS, Invoice
from shop_admin.models.orders import Order
from shop_admin.permissions import Permission
from shop_admin.queries import register, vat
from shop_admin.wiring import parts

FRAMED = "default-src 'none'; frame-ancestors 'self'"


def _signed(name: str) -> Any:
    """Return how a list reads an amount: what a credit note gives back is less than nothing."""

    def read(invoice: Invoice) -> Decimal:
        amount: Decimal = getattr(invoice, name)
        return -amount if invoice.kind == "CREDIT_NOTE" else amount

    return read


def _on_paper(*path: str) -> Any:
    """Return how a list reads what stands on the paper, whatever its order says by now."""

    def read(invoice: Invoice) -> Any:
        found: Any = invoice.snapshot.get("paper", {})
        for name in path:
            found = found.get(name, {})
        return found or None

    return read


def _issued_on(invoice: Invoice) -> str:
    return day_of(invoice.issued_at, invoice)


def _issued_at(invoice: Invoice) -> str:
    return exact(invoice.issued_at, zone_of(invoice))


def _tax(line: Mapping[str, str]) -> register.Tax:
    return register.Tax(rate=Decimal(line["rate"]), name=line["name"])


def _figures(line: Mapping[str, str]) -> vat.Figures:
    return vat.Figures(net=Decimal(line["net"]), tax=Decimal(line["tax"]))


class InvoiceView(ConsoleView):
    """Issued documents; they are never changed."""

    plural, noun, icon, group = N_("Invoices"), N_("invoice"), "paper", N_("Sales")
    permits: ClassVar[Permits] = {
        **reading(Permission.INVOICE_VIEW),
        "file_view": {"GET": Permission.INVOICE_VIEW},
    }
    unscoped = frozenset({"file_view"})
    list_template = "admin/invoices.html"
    details_template = "admin/invoice.html"
    loading = (joinedload(Invoice.order), joinedload(Invoice.file))
    columns = (
        Column(name="invoice_number", label=N_("Number"), kind="link", sort=Invoice.invoice_number),
        Column(name="kind", label=N_("Kind"), kind="pill", secondary=True),
        Column(name="issued_at", label=N_("Issued"), sort=Invoice.issued_at, value=_issued_on),
        Column(name="order.number", label=N_("Order"), secondary=True),
        Column(
            name="buyer", label=N_("Customer"), secondary=True, value=_on_paper("buyer", "name")
        ),
        Column(name="store_id", label=N_("Store"), kind="store", secondary=True),
        Column(
            name="tax_amount",
            label=N_("Tax"),
            kind="money",
            secondary=True,
            value=_signed("tax_amount"),
        ),
        Column(
            name="amount",
            label=N_("Amount"),
            kind="money",
            sort=Invoice.amount,
            value=_signed("amount"),
        ),
        Column(name="buyer_country", label=N_("Country"), secondary=True, extra=True),
        Column(
            name="buyer_tax_id", label=N_("Tax number"), kind="mono", secondary=True, extra=True
        ),
        Column(name="due_at", label=N_("Due"), kind="moment", secondary=True, extra=True),
        Column(
            name="corrects_number", label=N_("Corrects"), kind="mono", secondary=True, extra=True
        ),
    )
    groups = (
        Group(
            title=N_("Document"),
            columns=(
                Column(name="kind", label=N_("Kind"), kind="pill"),
                Column(name="issued_at", label=N_("Issued"), value=_issued_at),
                Column(name="due_at", label=N_("Due"), kind="moment"),
                Column(name="amount", label=N_("Amount"), kind="money"),
                Column(name="tax_amount", label=N_("Tax"), kind="money"),
                Column(name="file.sha256", label=N_("SHA-256"), kind="mono"),
                Column(name="file.size", label=N_("Bytes"), kind="number"),
            ),
        ),
    )
    filters = (
        StoreFilter(name="store", label=N_("Store"), column=Invoice.store_id),
        WordFilter(name="kind", label=N_("Kind"), column=Invoice.kind, words=INVOICE_KINDS),
        issued.IssuedFilter(name="from", label=N_("From"), column=Invoice.issued_at),
        issued.IssuedFilter(name="until", label=N_("Until"), column=Invoice.issued_at, until=True),
        issued.TaxFilter(name="rate", label=N_("Tax")),
        issued.CountryFilter(name="country", label=N_("Shipped to")),
        RecordFilter(name="order", label=N_("Order"), column=Invoice.order_id, model=Order),
    )
    search_expression = "invoice_number"
    search_hint = N_("Number")
    empty = Empty(
        title=N_("No invoices"),
        text=N_("An invoice is issued by itself, by the rule of its store: once an order is paid."),
    )

    @expose("/")
    def index_view(self) -> str:
        """Show the register: the documents that the address asks for, and their totals."""
        opened = self.narrowed(self.opened(request.args))
        found = self.get_list(opened.asked, opened.choice)
        asked = found.asked
        totals = found.rows and self._may_everywhere(Permission.REGISTER, asked)
        clauses = self.all_of(asked)
        return self.list_page(
            opened,
            found,
            people={},
            periods=self._periods(asked),
            sums=register.sums(self.actor, *clauses) if totals else (),
            rates=register.sums_by_rate(self.actor, *clauses) if totals else (),
            tax_name=issued.tax_name,
            tax_word=issued.tax_word,
            export_url=self._export_url(asked),
        )

    def details(self, record: Any) -> dict[str, Any]:
        """Add the document's tax lines."""
        return {
            **super().details(record),
            "taxes": [(_tax(line), _figures(line)) for line in record.taxes],
            "tax_name": issued.tax_name,
        }

    def _may_everywhere(self, permission: Permission, asked: Asked) -> bool:
        """Tell whether the person may do this in every store whose documents are listed."""
        listed = [
            store.id
            for store in choices.stores(self.actor)
            if asked.only("store") in ("", str(store.id))
        ]
        return all(self.actor.may(permission, store_id) for store_id in listed)

    def _periods(self, asked: Asked) -> Sequence[tuple[str, str, bool]]:
        """Return the periods at hand as (name, address, whether it is the one that is shown)."""
        rest = {name: text for name, text in asked.filters.items() if name not in ("from", "until")}
        today = clock.now(db.session()).astimezone(asked.zone).date()
        chosen = [(_("All"), rest)] + [
            (_(name), rest | {"from": (str(one.first),), "until": (str(one.last),)})
            for name, one in periods.at_hand(today)
        ]
        return [
            (name, asked.url(filters=filters), filters == dict(asked.filters))
            for name, filters in chosen
        ]

    def _export_url(self, asked: Asked) -> str:
        """Return where what is listed is exported, or "" for who may not."""
        if not self._may_everywhere(Permission.EXPORT, asked):
            return ""
        return issued.export_url(*(asked.only(name) for name in ("store", "kind", "from", "until")))

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
                raise NotFound(_("The PDF is being made. Try again in a moment."))
            name = invoice.invoice_number.replace("/", "-")
            return invoice.file.key, invoice.file.sha256, name
