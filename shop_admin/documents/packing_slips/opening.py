"""The top of the first page: who sends, where it goes, the order's number to read and to scan."""

from functools import partial

from reportlab.graphics.barcode.code128 import Code128

from shop_admin.documents.invoices.sheet import HAIRLINE, INK, LEFT, RIGHT, SOFT, WIDTH
from shop_admin.documents.packing_slips.sheet import Part, Sheet
from shop_admin.documents.pen import Pen
from shop_admin.documents.typesetting import clip, measure, wrap

_LOGO_BOX = (170.0, 48.0)
_BAR_HEIGHT = 34.0
_LONGEST_CODE = 24
_COLUMN = 240.0
_ADDRESS_SIZE, _LEADING = 12.0, 16.0
_SMALL_LEADING = 11.0


def opening(sheet: Sheet) -> list[Part]:
    """Return letterhead, address with the barcode beside it, and the strip of facts."""
    address = _address(sheet)
    sender = _sender(sheet)
    head = max(_LOGO_BOX[1], 14 + len(sender) * _SMALL_LEADING) + 20
    beside = 22 + _BAR_HEIGHT + 26
    body = max(20 + len(address) * _LEADING, beside) + 16
    return [
        Part(head, partial(_draw_letterhead, sheet, sender)),
        Part(body, partial(_draw_address, sheet, address)),
        Part(56.0, partial(_draw_facts, sheet)),
        *([_note(sheet)] if sheet.slip.note.strip() else []),
    ]


def code_of(text: str) -> Code128 | None:
    """Return the text as a Code 128 barcode (ISO/IEC 15417), or None where it cannot be one."""
    if not text or len(text) > _LONGEST_CODE or not (text.isascii() and text.isprintable()):
        return None
    return Code128(text, barHeight=_BAR_HEIGHT, barWidth=1.05, quiet=False, humanReadable=False)


def _sender(sheet: Sheet) -> list[str]:
    seller = sheet.slip.seller
    legal = [seller.legal_name] if seller.legal_name not in ("", seller.name) else []
    texts = [*legal, *seller.lines, seller.email, seller.phone]
    return [line for text in texts for line in wrap(text, _COLUMN, 8, at_most=2)][:10]


def _address(sheet: Sheet) -> list[tuple[str, bool]]:
    party, size = sheet.slip.ship_to, _ADDRESS_SIZE
    named = [(line, True) for line in wrap(party.name, _COLUMN, size, bold=True, at_most=3)]
    rest = [
        (line, False)
        for text in (*party.lines, party.phone)
        for line in wrap(text, _COLUMN, size, at_most=3)
    ]
    return [*named, *rest][:12]


def _draw_letterhead(sheet: Sheet, sender: list[str], pen: Pen, y: float) -> None:
    seller = sheet.slip.seller
    if sheet.logo is not None:
        wide, high = sheet.logo.getSize()
        scale = min(_LOGO_BOX[0] / wide, _LOGO_BOX[1] / high)
        pen.canvas.drawImage(sheet.logo, LEFT, y - high * scale, wide * scale, high * scale)
    else:
        name = clip(seller.name, WIDTH - _COLUMN - 16, 17, bold=True)
        pen.text(LEFT, y - 15, name, 17, bold=True, ink=sheet.accent)
    named = clip(seller.name, _COLUMN, 9, bold=True)
    pen.text(RIGHT, y - 9, named, 9, bold=True, ink=INK, align="right")
    for row, text in enumerate(sender, start=1):
        pen.text(RIGHT, y - 10.5 - row * _SMALL_LEADING, text, 8, ink=SOFT, align="right")


def _draw_address(sheet: Sheet, address: list[tuple[str, bool]], pen: Pen, y: float) -> None:
    pen.text(LEFT, y - 7, sheet.labels.ship_to, 7.5, ink=SOFT)
    for row, (text, bold) in enumerate(address):
        pen.text(LEFT, y - 24 - row * _LEADING, text, _ADDRESS_SIZE, bold=bold, ink=INK)
    number = clip(sheet.slip.order_number, _COLUMN, 17, bold=True)
    pen.text(RIGHT, y - 7, sheet.labels.order, 7.5, ink=SOFT, align="right")
    pen.text(RIGHT, y - 26, number, 17, bold=True, ink=INK, align="right")
    code = code_of(sheet.slip.order_number)
    if code is not None:
        code.drawOn(pen.canvas, RIGHT - code.width, y - 40 - _BAR_HEIGHT)


def _facts(sheet: Sheet) -> list[tuple[str, str]]:
    slip, labels = sheet.slip, sheet.labels
    facts = [
        (labels.ordered, sheet.day(slip.ordered_on)),
        (labels.packed, sheet.day(slip.packed_on)),
        (labels.pieces, str(slip.count)),
        (labels.carrier, slip.carrier),
        (labels.tracking, slip.tracking_number),
    ]
    return [(label, value) for label, value in facts if value]


def _draw_facts(sheet: Sheet, pen: Pen, y: float) -> None:
    pen.rule(LEFT, RIGHT, y - 4, ink=HAIRLINE)
    # The tracking number comes last and has a third of the width: it must be whole.
    room = WIDTH / 6
    for column, (label, value) in enumerate(_facts(sheet)):
        x = LEFT + column * room
        width = room * 2 if label == sheet.labels.tracking else room
        pen.text(x, y - 17, clip(label, width - 6, 7.5), 7.5, ink=SOFT)
        size = _fitting(value, width - 6)
        pen.text(x, y - 30, clip(value, width - 6, size), size, ink=INK)
    pen.rule(LEFT, RIGHT, y - 40, ink=HAIRLINE)


def _fitting(text: str, width: float) -> float:
    sizes = (9.5, 8.0, 7.0, 6.0)
    return next((size for size in sizes if measure(text, size) <= width), sizes[-1])


def _note(sheet: Sheet) -> Part:
    lines = wrap(sheet.slip.note, WIDTH, 10, at_most=12)
    return Part(26 + len(lines) * 14, partial(_draw_note, sheet, lines))


def _draw_note(sheet: Sheet, lines: list[str], pen: Pen, y: float) -> None:
    pen.text(LEFT, y - 7, sheet.labels.note, 7.5, ink=SOFT)
    for row, text in enumerate(lines):
        pen.text(LEFT, y - 22 - row * 14, text, 10, ink=INK)
