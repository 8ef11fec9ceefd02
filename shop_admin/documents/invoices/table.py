"""The table of an invoice's lines: columns as wide as their figures, names that wrap."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from shop_admin.documents.invoices.sheet import (
    HAIRLINE,
    INK,
    LEFT,
    RIGHT,
    SOFT,
    Block,
    Sheet,
)
from shop_admin.documents.paper import PaperLine
from shop_admin.documents.pen import Pen
from shop_admin.documents.typesetting import measure, wrap

SIZE = 9.0
_SMALL = 7.5
_LEADING = 12.0
_SMALL_LEADING = 10.5
_AIRY, _DENSE = 12.0, 7.0
# Papers with more lines than this are set denser, to save pages.
_AIRY_LINES = 12
_GAP = 16.0
_NARROWEST_NAME = 110.0
# A name that fills more than this is torn into pieces, else no page could hold its line.
_MOST_ROWS = 36


@dataclass(frozen=True)
class Columns:
    """Where the table's columns are: the name's left edge and width, the figures' right edges."""

    name: float
    name_width: float
    quantity: float
    unit_price: float
    tax: float
    size: float


@dataclass(frozen=True)
class _Row:
    """A line as texts."""

    position: str
    quantity: str
    unit_price: str
    tax: str
    amount: str


@dataclass(frozen=True)
class _Piece:
    """A line, or as much of it as goes on one page; the first piece has the figures."""

    names: list[str]
    details: list[str]
    figures: _Row | None
    above: float
    height: float
    is_last: bool


def table_head(sheet: Sheet, columns: Columns) -> Block:
    """Return the row of column titles, which every page with lines repeats."""
    return Block(21.0, partial(_draw_head, sheet, columns))


def table_rows(sheet: Sheet) -> tuple[Columns, list[Block]]:
    """Return the columns and one block a line, or several where a name is absurdly long."""
    texts = [_texts(sheet, line) for line in sheet.paper.lines]
    columns = _columns(sheet, texts)
    carried = Decimal(0)
    blocks: list[Block] = []
    for line, row in zip(sheet.paper.lines, texts, strict=True):
        carried += line.line_total
        blocks += _line_blocks(sheet, columns, line, row, carried)
    return columns, blocks


def _texts(sheet: Sheet, line: PaperLine) -> _Row:
    return _Row(
        position=str(line.position),
        quantity=str(line.quantity),
        unit_price=sheet.money(line.unit_price),
        tax=sheet.percent(line.tax_rate),
        amount=sheet.money(line.line_total),
    )


def _columns(sheet: Sheet, rows: list[_Row]) -> Columns:
    for size in (SIZE, 8.0, 7.0, 6.0, 5.0):
        columns = _columns_at(sheet, rows, size)
        if columns.name_width >= _NARROWEST_NAME:
            break
    return columns


def _columns_at(sheet: Sheet, rows: list[_Row], size: float) -> Columns:
    labels = sheet.labels
    position = _widest([row.position for row in rows], labels.position, size)
    quantity = _widest([row.quantity for row in rows], labels.quantity, size)
    unit_price = _widest([row.unit_price for row in rows], labels.unit_price, size)
    tax = _widest([row.tax for row in rows], labels.tax, size)
    amount = _widest([row.amount for row in rows], labels.amount, size)
    name = LEFT + max(position, 14.0) + 8
    tax_edge = RIGHT - max(amount, 62.0) - _GAP
    unit_edge = tax_edge - tax - _GAP
    quantity_edge = unit_edge - max(unit_price, 54.0) - _GAP
    width = quantity_edge - quantity - _GAP - name
    return Columns(name, width, quantity_edge, unit_edge, tax_edge, size)


def _widest(texts: list[str], label: str, size: float) -> float:
    return max([measure(label, _SMALL), *(measure(text, size) for text in set(texts))])


def _draw_head(sheet: Sheet, columns: Columns, pen: Pen, y: float) -> None:
    labels, base = sheet.labels, y - 9
    pen.text(LEFT, base, labels.position, _SMALL, ink=SOFT)
    pen.text(columns.name, base, labels.description, _SMALL, ink=SOFT)
    for edge, label in (
        (columns.quantity, labels.quantity),
        (columns.unit_price, labels.unit_price),
        (columns.tax, labels.tax),
        (RIGHT, labels.amount),
    ):
        pen.text(edge, base, label, _SMALL, ink=SOFT, align="right")
    pen.rule(LEFT, RIGHT, y - 16, ink=sheet.accent, thick=0.9)


def _line_blocks(
    sheet: Sheet, columns: Columns, line: PaperLine, row: _Row, carried: Decimal
) -> Iterator[Block]:
    names = wrap(line.name, columns.name_width, SIZE) or [""]
    details = _details(sheet, columns, line)
    pieces = [names[start : start + _MOST_ROWS] for start in range(0, len(names), _MOST_ROWS)]
    before = carried - line.line_total
    air = _AIRY if len(sheet.paper.lines) <= _AIRY_LINES else _DENSE
    for number, piece in enumerate(pieces):
        is_last = number == len(pieces) - 1
        small = details if is_last else []
        height = air + len(piece) * _LEADING + len(small) * _SMALL_LEADING
        figures = row if number == 0 else None
        part = _Piece(piece, small, figures, air / 2, height, is_last)
        yield Block(
            height, partial(_draw_piece, columns, part), carried=carried if is_last else before
        )


def _details(sheet: Sheet, columns: Columns, line: PaperLine) -> list[str]:
    labels = sheet.labels
    codes = [f"{labels.sku} {line.sku}"] if line.sku else []
    codes += [f"{labels.hsn} {line.hsn_code}"] if line.hsn_code else []
    texts = ["  ·  ".join(codes)]
    if line.discount_amount:
        texts.append(f"{labels.discount} {sheet.money(-line.discount_amount)}")
    return [part for text in texts for part in wrap(text, columns.name_width, _SMALL, at_most=4)]


def _draw_piece(columns: Columns, piece: _Piece, pen: Pen, y: float) -> None:
    base = y - piece.above - 8.5
    if piece.figures is not None:
        _draw_figures(columns, piece.figures, pen, base)
    for text in piece.names:
        pen.text(columns.name, base, text, SIZE, ink=INK)
        base -= _LEADING
    for text in piece.details:
        pen.text(columns.name, base, text, _SMALL, ink=SOFT)
        base -= _SMALL_LEADING
    if piece.is_last:
        pen.rule(LEFT, RIGHT, y - piece.height, ink=HAIRLINE)


def _draw_figures(columns: Columns, row: _Row, pen: Pen, base: float) -> None:
    size = columns.size
    pen.text(LEFT, base, row.position, size, ink=SOFT)
    pen.text(columns.quantity, base, row.quantity, size, ink=INK, align="right")
    pen.text(columns.unit_price, base, row.unit_price, size, ink=INK, align="right")
    pen.text(columns.tax, base, row.tax, size, ink=SOFT, align="right")
    pen.text(RIGHT, base, row.amount, size, ink=INK, align="right")
