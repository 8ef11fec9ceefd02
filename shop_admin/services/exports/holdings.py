"""Exports of records by their ids: what a list shows, as a workbook; packing slips, as one PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from shop_admin.db import db
from shop_admin.errors import Conflict, NotFound
from shop_admin.language import _, number
from shop_admin.models.exports import Export, ExportRecords
from shop_admin.models.orders import Order
from shop_admin.permissions import IDENTITY, Actor, Permission
from shop_admin.queries.visibility import visible
from shop_admin.services.exports.asking import enqueue_making
from shop_admin.services.exports.given import FORMATS, LIST, SLIPS, Holding, holding_to_json

MOST_SLIPS = FORMATS["PDF"].most
MOST_ROWS = 100_000


@dataclass(frozen=True, kw_only=True)
class ListInput:
    """What a list shows: its name, its title, its columns and what their heads say."""

    list_name: str
    title: str
    columns: tuple[str, ...]
    heads: tuple[str, ...]
    stores: tuple[UUID, ...] = ()


def ask_for_list(actor: Actor, given: ListInput, ids: Sequence[UUID]) -> Export:
    """Ask for a workbook of these records, in this order. Raises Conflict for none or too many.

    The ids are those that the list showed to the person; they are read again as that person.
    """
    actor.require_somewhere(Permission.EXPORT)
    if not ids:
        raise Conflict(_("The list is empty: there is nothing to export."))
    if len(ids) > MOST_ROWS:
        raise Conflict(
            _(
                "A file holds %(most)s records at most. Narrow the list with filters.",
                most=number(MOST_ROWS),
            )
        )
    holding = Holding(
        kind=LIST,
        format_name="XLSX",
        list_name=given.list_name,
        title=given.title,
        stores=given.stores,
        count=len(ids),
        columns=given.columns,
        heads=given.heads,
    )
    return _asked(actor, holding, ids)


def ask_for_slips(actor: Actor, ids: Sequence[UUID]) -> Export:
    """Ask for the packing slips of orders as one PDF, the oldest first; drafts are left out.

    Raises NotFound where none of the orders is there, Conflict for too many.
    """
    actor.require_somewhere(Permission.ORDER_VIEW)
    if len(ids) > MOST_SLIPS:
        raise Conflict(
            _(
                "One file holds the slips of %(most)s orders at most.",
                most=number(MOST_SLIPS),
            )
        )
    statement = sa.select(Order.id, Order.store_id).where(
        *visible(Order, actor), Order.id.in_(ids), Order.status != "DRAFT"
    )
    found = [
        row
        for row in db.session.execute(statement.order_by(Order.id))
        if actor.may(Permission.ORDER_VIEW, row.store_id)
    ]
    if not found:
        raise NotFound
    holding = Holding(
        kind=SLIPS,
        format_name="PDF",
        list_name="orders",
        title=_("Packing slips"),
        stores=tuple(sorted({row.store_id for row in found})),
        count=len(found),
    )
    return _asked(actor, holding, [row.id for row in found])


def records_of(export_id: UUID) -> Sequence[UUID]:
    """Return which records an export holds, in their order. Call it as the session's party."""
    statement = sa.select(ExportRecords.ids).where(
        *visible(ExportRecords, IDENTITY), ExportRecords.export_id == export_id
    )
    found: Sequence[UUID] = db.session.scalars(statement).one()
    return found


def _asked(actor: Actor, holding: Holding, ids: Sequence[UUID]) -> Export:
    only: Any = holding.stores[0] if len(holding.stores) == 1 else None
    export = Export(
        user_id=actor.user_id,
        store_id=only,
        kind=holding.kind,
        parameters=holding_to_json(holding),
        total_count=len(ids),
    )
    db.session.add(export)
    db.session.flush()
    db.session.add(ExportRecords(export_id=export.id, user_id=actor.user_id, ids=list(ids)))
    db.session.flush()
    enqueue_making(actor, export)
    return export
