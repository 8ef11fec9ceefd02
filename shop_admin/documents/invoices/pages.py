"""Blocks onto pages: breaks, repeated heads, sums carried over, footers with page numbers."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from shop_admin.documents.invoices.labels import title
from shop_admin.documents.invoices.sheet import (
    BOTTOM,
    HAIRLINE,
    INK,
    LEFT,
    RIGHT,
    SOFT,
    TOP,
    WIDTH,
    Block,
    Sheet,
)
from shop_admin.documents.pen import Pen
from shop_admin.documents.typesetting import clip, wrap

_RUNNING_HEAD = 34.0
_CARRY = 20.0
_FOOTER_WIDTH = WIDTH - 90


@dataclass
class Page:
    """One page: blocks with the y of their top, and the sums that it starts and ends on."""

    blocks: list[tuple[float, Block]] = field(default_factory=list)
    carried_over: Decimal | None = None
    carried_forward: Decimal | None = None
    y: float = TOP


def paginate(opening: list[Block], head: Block, flow: Iterable[Block]) -> list[Page]:
    """Return the pages: the opening and the table's head first, then the flow.

    Blocks that are to be kept together come on one page where a page can hold them. Between two
    lines of the table a page ends and begins with the sum so far, below a repeated head.
    """
    pages = [Page()]
    for block in [*opening, head]:
        _place(pages[-1], block)
    last: Block | None = None
    for group in _groups(flow):
        needed = sum(block.height for block in group)
        if needed > TOP - BOTTOM - _RUNNING_HEAD - _CARRY - head.height:
            parts = [[block] for block in group]
        else:
            parts = [group]
        for part in parts:
            _place_group(pages, part, head, last)
            last = part[-1]
    return pages


def _place_group(pages: list[Page], group: list[Block], head: Block, last: Block | None) -> None:
    carried = group[0].carried is not None
    # Whoever follows a line must leave room for the sum that is carried forward.
    reserve = _CARRY if group[-1].carried is not None else 0.0
    needed = sum(block.height for block in group) + reserve
    if pages[-1].y - needed < BOTTOM:
        _turn(pages, head if carried else None, last)
    for block in group:
        _place(pages[-1], block)


def _turn(pages: list[Page], head: Block | None, last: Block | None) -> None:
    page = Page(y=TOP - _RUNNING_HEAD)
    if head is not None:
        if last is not None:
            pages[-1].carried_forward = page.carried_over = last.carried
        page.y -= _CARRY if page.carried_over is not None else 0.0
        _place(page, head)
    pages.append(page)


def _place(page: Page, block: Block) -> None:
    page.blocks.append((page.y, block))
    page.y -= block.height


def _groups(flow: Iterable[Block]) -> Iterable[list[Block]]:
    group: list[Block] = []
    for block in flow:
        group.append(block)
        if not block.keep_with_next:
            yield group
            group = []
    if group:
        yield group


def draw_page(sheet: Sheet, page: Page, number: int, count: int, pen: Pen) -> None:
    """Draw one page of the paper, `number` of `count`."""
    if number > 1:
        _draw_running_head(sheet, page, pen)
    for y, block in page.blocks:
        block.draw(pen, y)
    if page.carried_forward is not None:
        label = sheet.labels.carried_forward
        _draw_carried(sheet, label, page.carried_forward, pen, page.y - 15)
    _draw_footer(sheet, number, count, pen)


def _draw_running_head(sheet: Sheet, page: Page, pen: Pen) -> None:
    paper = sheet.paper
    what = f"{title(paper, sheet.labels)} {paper.invoice_number}"
    pen.text(LEFT, TOP - 9, clip(what, WIDTH / 2, 9), 9, bold=True, ink=INK)
    seller = clip(paper.seller.name, WIDTH / 2 - 12, 8.5)
    pen.text(RIGHT, TOP - 9, seller, 8.5, ink=SOFT, align="right")
    pen.rule(LEFT, RIGHT, TOP - 17, ink=HAIRLINE)
    if page.carried_over is not None:
        y = TOP - _RUNNING_HEAD - 7
        _draw_carried(sheet, sheet.labels.carried_over, page.carried_over, pen, y)


def _draw_carried(sheet: Sheet, label: str, amount: Decimal, pen: Pen, y: float) -> None:
    shown = sheet.money(amount)
    pen.text(LEFT, y, label, 8.5, ink=SOFT)
    pen.text(RIGHT, y, shown, 8.5, ink=SOFT, align="right")


def _draw_footer(sheet: Sheet, number: int, count: int, pen: Pen) -> None:
    base = 52.0
    pen.rule(LEFT, RIGHT, base + 14, ink=HAIRLINE)
    for row, text in enumerate(wrap(sheet.paper.footer, _FOOTER_WIDTH, 7, at_most=4)):
        pen.text(LEFT, base - row * 9.5, text, 7, ink=SOFT)
    page = sheet.labels.page.format(number=number, count=count)
    pen.text(RIGHT, base, page, 7, ink=SOFT, align="right")
