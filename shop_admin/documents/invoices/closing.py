"""Below the sums: how it was or will be paid, notes and terms."""

from collections.abc import Iterator
from functools import partial

from shop_admin.documents.invoices.sheet import (
    INK,
    LEFT,
    PANEL,
    SOFT,
    WIDTH,
    Block,
    Sheet,
)
from shop_admin.documents.pen import Pen
from shop_admin.documents.typesetting import clip, wrap

_LEADING = 13.5
_TEXT_LEADING = 11.5
_PADDING = 14.0
_INSIDE = WIDTH - 2 * _PADDING
_GAP = 16.0
# Where the second column of the account begins, and the values in each.
_SPLIT = 0.56
_VALUES_AT = (96.0, 30.0)


def payment(sheet: Sheet) -> Block:
    """Return the panel that says what was paid, or what is due and to which account."""
    states = wrap(_state(sheet), _INSIDE, 10, bold=True, at_most=3)
    details = _account(sheet) if sheet.paper.amount_due > 0 and not sheet.paper.is_credit else []
    rows = len(states) + (len(details) + 1) // 2
    height = 2 * _PADDING + rows * _LEADING + (5 if details else -3)
    return Block(height + _GAP, partial(_draw_payment, sheet, states, details, height))


def texts(sheet: Sheet) -> Iterator[Block]:
    """Yield notes and terms line by line, so that long terms flow over pages."""
    paper, labels = sheet.paper, sheet.labels
    notes = paper.notes.strip()
    if paper.seller.country == "IN":
        # Rule 46 (p) of the Indian CGST Rules: say whether tax is payable on reverse charge.
        notes = f"{notes}\n{labels.reverse_charge}".strip()
    for label, text in ((labels.notes, notes), (labels.terms, paper.terms)):
        lines = wrap(text, WIDTH, 8.5)
        if lines:
            yield Block(24.0, partial(_draw_label, label), keep_with_next=True)
        for line in lines:
            yield Block(_TEXT_LEADING, partial(_draw_text, line))


def _state(sheet: Sheet) -> str:
    paper, labels = sheet.paper, sheet.labels
    amount = sheet.money(paper.amount_due)
    if paper.is_credit:
        return _refund_state(sheet)
    if paper.amount_due > 0 and paper.due_on:
        return f"{labels.due_by.format(day=sheet.day(paper.due_on))}: {amount}"
    if paper.amount_due > 0:
        return f"{labels.amount_due}: {amount}"
    if paper.paid_on:
        return _by_method(sheet, labels.paid_on.format(day=sheet.day(paper.paid_on)))
    return _by_method(sheet, labels.paid) if paper.paid_amount else labels.nothing_due


def _refund_state(sheet: Sheet) -> str:
    paper, labels = sheet.paper, sheet.labels
    if paper.paid_on:
        return _by_method(sheet, labels.refunded_on.format(day=sheet.day(paper.paid_on)))
    return f"{labels.to_be_refunded}: {sheet.money(paper.amount_due or paper.total_amount)}"


def _by_method(sheet: Sheet, state: str) -> str:
    method = sheet.paper.payment_method
    return f"{state} {sheet.labels.paid_by.format(method=method)}" if method else state


def _account(sheet: Sheet) -> list[tuple[str, str]]:
    bank, labels = sheet.paper.bank, sheet.labels
    if bank is None:
        return []
    facts = [
        (labels.holder, bank.holder),
        (labels.bank, bank.bank),
        (labels.iban, _in_fours(bank.iban)),
        (labels.bic, bank.bic),
        (labels.reference, sheet.paper.invoice_number),
    ]
    return [(label, value) for label, value in facts if value]


def _in_fours(iban: str) -> str:
    packed = "".join(iban.split())
    return " ".join(packed[start : start + 4] for start in range(0, len(packed), 4))


def _draw_payment(
    sheet: Sheet,
    states: list[str],
    details: list[tuple[str, str]],
    height: float,
    pen: Pen,
    y: float,
) -> None:
    top = y - _GAP
    pen.box(LEFT, top - height, WIDTH, height, ink=PANEL)
    pen.box(LEFT, top - height, 2.5, height, ink=sheet.accent)
    base = top - _PADDING - 8
    for text in states:
        pen.text(LEFT + _PADDING, base, text, 10, bold=True, ink=INK)
        base -= _LEADING
    _draw_details(details, pen, base - 6)


def _draw_details(details: list[tuple[str, str]], pen: Pen, base: float) -> None:
    for place, (label, value) in enumerate(details):
        row, column = divmod(place, 2)
        x, y = LEFT + _PADDING + column * _INSIDE * _SPLIT, base - row * _LEADING
        room = _INSIDE * (1 - _SPLIT if column else _SPLIT) - _VALUES_AT[column]
        pen.text(x, y, label, 8, ink=SOFT)
        pen.text(x + _VALUES_AT[column], y, clip(value, room - 8, 8.5), 8.5, ink=INK)


def _draw_label(label: str, pen: Pen, y: float) -> None:
    pen.text(LEFT, y - 20, label, 7.5, ink=SOFT)


def _draw_text(text: str, pen: Pen, y: float) -> None:
    pen.text(LEFT, y - 10, text, 8.5, ink=INK)
