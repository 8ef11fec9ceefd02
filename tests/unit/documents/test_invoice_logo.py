"""A logo is scaled into its box; a broken one never stops an invoice."""

import re
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from shop_admin.documents.invoices import render_invoice
from shop_admin.documents.paper import InvoicePaper


def _picture(kind: str, size: tuple[int, int]) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, "#336699").save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_every_kind_is_drawn(german: InvoicePaper, kind: str) -> None:
    assert len(_images(render_invoice(german, _picture(kind, (300, 90))))) == 1


@pytest.mark.parametrize("size", [(3000, 300), (40, 2000), (1, 1)])
def test_any_shape_keeps_its_aspect_inside_the_box(
    german: InvoicePaper, size: tuple[int, int]
) -> None:
    content = PdfReader(BytesIO(render_invoice(german, _picture("PNG", size)))).pages[0]
    data = content.get_contents()
    assert data is not None
    (matrix,) = re.findall(rb"(\S+) 0 0 (\S+) \S+ \S+ cm\n/FormXob", data.get_data())
    wide, high = map(float, matrix)
    assert wide <= 170.01
    assert high <= 48.01
    assert wide / high == pytest.approx(size[0] / size[1], rel=0.25)


@pytest.mark.parametrize("cut", [0, 3, 40, 120])
def test_a_broken_logo_is_left_out(german: InvoicePaper, logo: bytes, cut: int) -> None:
    assert render_invoice(german, logo[:cut]) == render_invoice(german)


@pytest.mark.parametrize("content", [b"<svg onload=alert(1)>", b"GIF89a", b"\x00" * 500])
def test_what_is_no_logo_is_left_out(german: InvoicePaper, content: bytes) -> None:
    assert render_invoice(german, content) == render_invoice(german)


def test_a_logo_does_not_bloat_the_file(german: InvoicePaper) -> None:
    assert len(render_invoice(german, _picture("PNG", (4000, 1200)))) < 60_000


def _images(pdf: bytes) -> list[object]:
    return list(PdfReader(BytesIO(pdf)).pages[0].images)
