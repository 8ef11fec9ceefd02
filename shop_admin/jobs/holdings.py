"""Files of records by their ids: what a list shows as a workbook, packing slips as one PDF."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from flask import current_app

from shop_admin.db import acting_as
from shop_admin.documents.registers.listbook import ListBook, Value
from shop_admin.errors import Conflict, NotFound
from shop_admin.permissions import IDENTITY, Actor
from shop_admin.services import exports, shipments
from shop_admin.services.exports import Attempt, Holding
from shop_admin.wiring import parts

LIST_READER = "shop_list_reader"
"""Where the console leaves how its lists read their records: what a column says is its business."""
ROWS_PAGE = 500
SLIPS_PAGE = 20

Told = Callable[[Attempt, int], None]
ListReader = Callable[[Actor, Holding, Sequence[UUID]], Sequence[Sequence[Value]]]


def write_list(attempt: Attempt, holding: Holding, path: Path, tell: Told) -> None:
    """Write a workbook of the records that a list showed, as whoever asked sees them now."""
    read: ListReader = current_app.extensions[LIST_READER]
    done = 0
    with ListBook(path, title=holding.title, heads=holding.heads, made_at=attempt.asked_at) as book:
        for ids in _pieces(attempt, ROWS_PAGE):
            with acting_as(attempt.actor.db_context()):
                rows = read(attempt.actor, holding, ids)
            for row in rows:
                book.add(row)
            done += len(ids)
            tell(attempt, done)


def write_slips(attempt: Attempt, path: Path, tell: Told) -> None:
    """Draw the packing slips of all orders into one PDF; an order that is gone is left out."""
    # Drawing takes 20 MB that a worker without papers never needs.
    from shop_admin.documents.packing_slips.render import render_packing_slips  # noqa: PLC0415

    slips: list[shipments.Slip] = []
    for ids in _pieces(attempt, SLIPS_PAGE):
        with acting_as(attempt.actor.db_context()):
            for order_id in ids:
                with suppress(NotFound):
                    slips.append(shipments.slip_of_order(attempt.actor, order_id))
        tell(attempt, len(slips))
    if not slips:
        raise Conflict("None of these orders is there any more.")
    storage = parts().storage
    logos = {key: storage.get(key) for key in {slip.logo for slip in slips if slip.logo}}
    path.write_bytes(
        render_packing_slips(
            [(slip.paper, logos.get(slip.logo or ""), slip.accent) for slip in slips]
        )
    )


def _pieces(attempt: Attempt, size: int) -> Iterator[Sequence[UUID]]:
    with acting_as(IDENTITY.db_context()):
        ids = exports.records_of(attempt.export_id)
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
