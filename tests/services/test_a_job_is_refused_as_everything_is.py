"""What the database refuses when a job is asked for is told as for any other statement."""

import contextlib
from collections.abc import Iterator

import psycopg2
import pytest
from factories import make_store
from flask import Flask
from sqlalchemy import text

from shop_admin.config import Settings
from shop_admin.db import transaction
from shop_admin.errors import Unavailable
from shop_admin.permissions import job
from shop_admin.queue import enqueue


@pytest.fixture
def locked_queue(settings: Settings) -> Iterator[None]:
    """Hold the queue, so that nobody comes to write into it."""
    connection = psycopg2.connect(settings.owner_url.replace("+psycopg2", ""))
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE procrastinate_jobs IN ACCESS EXCLUSIVE MODE")
        yield


def test_a_busy_queue_is_a_busy_shop(app: Flask, locked_queue: None) -> None:
    store = make_store()

    def ask() -> None:
        with transaction(job(store).db_context()) as session:
            session.execute(text("SET LOCAL lock_timeout = '10ms'"))
            enqueue("invoices.issue", store_id=str(store), order_id=str(store))

    with pytest.raises(Unavailable):
        ask()
