"""The lines of a slip: a box to tick, how many, what it is called."""

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from shop_admin.documents.invoices.sheet import HAIRLINE, INK, LEFT, RIGHT, SOFT
from shop_admin.documents.packing_slips.sheet import Part, Sheet
from shop_admin.documents.packing_slips.slip import SlipLine
from shop_admin.documents.pen import Pen
from shop_admin.documents.typesetting import wrap

_BOX = 11.0
_QUANTITY = LEFT + 62
_NAME = LEFT + 76
_NAME_WIDTH = 268.0
_SKU = _NAME + _NAME_WIDTH + 14
_SKU_WIDTH = RIGHT - _SKU
_SIZE, _SMALL = 10.5, 7.5
_LEADING = 14.0
_AIR = 11.0
# A name that fills more is torn into pieces, else no page could hold its line.
_MOST_ROWS = 30


class _Row(NamedTuple):
    """A line, or as much of it as goes on one page; the first has box, number and SKU."""

    line: SlipLine
    names: list[str]
    codes: list[str]
    height: float
    is_first: bool
    is_last: bool


def head(sheet: Sheet) -> Part:
    """Return the row of column titles, which every page repeats."""
    return Part(23.0, partial(_draw_head, sheet))


def rows(sheet: Sheet) -> Iterator[Part]:
    """Yield one part a line, or several where a name is absurdly long."""
    for line in sheet.slip.lines:
        names = wrap(line.name, _NAME_WIDTH, _SIZE) or [""]
        pieces = [names[start : start + _MOST_ROWS] for start in range(0, len(names), _MOST_ROWS)]
        for number, piece in enumerate(pieces):
            is_first, is_last = number == 0, number == len(pieces) - 1
            small = 9 if is_first and line.quantity != line.ordered else 0
            codes = wrap(line.sku, _SKU_WIDTH, 9, at_most=4) if is_first else []
            height = _AIR + max(len(piece) * _LEADING + small, len(codes) * 11 + 3)
            row = _Row(line, piece, codes, height, is_first, is_last)
            yield Part(height, partial(_draw, sheet, row))


def _draw_head(sheet: Sheet, pen: Pen, y: float) -> None:
    labels, base = sheet.labels, y - 10
    pen.text(LEFT, base, labels.packed_box, _SMALL, ink=SOFT)
    pen.text(_QUANTITY, base, labels.quantity, _SMALL, ink=SOFT, align="right")
    pen.text(_NAME, base, labels.description, _SMALL, ink=SOFT)
    pen.text(_SKU, base, labels.sku, _SMALL, ink=SOFT)
    pen.rule(LEFT, RIGHT, y - 17, ink=sheet.accent, thick=0.9)


def _draw(sheet: Sheet, row: _Row, pen: Pen, y: float) -> None:
    line, base = row.line, y - _AIR / 2 - 9.5
    if row.is_first:
        _draw_box(pen, LEFT + 2, base - 2)
        pen.text(_QUANTITY, base, str(line.quantity), 12.5, bold=True, ink=INK, align="right")
    for place, text in enumerate(row.names):
        pen.text(_NAME, base - place * _LEADING, text, _SIZE, ink=INK)
    for place, text in enumerate(row.codes):
        pen.text(_SKU, base - place * 11, text, 9, ink=SOFT)
    if row.is_first and line.quantity != line.ordered:
        words = sheet.labels.of_ordered.format(ordered=line.ordered)
        pen.text(_NAME, base - len(row.names) * _LEADING + 3, words, _SMALL, ink=SOFT)
    if row.is_last:
        pen.rule(LEFT, RIGHT, y - row.height, ink=HAIRLINE)


def _draw_box(pen: Pen, x: float, y: float) -> None:
    """Draw an empty box to tick by hand: a filled one with a smaller white one on it."""
    pen.box(x, y, _BOX, _BOX, ink=INK)
    pen.box(x + 1, y + 1, _BOX - 2, _BOX - 2, ink="1 1 1")
