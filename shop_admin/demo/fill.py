"""Fills the demo world once: stores and products, then their orders, then their pictures.

The first is one transaction, which leaves a mark with its day. Each order has an id out of the
plan of that day, so that what happened already is known; so are products without a picture. The
end leaves a second mark. A start after a crash therefore goes on where the last one stopped, and
an installation with stores of somebody's own is left alone.
"""

import sys
from datetime import date

import click
import sqlalchemy as sa

from shop_admin import clock
from shop_admin.db import acting_as, db, transaction
from shop_admin.demo.cast import get_cast
from shop_admin.demo.drawing import drawing
from shop_admin.demo.hanging import hang_pictures, list_bare, store_logos
from shop_admin.demo.opening import open_stores
from shop_admin.demo.orders import plan_orders
from shop_admin.demo.replay import replay, timeline
from shop_admin.demo.stocking import stock_stores
from shop_admin.models.audit import AuditEntry
from shop_admin.models.stores import Store
from shop_admin.permissions import Actor, command
from shop_admin.providers.storage.base import Storage
from shop_admin.queries.visibility import visible
from shop_admin.services import audit
from shop_admin.wiring import parts

NOUN, BEGUN, FILLED = "demo", "begin_demo", "fill_demo"


def fill_once() -> bool:
    """Fill in the demo, or what a start that was interrupted left out of it.

    Returns False and does nothing where it is complete, or where there are stores without it.
    """
    actor, storage = command(), parts().storage
    with acting_as(actor.db_context()) as session:
        marks = _marks(actor)
        has_stores = session.scalars(sa.select(Store.id).limit(1)).first() is not None
        today = marks.get(BEGUN) or clock.now(session).date()
    if FILLED in marks or (has_stores and BEGUN not in marks):
        return False
    # The drawing needs the processors, the rest mostly the database: they go on side by side.
    with drawing(list_bare(actor)) as drawn:
        if BEGUN not in marks:
            _say("Opening stores …")
            open_demo(actor, storage, today)
        cast = get_cast(actor)
        _say("Taking orders …")
        replay(actor, timeline(plan_orders(today)), cast)
        _say("Hanging pictures …")
        hang_pictures(actor, drawn, cast, storage, today)
    _finish(actor, today)
    return True


def open_demo(actor: Actor, storage: Storage, today: date) -> None:
    """Write all that stands before the first order and the mark of its day, or nothing."""
    logos = store_logos(storage, today)
    with transaction(actor.db_context()):
        opened, shelves = open_stores(actor, today, logos)
        stock_stores(actor, today, opened, shelves)
        audit.record_event(BEGUN, NOUN, today=today.isoformat())


def _finish(actor: Actor, today: date) -> None:
    with transaction(actor.db_context()):
        audit.record_event(FILLED, NOUN, today=today.isoformat())


def _marks(actor: Actor) -> dict[str, date]:
    """Return the marks that are set, each with the day that the demo's story ends before."""
    statement = sa.select(AuditEntry.action, AuditEntry.new).where(
        AuditEntry.table_name == NOUN, *visible(AuditEntry, actor)
    )
    rows = db.session.execute(statement)
    return {row.action: date.fromisoformat(row.new["today"]) for row in rows}


def _say(sentence: str) -> None:
    if sys.stdout.isatty():
        click.echo(sentence)
