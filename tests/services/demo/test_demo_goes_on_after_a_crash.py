"""A demo that was interrupted is completed by the next start, and nothing happens twice."""

from datetime import date

import sqlalchemy as sa
from flask import Flask

from shop_admin.db import acting_as, db
from shop_admin.demo.cast import get_cast
from shop_admin.demo.fill import open_demo
from shop_admin.demo.orders import plan_orders
from shop_admin.demo.replay import replay, timeline
from shop_admin.models.audit import AuditEntry
from shop_admin.models.orders import Order
from shop_admin.permissions import command
from shop_admin.wiring import parts

EVENTS = timeline(plan_orders(date(2026, 11, 22)))[:40]


def _state() -> tuple[list[tuple[object, str]], int]:
    with acting_as(command().db_context()):
        orders = db.session.execute(sa.select(Order.id, Order.status).order_by(Order.id))
        entries = db.session.scalar(sa.select(sa.func.count()).select_from(AuditEntry))
        return [(row.id, row.status) for row in orders], entries or 0


def test_what_happened_already_does_not_happen_again(app: Flask) -> None:
    actor = command()
    open_demo(actor, parts().storage, date(2026, 11, 22))
    cast = get_cast(actor)
    replay(actor, EVENTS[:23], cast)
    half, _ = _state()

    replay(actor, EVENTS, cast)
    whole, entries = _state()
    replay(actor, EVENTS, cast)

    assert len(half) < len(whole) == len({event.order_id for event in EVENTS})
    assert {event.state for event in EVENTS[:23]} > {"PLACED", "PAID", "SHIPPED"}
    assert _state() == (whole, entries)
