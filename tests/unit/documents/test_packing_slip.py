"""The slip says what to pack and where it goes, to people and to a scanner, and no price."""

from dataclasses import replace
from hashlib import sha256
from io import BytesIO

import pytest
from printed import pages, text
from pypdf import PdfReader
from slips import GERMAN, INDIAN

from shop_admin.documents.packing_slips import PackingSlip, SlipLine
from shop_admin.documents.packing_slips.opening import code_of
from shop_admin.documents.packing_slips.render import render_packing_slip


def test_it_shows_what_is_packed_and_where_it_goes() -> None:
    shown = text(render_packing_slip(GERMAN))
    for words in (
        "Packing slip",
        "Jürgen Größmann",
        "10243 Berlin",
        "BER-10482",
        "20.11.2026",
        "LMP-0002",
        "of 4 ordered",
        "DHL",
        "00340434161094042557",
        "Alles Gute zum Geburtstag!",
        "Page 1 of 1",
    ):
        assert words in shown


def test_it_shows_no_price() -> None:
    shown = text(render_packing_slip(GERMAN))
    assert not any(sign in shown for sign in ("€", "EUR", "VAT", "Total", "DE123456789"))


def test_every_line_is_printed_once_on_several_pages(logo: bytes) -> None:
    printed = pages(render_packing_slip(INDIAN, logo, accent="#b45309"))
    assert len(printed) > 1
    together = " ".join(printed)
    assert [together.count(f"CUP-{number:04d}") for number in range(1, 41)] == [1] * 40
    assert all(f"Page {number} of {len(printed)}" in page for number, page in enumerate(printed, 1))
    assert all("Description" in page for page in printed)


def test_the_same_parcel_gives_the_same_bytes(logo: bytes) -> None:
    first, second = (sha256(render_packing_slip(INDIAN, logo)).hexdigest() for _ in range(2))
    assert first == second
    assert first != sha256(render_packing_slip(GERMAN, logo)).hexdigest()


def test_fonts_are_embedded() -> None:
    fonts = PdfReader(BytesIO(render_packing_slip(INDIAN))).pages[0]["/Resources"]["/Font"]
    names = [str(font.get_object()["/BaseFont"]) for font in fonts.values()]
    assert names
    assert all("Noto" in name for name in names)


def test_the_barcode_is_the_orders_number() -> None:
    code = code_of("BER-10482")
    assert code is not None
    code.validate()
    code.encode()
    assert code.encoded[0] == 104
    assert len(code.encoded) >= len("BER-10482") - 2


@pytest.mark.parametrize("number", ["", "BER-१", "B" * 40, "A\nB"])
def test_what_no_scanner_reads_has_no_barcode(number: str) -> None:
    assert code_of(number) is None
    assert render_packing_slip(replace(GERMAN, order_number=number)).startswith(b"%PDF")


@pytest.mark.parametrize("word", ["", "x" * 900, "\x00\x07", "😀 漢字", "word " * 900])
def test_no_text_makes_it_fail(word: str) -> None:
    line = SlipLine(sku=word[:64], name=word, quantity=1, ordered=3)
    strange = replace(
        GERMAN,
        lines=(line,) * 3,
        note=word,
        carrier=word[:100],
        tracking_number=word[:100],
        ship_to=replace(GERMAN.ship_to, name=word, lines=(word, word)),
    )
    assert pages(render_packing_slip(strange, b"no picture", accent="no colour"))


def test_it_counts_its_pieces() -> None:
    assert (GERMAN.count, PackingSlip.count.fget(INDIAN)) == (3, 820)
