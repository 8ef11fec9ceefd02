"""Fills the demo world once: stores, products and all that happened, then the pictures.

The first is one transaction, which leaves a mark with its moment: whoever ends it leaves nothing
behind. Pictures are hung one product at a time, so that it is known which of them are there. The
end leaves a second mark. A start after a crash therefore goes on where the last one stopped, and
an installation with stores of somebody's own is left alone.
"""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import click
import sqlalchemy as sa

from shop_admin import clock
from shop_admin.db import acting_as, db, transaction
from shop_admin.demo.cast import get_cast, get_products
from shop_admin.demo.drawing import drawing
from shop_admin.demo.hanging import hang_pictures, list_bare, store_logos
from shop_admin.demo.moments import become, telling
from shop_admin.demo.opening import open_stores
from shop_admin.demo.orders import Plan, plan_demo
from shop_admin.demo.replay import replay, timeline
from shop_admin.demo.stocking import discontinue, stock_stores
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
        now = marks.get(BEGUN) or clock.now(session)
    if FILLED in marks or (has_stores and BEGUN not in marks):
        return False
    # The drawing needs the processors, the rest mostly the database: they go on side by side.
    with drawing(list_bare(actor)) as drawn:
        if BEGUN not in marks:
            _say("Opening stores and taking orders …")
            fill_books(actor, storage, now, plan_demo(now))
        _say("Hanging pictures …")
        with acting_as(actor.db_context()):
            products = get_products(actor)
        hang_pictures(actor, drawn, products, storage, now.date())
    with transaction(actor.db_context()):
        audit.record_event(FILLED, NOUN, at=now.isoformat())
    return True


def fill_books(actor: Actor, storage: Storage, now: datetime, plan: Plan) -> None:
    """Write all that has happened by this moment but for the pictures, and a mark; or nothing."""
    today = now.date()
    logos = store_logos(storage, today)
    with telling(actor), _memory_untouched():
        opened, shelves = open_stores(actor, today, logos)
        stock_stores(actor, today, opened, shelves)
        cast = get_cast(actor)
        replay(timeline(plan), cast)
        discontinue(actor, cast, now)
        become(actor, now)
        audit.record_event(BEGUN, NOUN, at=now.isoformat())


@contextmanager
def _memory_untouched() -> Iterator[None]:
    """Look for garbage once at the end: in between it would be a good part of the work."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _marks(actor: Actor) -> dict[str, datetime]:
    """Return the marks that are set, each with the moment at which the demo's story ends."""
    statement = sa.select(AuditEntry.action, AuditEntry.new).where(
        AuditEntry.table_name == NOUN, *visible(AuditEntry, actor)
    )
    rows = db.session.execute(statement)
    return {row.action: _moment(row.new) for row in rows}


def _moment(details: dict[str, str]) -> datetime:
    # Of a demo of an earlier release the day is known.
    return datetime.fromisoformat(details.get("at") or f"{details['today']}T00:00:00+00:00")


def _say(sentence: str) -> None:
    if sys.stdout.isatty():
        click.echo(sentence)
