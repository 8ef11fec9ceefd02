"""A paper into the bytes of its PDF."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from shop_admin.documents.invoices.closing import payment, texts
from shop_admin.documents.invoices.labels import title
from shop_admin.documents.invoices.opening import heading, letterhead
from shop_admin.documents.invoices.pages import Page, draw_page, paginate
from shop_admin.documents.invoices.sheet import (
    DEFAULT_ACCENT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    Block,
    Sheet,
    lay_out,
)
from shop_admin.documents.invoices.table import table_head, table_rows
from shop_admin.documents.invoices.totals import totals
from shop_admin.documents.logos import read_logo
from shop_admin.documents.paper import InvoicePaper
from shop_admin.documents.pen import Pen
from shop_admin.documents.typefaces import set_canvas_defaults
from shop_admin.documents.typesetting import printable


def render_invoice(
    paper: InvoicePaper, logo: bytes | None = None, *, accent: str = DEFAULT_ACCENT
) -> bytes:
    """Return the PDF of an invoice or a credit note: A4, fonts embedded, same input same bytes.

    `logo` is a PNG, JPEG or WebP; one that cannot be read is left out. `accent` is '#rrggbb', and
    is darkened where it could not be read on white. What no font covers prints as a replacement
    character, so no text can make this fail.
    """
    sheet = lay_out(paper, read_logo(logo) if logo else None, accent)
    pages = _pages(sheet)
    content = BytesIO()
    canvas = _canvas(sheet, content)
    pen = Pen(canvas)
    for number, page in enumerate(pages, start=1):
        draw_page(sheet, page, number, len(pages), pen)
        pen.finish()
    canvas.save()
    return content.getvalue()


def _pages(sheet: Sheet) -> list[Page]:
    columns, rows = table_rows(sheet)
    opening = [letterhead(sheet), heading(sheet)]
    return paginate(opening, table_head(sheet, columns), _flow(sheet, rows))


def _flow(sheet: Sheet, rows: list[Block]) -> Iterator[Block]:
    yield from rows[:-1]
    if rows:
        # The sums never stand on a page without a line: the last one moves with them.
        yield replace(rows[-1], keep_with_next=True)
    yield totals(sheet)
    yield payment(sheet)
    yield from texts(sheet)


def _canvas(sheet: Sheet, content: BytesIO) -> Canvas:
    set_canvas_defaults()
    canvas = Canvas(
        content,
        pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
        pageCompression=1,
        invariant=1,
        pdfVersion=(1, 7),
        lang=sheet.labels.language,
    )
    _describe(sheet, canvas)
    return canvas


def _describe(sheet: Sheet, canvas: Canvas) -> None:
    paper = sheet.paper
    name = printable(paper.seller.legal_name or paper.seller.name)
    what = f"{title(paper, sheet.labels)} {printable(paper.invoice_number)}"
    canvas.setTitle(what)
    canvas.setAuthor(name)
    canvas.setSubject(f"{what} · {name}")
    canvas.setCreator(printable(paper.seller.name))
    canvas.setProducer("shop-admin")
    canvas.setDateFormatter(lambda *_moment: _written(paper.issued_on))


def _written(day: date) -> str:
    return f"D:{day:%Y%m%d}000000Z"
