"""A demo that was interrupted leaves nothing behind, and the next start fills it whole."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from shop_admin.db import acting_as, db
from shop_admin.demo.fill import fill_books
from shop_admin.demo.orders import Plan, PlannedItem, plan_demo
from shop_admin.models.accounts import User
from shop_admin.models.audit import AuditEntry
from shop_admin.models.orders import Order
from shop_admin.models.stores import Store
from shop_admin.permissions import command
from shop_admin.wiring import parts

NOW = datetime(2026, 11, 22, 17, tzinfo=UTC)
ORDERS = plan_demo(NOW).orders[:4]
NOWHERE = replace(ORDERS[3], items=(PlannedItem(sku="NOT-THERE", quantity=1),))


def _count(model: type) -> int:
    with acting_as(command().db_context()):
        return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_what_was_begun_is_not_there(app: Flask) -> None:
    actor, storage = command(), parts().storage
    before = _count(AuditEntry)
    with pytest.raises(KeyError):
        fill_books(actor, storage, NOW, Plan(orders=(*ORDERS[:3], NOWHERE), movements=()))
    left = [_count(model) for model in (Store, User, Order)]
    trail = _count(AuditEntry)

    fill_books(actor, storage, NOW, Plan(orders=ORDERS, movements=()))

    assert left == [0, 0, 0]
    assert trail == before
    assert _count(Store) == 3
    assert _count(Order) == len(ORDERS)
