"""Documents for the accountant's pages: invoices as the job issues them, credit notes by hand."""

import re
from decimal import Decimal
from uuid import UUID

import factories
from clocks import set_clock

from shop_admin import clock
from shop_admin.db import db, transaction
from shop_admin.models.invoices import Invoice, InvoiceSeries
from shop_admin.models.stores import Store
from shop_admin.permissions import command, job
from shop_admin.services import invoices, payments


def invoice(store_id: UUID, *items: tuple[UUID, int], at: str = "2026-05-15T10:00:00Z") -> UUID:
    """Sell, take the money and issue the invoice, all at one moment; return its id."""
    set_clock(at)
    order_id = factories.place(store_id, *items)
    with transaction(command().db_context()):
        payments.mark_paid(command(), order_id)
    party = job(store_id)
    with transaction(party.db_context()):
        issued = invoices.issue_invoice(party, order_id)
        assert issued is not None
        return issued.id


def credit(invoice_id: UUID, share: str = "1", *, at: str = "2026-05-20T10:00:00Z") -> UUID:
    """Give a share of an invoice back by a credit note; return its id."""
    set_clock(at)
    with transaction(command().db_context()) as session:
        whole = session.get_one(Invoice, invoice_id)
        series = _series(whole.store_id)
        series.last += 1
        session.flush()
        taxes = [_part(line, Decimal(share)) for line in whole.taxes]
        paper = {**whole.snapshot["paper"], "kind": "CREDIT_NOTE"}
        paper["taxes"] = [_part(line, Decimal(share)) for line in paper["taxes"]]
        tax = sum(Decimal(line["tax"]) for line in taxes)
        note = Invoice(
            store_id=whole.store_id,
            order_id=whole.order_id,
            series_id=series.id,
            kind="CREDIT_NOTE",
            number=series.last,
            invoice_number=f"{series.prefix}-26-{series.last:06d}",
            corrects_id=whole.id,
            amount=sum(Decimal(line["net"]) for line in taxes) + tax,
            tax_amount=tax,
            currency=whole.currency,
            taxes=taxes,
            issued_at=clock.now(db.session()),
            snapshot={**whole.snapshot, "paper": paper},
        )
        session.add(note)
        session.flush()
        return note.id


def _series(store_id: UUID) -> InvoiceSeries:
    known = db.session.query(InvoiceSeries).filter_by(store_id=store_id, kind="CREDIT_NOTE")
    found = known.one_or_none()
    if found is not None:
        return found
    prefix = db.session.get_one(Store, store_id).credit_note_prefix
    made = InvoiceSeries(
        store_id=store_id, kind="CREDIT_NOTE", fiscal_year=2026, prefix=prefix, last=0
    )
    db.session.add(made)
    db.session.flush()
    return made


def _part(line: dict[str, str], share: Decimal) -> dict[str, str]:
    parts = {
        name: str((Decimal(line[name]) * share).quantize(Decimal("0.01")))
        for name in ("net", "tax")
    }
    components = [
        {**one, "amount": str(Decimal(one["amount"]) * share)} for one in line.get("components", ())
    ]
    return {**line, **parts, **({"components": components} if components else {})}


def table(page: str, title: str) -> dict[str, tuple[str, ...]]:
    """Return the figures of a page's table of sums, by what stands in front of them."""
    body = page.split(title, 1)[1].split("</table>", 1)[0]
    rows = re.findall(r"<tr[^>]*>\s*<th scope=\"row(?:group)?\">(.*?)</th>(.*?)</tr>", body, re.S)
    return {
        _text(head): tuple(_text(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", cells, re.S))
        for head, cells in rows
    }


def links(page: str, title: str) -> dict[str, list[str]]:
    """Return where the figures of such a table lead, by what stands in front of them."""
    body = page.split(title, 1)[1].split("</table>", 1)[0]
    rows = re.findall(r"<tr[^>]*>\s*<th scope=\"row(?:group)?\">(.*?)</th>(.*?)</tr>", body, re.S)
    return {
        _text(head): [one.replace("&amp;", "&") for one in re.findall(r'href="([^"]+)"', cells)]
        for head, cells in rows
    }


def listed(page: str) -> set[str]:
    """Return the ids of the documents that a list shows."""
    return set(re.findall(r'details/\?id=([0-9a-f-]{36})"', page))


def _text(markup: str) -> str:
    plain = re.sub(r"<[^>]+>", "", markup).replace("\N{NO-BREAK SPACE}", " ")
    return " ".join(plain.split())
