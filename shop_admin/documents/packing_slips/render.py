"""A packing slip into the bytes of its PDF."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from shop_admin.documents.invoices.sheet import (
    BOTTOM,
    DEFAULT_ACCENT,
    HAIRLINE,
    INK,
    LEFT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RIGHT,
    SOFT,
    TOP,
    WIDTH,
    legible,
)
from shop_admin.documents.logos import read_logo
from shop_admin.documents.packing_slips import table
from shop_admin.documents.packing_slips.labels import labels_for
from shop_admin.documents.packing_slips.opening import opening
from shop_admin.documents.packing_slips.sheet import Part, Sheet
from shop_admin.documents.packing_slips.slip import PackingSlip
from shop_admin.documents.pen import Pen
from shop_admin.documents.typefaces import set_canvas_defaults
from shop_admin.documents.typesetting import clip, printable

_RUNNING_HEAD = 30.0
_TITLE = 34.0

_Placed = list[tuple[float, Part]]


def render_packing_slip(
    slip: PackingSlip, logo: bytes | None = None, *, accent: str = DEFAULT_ACCENT
) -> bytes:
    """Return the PDF of a packing slip: A4, fonts embedded, same input same bytes.

    `logo` is a PNG, JPEG or WebP; one that cannot be read is left out. The order's number is
    printed as a Code 128 barcode too, where its letters allow it. No text can make this fail.
    """
    return render_packing_slips([(slip, logo, accent)])


def render_packing_slips(slips: Sequence[tuple[PackingSlip, bytes | None, str]]) -> bytes:
    """Return one PDF of several packing slips with their logos and accents, one after another."""
    sheets = [
        Sheet(slip, labels_for(slip.locale), legible(accent), read_logo(logo) if logo else None)
        for slip, logo, accent in slips
    ]
    content = BytesIO()
    canvas = _canvas(sheets[0], content)
    pen = Pen(canvas)
    for sheet in sheets:
        pages = _paginate(opening(sheet), table.head(sheet), table.rows(sheet))
        for number, page in enumerate(pages, start=1):
            _draw_page(sheet, page, number, len(pages), pen)
            pen.finish()
    canvas.save()
    return content.getvalue()


def _paginate(first: list[Part], head: Part, rows: Iterable[Part]) -> list[_Placed]:
    """Return the pages: the opening and the table's head first; a new page repeats the head."""
    pages: list[_Placed] = [[]]
    y = TOP - _TITLE
    for part in [*first, head]:
        pages[-1].append((y, part))
        y -= part.height
    for part in rows:
        if y - part.height < BOTTOM:
            y = TOP - _RUNNING_HEAD
            pages.append([(y, head)])
            y -= head.height
        pages[-1].append((y, part))
        y -= part.height
    return pages


def _draw_page(sheet: Sheet, page: _Placed, number: int, count: int, pen: Pen) -> None:
    slip, labels = sheet.slip, sheet.labels
    if number == 1:
        pen.text(LEFT, TOP - 16, labels.title, 21, bold=True, ink=INK)
    else:
        what = clip(f"{labels.title} {slip.order_number}", WIDTH / 2, 9, bold=True)
        pen.text(LEFT, TOP - 9, what, 9, bold=True, ink=INK)
        name = clip(slip.ship_to.name, WIDTH / 2 - 12, 8.5)
        pen.text(RIGHT, TOP - 9, name, 8.5, ink=SOFT, align="right")
        pen.rule(LEFT, RIGHT, TOP - 17, ink=HAIRLINE)
    for y, part in page:
        part.draw(pen, y)
    pen.rule(LEFT, RIGHT, 62, ink=HAIRLINE)
    pen.text(LEFT, 48, clip(slip.seller.name, WIDTH / 2, 7), 7, ink=SOFT)
    shown = labels.page.format(number=number, count=count)
    pen.text(RIGHT, 48, shown, 7, ink=SOFT, align="right")


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
    slip = sheet.slip
    canvas.setTitle(f"{sheet.labels.title} {printable(slip.order_number)}")
    canvas.setAuthor(printable(slip.seller.name))
    canvas.setCreator(printable(slip.seller.name))
    canvas.setProducer("shop-admin")
    canvas.setDateFormatter(lambda *_moment: f"D:{slip.packed_on:%Y%m%d}000000Z")
    return canvas
