"""The top of the first page: seller, buyer, title, and the dates and numbers of the deal."""

from functools import partial

from reportlab.lib.utils import ImageReader

from shop_admin.documents.invoices.labels import tax_id_name, title
from shop_admin.documents.invoices.sheet import (
    HAIRLINE,
    INK,
    LEFT,
    RIGHT,
    SOFT,
    WIDTH,
    Block,
    Sheet,
)
from shop_admin.documents.paper import Party
from shop_admin.documents.pen import Pen
from shop_admin.documents.typesetting import clip, wrap

_LOGO_BOX = (170.0, 48.0)
_COLUMN = 225.0
_LEADING = 12.5
_SMALL_LEADING = 11.0
_NAME_SIZE = 17.0
_NAME_LEADING = 21.0

_Address = tuple[str, list[tuple[str, bool]]]


def letterhead(sheet: Sheet) -> Block:
    """Return logo or name, the seller with all that identifies him, and the buyer.

    The recipient stands beside the buyer, where he is somebody or somewhere else.
    """
    seller, columns = _seller_lines(sheet), _addresses(sheet)
    beside = 14 + len(seller) * _SMALL_LEADING
    above = _LOGO_BOX[1] if sheet.logo else len(_name_lines(sheet)) * _NAME_LEADING
    top = max(above, _LOGO_BOX[1]) + 22
    if len(columns) > 1:
        top = max(top, beside + 22)
    rows = max(len(lines) for _, lines in columns)
    height = max(top + 16 + rows * _LEADING, beside) + 26
    return Block(height, partial(_draw_letterhead, sheet, seller, columns, top))


def heading(sheet: Sheet) -> Block:
    """Return the title with the number, and the strip of dates below it."""
    return Block(94.0 + (14.0 if sheet.paper.corrects else 0.0), partial(_draw_heading, sheet))


def _seller_name(sheet: Sheet) -> str:
    # Without a logo the store's name stands large at the left: not twice the same.
    seller = sheet.paper.seller
    return seller.name if sheet.logo or not seller.legal_name else seller.legal_name


def _seller_lines(sheet: Sheet) -> list[str]:
    seller = sheet.paper.seller
    legal = [seller.legal_name] if seller.legal_name not in ("", _seller_name(sheet)) else []
    tax_id = [f"{tax_id_name(seller.country)} {seller.tax_id}"] if seller.tax_id else []
    texts = [*legal, *seller.lines, *tax_id, seller.email, seller.phone]
    return [line for text in texts for line in wrap(text, _COLUMN, 8, at_most=3)][:14]


def _name_lines(sheet: Sheet) -> list[str]:
    room = WIDTH - _COLUMN - 16
    return wrap(sheet.paper.seller.name, room, _NAME_SIZE, bold=True, at_most=3)


def _addresses(sheet: Sheet) -> list[_Address]:
    paper, labels = sheet.paper, sheet.labels
    columns = [(labels.bill_to, _party_lines(paper.buyer))]
    if paper.ship_to is not None and _place(paper.ship_to) != _place(paper.buyer):
        columns.append((labels.ship_to, _party_lines(paper.ship_to)))
    return columns


def _party_lines(party: Party) -> list[tuple[str, bool]]:
    company = party.legal_name if party.legal_name != party.name else ""
    tax_id = f"{tax_id_name(party.country)} {party.tax_id}" if party.tax_id else ""
    named = [(line, True) for line in wrap(party.name, _COLUMN, 9.5, bold=True, at_most=4)]
    rest = [
        (line, False)
        for text in (company, *party.lines, tax_id, party.email, party.phone)
        for line in wrap(text, _COLUMN, 9.5, at_most=4)
    ]
    return [*named, *rest][:16]


def _place(party: Party) -> tuple[str, str, tuple[str, ...], str]:
    return party.name, party.legal_name, party.lines, party.country


def _draw_letterhead(
    sheet: Sheet, seller: list[str], columns: list[_Address], top: float, pen: Pen, y: float
) -> None:
    if sheet.logo is not None:
        _draw_logo(sheet.logo, pen, y)
    else:
        for row, text in enumerate(_name_lines(sheet)):
            base = y - 15 - row * _NAME_LEADING
            pen.text(LEFT, base, text, _NAME_SIZE, bold=True, ink=sheet.accent)
    named = clip(_seller_name(sheet), _COLUMN, 9, bold=True)
    pen.text(RIGHT, y - 9, named, 9, bold=True, ink=INK, align="right")
    for row, text in enumerate(seller, start=1):
        pen.text(RIGHT, y - 10.5 - row * _SMALL_LEADING, text, 8, ink=SOFT, align="right")
    _draw_addresses(columns, pen, y - top)


def _draw_logo(logo: ImageReader, pen: Pen, y: float) -> None:
    wide, high = logo.getSize()
    scale = min(_LOGO_BOX[0] / wide, _LOGO_BOX[1] / high)
    pen.canvas.drawImage(logo, LEFT, y - high * scale, wide * scale, high * scale)


def _draw_addresses(columns: list[_Address], pen: Pen, y: float) -> None:
    for column, (label, lines) in enumerate(columns):
        x = LEFT + column * (WIDTH - _COLUMN)
        pen.text(x, y - 7, label, 7.5, ink=SOFT)
        for row, (text, bold) in enumerate(lines):
            pen.text(x, y - 22 - row * _LEADING, text, 9.5, bold=bold, ink=INK)


def _draw_heading(sheet: Sheet, pen: Pen, y: float) -> None:
    paper = sheet.paper
    pen.text(LEFT, y - 20, title(paper, sheet.labels), 25, bold=True, ink=INK)
    number = clip(paper.invoice_number, WIDTH / 2, 13)
    pen.text(RIGHT, y - 20, number, 13, bold=True, ink=sheet.accent, align="right")
    if paper.corrects:
        corrects = sheet.labels.corrects.format(number=paper.corrects)
        pen.text(LEFT, y - 37, clip(corrects, WIDTH, 10), 10, ink=INK)
        y -= 14
    pen.rule(LEFT, RIGHT, y - 36, ink=HAIRLINE)
    _draw_facts(_facts(sheet), pen, y - 50)
    pen.rule(LEFT, RIGHT, y - 74, ink=HAIRLINE)


def _facts(sheet: Sheet) -> list[tuple[str, str]]:
    paper, labels = sheet.paper, sheet.labels
    facts = [
        (labels.issued, sheet.day(paper.issued_on)),
        (labels.supplied, sheet.day(paper.supplied_on) if paper.supplied_on else ""),
        (labels.due, sheet.day(paper.due_on) if paper.due_on else ""),
        (labels.order, paper.order_number),
        (labels.place_of_supply, paper.place_of_supply),
    ]
    return [(label, value) for label, value in facts if value]


def _draw_facts(facts: list[tuple[str, str]], pen: Pen, y: float) -> None:
    room = WIDTH / max(len(facts), 4)
    for column, (label, value) in enumerate(facts):
        x = LEFT + column * room
        pen.text(x, y, label, 7.5, ink=SOFT)
        pen.text(x, y - 13, clip(value, room - 6, 9.5), 9.5, ink=INK)
