"""Builders of papers whose sums are those of the money rules."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from shop_admin.documents.paper import (
    BankAccount,
    InvoicePaper,
    PaperLine,
    PaperTax,
    Party,
)
from shop_admin.money import tax_part

BERLIN = Party(
    name="Lampen & Licht",
    legal_name="Lampen & Licht Handels GmbH",
    lines=("Oranienstraße 24", "10999 Berlin", "Germany"),
    country="DE",
    tax_id="DE123456789",
    email="rechnung@lampen-licht.example",
    phone="+49 30 1234567",
)
MUMBAI = Party(
    name="Chai & Clay",
    legal_name="Chai and Clay Crafts Private Limited",
    lines=("14 Kala Ghoda Lane", "Fort, Mumbai 400001", "Maharashtra (27), India"),
    country="IN",
    tax_id="27AAACC1234F1Z5",
    email="accounts@chaiclay.example",
)
BANK = BankAccount(
    holder="Lampen & Licht Handels GmbH",
    iban="DE89370400440532013000",
    bic="COBADEFFXXX",
    bank="Commerzbank Berlin",
)


def line(
    position: int, name: str, quantity: int, price: str, rate: str, *, inclusive: bool = True
) -> PaperLine:
    """Return a line whose tax and total are those of the money rules."""
    total = Decimal(price) * quantity
    return PaperLine(
        position=position,
        sku=f"LMP-{position:04d}",
        name=name,
        quantity=quantity,
        unit_price=Decimal(price),
        tax_rate=Decimal(rate),
        tax_amount=tax_part(total, Decimal(rate), "EUR", inclusive=inclusive),
        line_total=total,
    )


def taxes(lines: Iterable[PaperLine], name: str, *, inclusive: bool) -> tuple[PaperTax, ...]:
    """Return the sums of every rate, highest first."""
    rates = sorted({one.tax_rate for one in lines}, reverse=True)
    sums = []
    for rate in rates:
        part = [one for one in lines if one.tax_rate == rate]
        tax = sum((one.tax_amount for one in part), Decimal(0))
        total = sum((one.line_total for one in part), Decimal(0))
        net = total - tax if inclusive else total
        sums.append(PaperTax(name=name, rate=rate, net=net, tax=tax))
    return tuple(sums)


def german_paper(lines: tuple[PaperLine, ...]) -> InvoicePaper:
    """Return an unpaid invoice in euros whose prices include tax."""
    total = sum((one.line_total for one in lines), Decimal(0))
    return InvoicePaper(
        kind="INVOICE",
        invoice_number="BER-26-000042",
        issued_on=date(2026, 11, 22),
        supplied_on=date(2026, 11, 21),
        due_on=date(2026, 12, 6),
        order_number="B-10482",
        currency="EUR",
        locale="de",
        prices_include_tax=True,
        seller=BERLIN,
        bank=BANK,
        buyer=Party(
            name="Jürgen Größmann",
            lines=("Straße der Pariser Kommune 8", "10243 Berlin", "Germany"),
            country="DE",
            email="juergen@example.org",
        ),
        lines=lines,
        taxes=taxes(lines, "VAT", inclusive=True),
        subtotal=total,
        tax_amount=sum((one.tax_amount for one in lines), Decimal(0)),
        total_amount=total,
        amount_due=total,
        terms="Payable within 14 days without deduction. Goods remain ours until paid in full.",
        footer="Lampen & Licht Handels GmbH · Amtsgericht Charlottenburg HRB 123456 B · "
        "Managing director: Anna Schäfer",
    )
