"""The sums of an invoice: what the lines come to, and the tax of every rate."""

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
from shop_admin.documents.paper import PaperTax
from shop_admin.documents.pen import Pen
from shop_admin.documents.typesetting import clip

_LABELS_AT = LEFT + 250
_LEADING = 16.0
_TAX_LEADING = 14.0
_NET, _TAX = RIGHT - 200, RIGHT - 100

_TaxRow = tuple[str, str, str, str, bool]


def totals(sheet: Sheet) -> Block:
    """Return subtotal to total with the tax summary, as one block that no page break tears."""
    rows, paid, taxes = _rows(sheet), _paid_rows(sheet), _tax_rows(sheet)
    height = 14 + len(rows) * _LEADING + 52 + len(paid) * _LEADING
    height += 34 + len(taxes) * _TAX_LEADING + 8 if taxes else 0
    return Block(height, partial(_draw_totals, sheet, rows, paid, taxes))


def _rows(sheet: Sheet) -> list[tuple[str, Decimal]]:
    paper, labels = sheet.paper, sheet.labels
    rows = [(labels.subtotal, paper.subtotal)]
    if paper.discount_amount:
        rows.append((labels.discount, -paper.discount_amount))
    if paper.shipping_amount:
        rows.append((labels.shipping, paper.shipping_amount))
    if not paper.prices_include_tax:
        rows.append((labels.tax, paper.tax_amount))
    return rows


def _paid_rows(sheet: Sheet) -> list[tuple[str, Decimal]]:
    paper, labels = sheet.paper, sheet.labels
    if not (paper.paid_amount and paper.amount_due):
        return []
    return [(labels.paid, paper.paid_amount), (labels.amount_due, paper.amount_due)]


def _tax_rows(sheet: Sheet) -> list[_TaxRow]:
    taxes = sheet.paper.taxes
    rows = [row for tax in taxes for row in _rate_rows(sheet, tax)]
    if len(taxes) > 1:
        net = sum((tax.net for tax in taxes), Decimal(0))
        part = sum((tax.tax for tax in taxes), Decimal(0))
        total = sheet.labels.total
        rows.append((total, sheet.money(net), sheet.money(part), sheet.money(net + part), True))
    return rows


def _rate_rows(sheet: Sheet, tax: PaperTax) -> list[_TaxRow]:
    money, percent = sheet.money, sheet.percent
    name = f"{tax.name} {percent(tax.rate)}"
    row = (name, money(tax.net), money(tax.tax), money(tax.net + tax.tax), True)
    parts = [
        (f"    {part.name} {percent(part.rate)}", "", money(part.amount), "", False)
        for part in tax.components
    ]
    return [row, *parts]


def _draw_totals(
    sheet: Sheet,
    rows: list[tuple[str, Decimal]],
    paid: list[tuple[str, Decimal]],
    taxes: list[_TaxRow],
    pen: Pen,
    y: float,
) -> None:
    base = y - 24
    for label, amount in rows:
        _draw_row(sheet, label, amount, pen, base)
        base -= _LEADING
    base = _draw_total(sheet, pen, base + _LEADING - 9)
    for label, amount in paid:
        _draw_row(sheet, label, amount, pen, base)
        base -= _LEADING
    if taxes:
        _draw_taxes(sheet, taxes, pen, base - 14)


def _draw_row(sheet: Sheet, label: str, amount: Decimal, pen: Pen, base: float) -> None:
    pen.text(_LABELS_AT, base, label, 9, ink=SOFT)
    pen.text(RIGHT, base, sheet.money(amount), 9, ink=INK, align="right")


def _draw_total(sheet: Sheet, pen: Pen, y: float) -> float:
    paper, labels = sheet.paper, sheet.labels
    label = labels.total_credited if paper.is_credit else labels.total
    pen.rule(_LABELS_AT, RIGHT, y, ink=sheet.accent, thick=0.9)
    pen.text(_LABELS_AT, y - 20, label, 13, bold=True, ink=INK)
    total = sheet.money(paper.total_amount)
    pen.text(RIGHT, y - 20, total, 13, bold=True, ink=INK, align="right")
    note = labels.includes_tax if paper.prices_include_tax else labels.excludes_tax
    pen.text(_LABELS_AT, y - 34, note, 7.5, ink=SOFT)
    return y - 52


def _draw_taxes(sheet: Sheet, rows: list[_TaxRow], pen: Pen, y: float) -> None:
    labels = sheet.labels
    pen.text(LEFT, y, labels.tax_summary, 7.5, ink=SOFT)
    for edge, label in ((_NET, labels.net), (_TAX, labels.tax), (RIGHT, labels.gross)):
        pen.text(edge, y, label, 7.5, ink=SOFT, align="right")
    pen.rule(LEFT, RIGHT, y - 6, ink=HAIRLINE)
    base = y - 18
    for name, net, tax, gross, strong in rows:
        ink = INK if strong else SOFT
        indent = 0.0 if strong else 10.0
        shown = clip(name.strip(), _NET - LEFT - 110, 8.5)
        pen.text(LEFT + indent, base, shown, 8.5, ink=ink)
        for edge, text in ((_NET, net), (_TAX, tax), (RIGHT, gross)):
            if text:
                pen.text(edge, base, text, 8.5, ink=ink, align="right")
        base -= _TAX_LEADING
