"""Every font in the file is embedded, and the vendored files are the ones that were vendored."""

import json
from hashlib import sha256
from io import BytesIO
from typing import Any, cast

import pytest
from pypdf import PdfReader

from shop_admin.documents.invoices import render_invoice
from shop_admin.documents.paper import InvoicePaper
from shop_admin.documents.typefaces import FONTS


@pytest.mark.parametrize("which", ["german", "indian", "credit_note", "long"])
def test_no_font_is_left_out(which: str, request: pytest.FixtureRequest) -> None:
    fonts = _fonts(render_invoice(request.getfixturevalue(which)))
    assert fonts
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts)
    assert all("NotoSans" in font["/BaseFont"] for font in fonts)


def test_devanagari_has_its_own_face(indian: InvoicePaper) -> None:
    names = {font["/BaseFont"].partition("+")[2] for font in _fonts(render_invoice(indian))}
    assert names == {
        "NotoSans-Regular",
        "NotoSans-Bold",
        "NotoSansDevanagari-Regular",
        "NotoSansDevanagari-Bold",
    }


def test_shaped_text_can_be_copied_as_it_was_written(indian: InvoicePaper) -> None:
    content = PdfReader(BytesIO(render_invoice(indian))).pages[0].get_contents()
    assert content is not None
    written = "श्रीवास्तव".encode("utf-16-be").hex().encode()
    assert b"ActualText <feff" + written in content.get_data()


def test_vendored_files_are_unchanged() -> None:
    notes = json.loads((FONTS / "vendor.json").read_text())
    assert {note["file"] for note in notes} == {file.name for file in FONTS.glob("*.ttf")}
    for note in notes:
        assert sha256((FONTS / note["file"]).read_bytes()).hexdigest() == note["sha256"]


def test_the_licence_is_there() -> None:
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text()


def _fonts(pdf: bytes) -> list[Any]:
    return [
        font.get_object()
        for page in PdfReader(BytesIO(pdf)).pages
        for font in cast(Any, page["/Resources"])["/Font"].values()
    ]
