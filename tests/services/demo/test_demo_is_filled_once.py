"""The demo is filled into an empty installation only, and only once."""

from datetime import UTC, datetime

import sqlalchemy as sa
from factories import make_store
from flask import Flask

from shop_admin.db import acting_as, db, transaction
from shop_admin.demo.fill import FILLED, NOUN, fill_once
from shop_admin.models.stores import Store
from shop_admin.permissions import command
from shop_admin.services import audit


def _count_stores() -> int:
    with acting_as(command().db_context()):
        return db.session.scalar(sa.select(sa.func.count()).select_from(Store)) or 0


def test_an_installation_with_a_store_is_left_alone(app: Flask) -> None:
    make_store()

    assert fill_once() is False
    assert _count_stores() == 1


def test_a_complete_demo_is_left_alone_even_without_its_stores(app: Flask) -> None:
    with transaction(command().db_context()):
        audit.record_event(FILLED, NOUN, at=datetime(2026, 11, 22, 17, tzinfo=UTC).isoformat())

    assert fill_once() is False
    assert _count_stores() == 0
