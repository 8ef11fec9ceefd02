"""Papers to print: a German invoice, an Indian one, a credit note, and a long one."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from drafting import MUMBAI, german_paper, line, taxes
from PIL import Image, ImageDraw

from shop_admin.documents.paper import InvoicePaper, Party, TaxComponent
from shop_admin.money import round_amount


@pytest.fixture
def german() -> InvoicePaper:
    """Return an unpaid invoice with two rates of VAT."""
    return german_paper(
        (
            line(1, "Pendelleuchte „Abendrot“, mundgeblasenes Glas", 1, "189.00", "19"),
            line(2, "Leuchtmittel E27, 470 lm, warmweiß", 4, "7.95", "19"),
            line(3, "Buch: Kleine Geschichte des Lichts", 1, "24.00", "7"),
        )
    )


@pytest.fixture
def long() -> InvoicePaper:
    """Return eighty lines, some with names that wrap."""
    names = (
        "Blue lamp",
        "Extension cable, textile, five metres, with a switch and a plug for the whole of Europe",
        "Glühbirne, matt",
    )
    rates = ("19", "19", "7")
    return german_paper(
        tuple(line(n, names[n % 3], n % 4 + 1, "12.45", rates[n % 3]) for n in range(1, 81))
    )


@pytest.fixture
def indian() -> InvoicePaper:
    """Return a paid tax invoice with CGST and SGST, to a buyer whose name is in Devanagari."""
    cups = line(1, "Kulhad tea cup, set of six · कुल्हड़", 3, "499.00", "18", inclusive=False)
    pot = line(2, "Stoneware teapot, 1.2 l", 1, "123456.00", "18", inclusive=False)
    cups = replace(cups, discount_amount=Decimal(97), line_total=Decimal(1400))
    cups = replace(cups, tax_amount=Decimal(252))
    lines = tuple(replace(one, hsn_code="6912") for one in (cups, pot))
    (rate,) = taxes(lines, "GST", inclusive=False)
    half = round_amount(rate.tax / 2, "INR")
    parts = tuple(
        TaxComponent(name=name, rate=Decimal(9), amount=half) for name in ("CGST", "SGST")
    )
    total = rate.net + rate.tax + 80
    return InvoicePaper(
        kind="INVOICE",
        invoice_number="MUM/26/000007",
        issued_on=date(2026, 11, 22),
        supplied_on=date(2026, 11, 22),
        order_number="M-2207",
        place_of_supply="Maharashtra (27)",
        currency="INR",
        locale="en_IN",
        prices_include_tax=False,
        seller=MUMBAI,
        buyer=Party(
            name="प्रिया श्रीवास्तव",
            lines=("क्षत्रिय मार्ग 12", "Pune 411001", "Maharashtra (27), India"),
            country="IN",
            tax_id="27ABCDE1234F1Z9",
            phone="+91 98200 12345",
        ),
        ship_to=Party(name="Anil Deshmukh", lines=("7 Hill Road", "Bandra, Mumbai 400050")),
        lines=lines,
        taxes=(replace(rate, components=parts),),
        subtotal=rate.net + 97,
        discount_amount=Decimal(97),
        shipping_amount=Decimal(80),
        tax_amount=rate.tax,
        total_amount=total,
        paid_amount=total,
        payment_method="cash on delivery",
        paid_on=date(2026, 11, 22),
        footer="Chai and Clay Crafts Private Limited · CIN U26933MH2019PTC123456",
    )


@pytest.fixture
def credit_note(german: InvoicePaper) -> InvoicePaper:
    """Return a credit note for one line of the German invoice, paid back."""
    lines = (
        replace(
            german.lines[1],
            position=1,
            quantity=2,
            line_total=Decimal("15.90"),
            tax_amount=Decimal("2.54"),
        ),
    )
    return replace(
        german,
        kind="CREDIT_NOTE",
        invoice_number="BERC-26-000003",
        corrects="BER-26-000042",
        due_on=None,
        lines=lines,
        taxes=taxes(lines, "VAT", inclusive=True),
        subtotal=Decimal("15.90"),
        tax_amount=Decimal("2.54"),
        total_amount=Decimal("15.90"),
        amount_due=Decimal(0),
        payment_method="bank transfer",
        paid_on=date(2026, 11, 24),
        notes="Two light bulbs arrived broken.",
        terms="",
    )


@pytest.fixture
def logo() -> bytes:
    """Return a transparent PNG, wider than high."""
    picture = Image.new("RGBA", (420, 120), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((0, 0, 119, 119), fill="#e0a526")
    pen.rectangle((140, 35, 419, 85), fill="#2b2f36")
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
