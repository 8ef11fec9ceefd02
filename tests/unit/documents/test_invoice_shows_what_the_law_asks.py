"""An invoice shows all that EU art. 226, German UStG §14 and the Indian Rule 46 ask for."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from printed import text
from pypdf import PdfReader

from shop_admin.documents.invoices import render_invoice
from shop_admin.documents.paper import InvoicePaper


@pytest.mark.parametrize(
    "shown",
    [
        "Invoice BER-26-000042",
        "Issue date 22.11.2026",
        "Supply date 21.11.2026",
        "Due date 06.12.2026",
        "Order B-10482",
        "Lampen & Licht Handels GmbH Oranienstraße 24 10999 Berlin Germany VAT ID DE123456789",
        "Jürgen Größmann Straße der Pariser Kommune 8 10243 Berlin",
        "Leuchtmittel E27, 470 lm, warmweiß SKU LMP-0002",
        "4 7,95 € 19 % 31,80 €",
        "VAT 19 % 185,54 € 35,26 € 220,80 €",
        "VAT 7 % 22,43 € 1,57 € 24,00 €",
        "Total 244,80 €",
        "Prices include tax.",
        "Amount due by 06.12.2026: 244,80 €",
        "DE89 3704 0044 0532 0130 00",
        "Page 1 of 1",
    ],
)
def test_german_invoice(german: InvoicePaper, shown: str) -> None:
    assert shown in text(render_invoice(german))


@pytest.mark.parametrize(
    "shown",
    [
        "Tax Invoice MUM/26/000007",
        "GSTIN 27AAACC1234F1Z5",
        "GSTIN 27ABCDE1234F1Z9",
        "Place of supply Maharashtra (27)",
        "HSN 6912",
        "Shipped to Anil Deshmukh",
        "GST 18% ₹1,24,856.00 ₹22,474.08 ₹1,47,330.08",
        "CGST 9% ₹11,237.04",
        "SGST 9% ₹11,237.04",
        "Discount -₹97.00",
        "Shipping ₹80.00",
        "Tax ₹22,474.08",
        "Total ₹1,47,410.08",
        "Prices exclude tax.",
        "Paid on 22 Nov 2026 by cash on delivery",
        "reverse charge",
    ],
)
def test_indian_invoice(indian: InvoicePaper, shown: str) -> None:
    assert shown in text(render_invoice(indian))


@pytest.mark.parametrize(
    "shown",
    [
        "Credit note BERC-26-000003",
        "Corrects invoice BER-26-000042",
        "Total credited 15,90 €",
        "Refunded on 24.11.2026 by bank transfer",
    ],
)
def test_credit_note(credit_note: InvoicePaper, shown: str) -> None:
    assert shown in text(render_invoice(credit_note))


def test_a_credit_note_asks_for_no_money(credit_note: InvoicePaper) -> None:
    unpaid = replace(credit_note, paid_on=None, amount_due=Decimal("15.90"))
    shown = text(render_invoice(unpaid))
    assert "Amount to be refunded: 15,90 €" in shown
    assert "Amount due" not in shown
    assert "IBAN" not in shown


def test_the_recipient_is_not_shown_where_he_is_the_buyer(german: InvoicePaper) -> None:
    same = replace(german, ship_to=replace(german.buyer, email="", phone="+49 30 1"))
    assert "Shipped to" not in text(render_invoice(same))


def test_part_paid_shows_both(german: InvoicePaper) -> None:
    part = replace(german, paid_amount=Decimal("44.80"), amount_due=Decimal("200.00"))
    shown = text(render_invoice(part))
    assert "Paid 44,80 € Amount due 200,00 €" in shown
    assert "Amount due by 06.12.2026: 200,00 €" in shown


def test_the_pdf_says_what_it_is(german: InvoicePaper) -> None:
    reader = PdfReader(BytesIO(render_invoice(german)))
    assert reader.metadata is not None
    assert reader.metadata.title == "Invoice BER-26-000042"
    assert reader.metadata.author == "Lampen & Licht Handels GmbH"
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == date(2026, 11, 22)
    assert str(reader.root_object["/Lang"]) == "en"
