import http.client
import json
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import psycopg2
import pytest
import sqlalchemy as sa
from factories import make_product, make_store
from psycopg2 import extensions
from servers import LiveServer

from shop_admin.db import db, transaction
from shop_admin.models.catalog import Product
from shop_admin.permissions import command

ASKED = 16
VERSION = "SELECT sum(version) FROM catalogue_versions"


def asked(server: LiveServer, path: str) -> list[list[dict[str, Any]]]:
    """Return the results of as many connections, which both processes take part in."""
    answers = []
    for _ in range(ASKED):
        with closing(http.client.HTTPConnection(urlsplit(server.url).netloc)) as connection:
            connection.request("GET", path)
            answers.append(json.load(connection.getresponse())["results"])
    return answers


@pytest.fixture
def store(live: LiveServer) -> UUID:
    """Return a store on the server's database."""
    with live.app.test_request_context():
        return make_store()


def test_a_new_price_shows_within_one_second(live: LiveServer, store: UUID) -> None:
    with live.app.test_request_context():
        lamp = make_product(store, price="25.00")
    path = f"/api/products/?store={store}"
    before = {one[0]["price"] for one in asked(live, path)}

    with live.app.test_request_context(), transaction(command().db_context()):
        db.session.execute(
            sa.update(Product).where(Product.id == lamp).values(price=Decimal("7.00"))
        )
    time.sleep(1)
    after = {one[0]["price"] for one in asked(live, path)}

    assert (before, after) == ({"25.00"}, {"7.00"})


def test_a_scheduled_product_comes_and_goes_by_itself(live: LiveServer, store: UUID) -> None:
    start = datetime.now(UTC) + timedelta(seconds=4)
    end = start + timedelta(seconds=5)
    with live.app.test_request_context():
        make_product(store, active_from=start, active_to=end)

    def shown() -> set[int]:
        path = f"/api/products/?store={store}"
        return {len(one) for one in asked(live, path)}

    def wait_until(moment: datetime) -> None:
        time.sleep(max(0, (moment - datetime.now(UTC)).total_seconds()))

    early = shown()
    assert datetime.now(UTC) < start
    wait_until(start + timedelta(seconds=1))
    there = shown()
    assert datetime.now(UTC) < end
    wait_until(end + timedelta(seconds=1))
    assert (early, there, shown()) == ({0}, {1}, {0})


@pytest.fixture
def writers(live: LiveServer) -> Iterator[list[extensions.connection]]:
    """Yield two connections of the database's owner that wait for nobody."""
    url = str(live.settings.owner_url).replace("+psycopg2", "")
    with (
        closing(psycopg2.connect(url, options="-c lock_timeout=500ms")) as one,
        closing(psycopg2.connect(url, options="-c lock_timeout=500ms")) as two,
    ):
        yield [one, two]


def test_writers_do_not_wait_and_count_when_they_commit(
    live: LiveServer, store: UUID, writers: list[extensions.connection]
) -> None:
    with live.app.test_request_context():
        lamps = [make_product(store), make_product(store)]

    def version() -> int:
        url = str(live.settings.owner_url).replace("+psycopg2", "")
        with closing(psycopg2.connect(url)) as reader, reader.cursor() as cursor:
            cursor.execute(VERSION)
            return int(cursor.fetchone()[0])

    seen = [version()]
    for writer, lamp in zip(writers, lamps, strict=True):
        with writer.cursor() as cursor:
            for price in (1, 2):
                cursor.execute("UPDATE products SET price = %s WHERE id = %s", (price, str(lamp)))
    seen.append(version())
    for writer in writers:
        writer.commit()
        seen.append(version())

    assert [one - seen[0] for one in seen] == [0, 0, 1, 2]
