"""Hostile, absurd and foreign text does no harm to an invoice."""

from dataclasses import replace
from io import BytesIO

import pytest
from drafting import german_paper, line
from hypothesis import given, settings
from hypothesis import strategies as st
from printed import pages, placed, text
from pypdf import PdfReader

from shop_admin.documents.invoices import render_invoice
from shop_admin.documents.invoices.sheet import LEFT, RIGHT
from shop_admin.documents.paper import InvoicePaper
from shop_admin.documents.typesetting import MISSING, clip, measure, wrap

HOSTILE = [
    "<b>bold</b> &amp; <script>alert(1)</script>",
    "(unbalanced \\) ET Q /JavaScript",
    ") Tj ET endstream endobj",
    "null \x00 bell \x07 escape \x1b[31m",
    "lone surrogate \ud800 here",
    "right to left \u202e override",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_only_text(german: InvoicePaper, name: str) -> None:
    seller = replace(german.seller, name=name, legal_name=name)
    paper = replace(
        german,
        seller=seller,
        buyer=replace(german.buyer, name=name, lines=(name,)),
        lines=(replace(german.lines[0], name=name, sku=name),),
        terms=name,
        footer=name,
        payment_method=name,
    )
    pdf = render_invoice(paper)
    shown = text(pdf)
    assert shown.count(name.split(maxsplit=1)[0]) >= 5
    root = PdfReader(BytesIO(pdf)).root_object
    assert not {"/OpenAction", "/Names"} & set(root)


@pytest.mark.parametrize("name", ["灯 lamp", "مصباح", "🛋️ sofa", "\u0378"])
def test_what_no_font_has_becomes_a_replacement(german: InvoicePaper, name: str) -> None:
    paper = replace(german, lines=(replace(german.lines[0], name=name),))
    assert MISSING in text(render_invoice(paper))


@pytest.mark.parametrize("name", ["x" * 500, "Lamp " * 100, "Straßenbeleuchtungs" * 26])
def test_an_absurd_name_overlaps_nothing(name: str) -> None:
    paper = german_paper((line(1, name, 1, "5.00", "19"), line(2, "NEXTLINE", 1, "6.00", "7")))
    found = placed(PdfReader(BytesIO(render_invoice(paper))).pages[0])
    (following,) = [y for _, y, piece in found if piece == "NEXTLINE"]
    sku = next(y for _, y, piece in found if "LMP-0001" in piece)
    assert following < sku - 10
    quantity = min(x for x, _, piece in found if piece == "Qty")
    parts = [(x, piece) for x, y, piece in found if sku < y < sku + 400 and len(piece) > 20]
    assert all(x + measure(piece, 9) <= quantity for x, piece in parts if x < LEFT + 30)


def test_a_name_longer_than_a_page_is_printed_whole() -> None:
    name = " ".join(f"word{n}" for n in range(3000))
    paper = german_paper((line(1, name, 1, "5.00", "19"),))
    shown = pages(render_invoice(paper))
    assert len(shown) > 5
    assert "word2999" in " ".join(shown)


def test_absurd_parties_stay_on_their_page(german: InvoicePaper) -> None:
    long = replace(german.buyer, name="N" * 500, lines=tuple("street " * 70 for _ in range(30)))
    paper = replace(
        german,
        buyer=long,
        seller=replace(long, legal_name="L" * 500),
        ship_to=replace(long, name="M" * 500),
        invoice_number="X" * 200,
        order_number="Y" * 200,
        corrects="Z" * 200,
    )
    for page in PdfReader(BytesIO(render_invoice(paper))).pages:
        for x, y, piece in placed(page):
            assert LEFT - 1 <= x <= RIGHT + 1 - measure(piece, 6.5), piece
            assert y > 20, piece


anything = st.text(max_size=120)


@given(anything, st.floats(20, 400))
def test_wrapped_lines_fit_and_lose_nothing(written: str, width: float) -> None:
    lines = wrap(written, width, 9)
    assert "".join("".join(lines).split()) == "".join(written.split())
    assert all(measure(one, 9) <= width or len(one.strip()) < 8 for one in lines)


@given(anything, st.floats(40, 200))
def test_clipped_text_fits(written: str, width: float) -> None:
    assert measure(clip(written, width, 9), 9) <= width + 0.01 or len(written) < 8


@settings(max_examples=40)
@given(st.text(max_size=60))
def test_any_text_makes_an_invoice(written: str) -> None:
    paper = german_paper((line(1, written, 1, "5.00", "19"),))
    paper = replace(paper, buyer=replace(paper.buyer, name=written), notes=written)
    assert "5,00 €" in text(render_invoice(paper))
