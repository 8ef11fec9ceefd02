"""The public's own connections: what it asks is planned once there, and nothing else opens."""

from collections.abc import Iterator
from itertools import combinations

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import ProgrammingError

from shop_admin.api import hot
from shop_admin.db import BROWSER, BROWSING, acting_as, db
from shop_admin.queries.catalog import SORTINGS

NOBODY = "01890a5d-ac96-774b-bcce-b302099a8057"
NARROWED = (
    "category=lamps",
    f"subcategory={NOBODY}",
    "store=berlin&min_price=1&max_price=9",
    "in_stock=true",
    "count=true",
)
LISTS = [
    *(f"/api/products/?ordering={name}&count=true" for name in SORTINGS),
    *(f"/api/products/?{'&'.join(some)}" for some in combinations(NARROWED, 2)),
    "/api/stores/?count=true",
    "/api/categories/?count=true",
]


@pytest.fixture
def public(application: Flask) -> Iterator[FlaskClient]:
    """Yield a client on real connections: no test's transaction, and so no record."""
    application.extensions[hot.EXTENSION] = hot.Shelf(patience=0)
    with application.app_context():
        yield application.test_client()
        db.session.remove()


@pytest.mark.parametrize("path", LISTS)
def test_every_list_can_be_planned(public: FlaskClient, path: str) -> None:
    assert [public.get(path).status_code for _ in range(2)] == [200, 200]


@pytest.mark.parametrize("path", ["/api/products/{}/", "/media/{}/thumb.webp"])
def test_every_record_can_be_planned(public: FlaskClient, path: str) -> None:
    assert public.get(path.format(NOBODY)).status_code == 404


def test_a_statement_is_planned_once_and_runs_in_no_transaction(public: FlaskClient) -> None:
    engine = db.engines[BROWSING]
    with engine.connect() as connection:
        connection.execute(sa.text("DEALLOCATE ALL"))
        connection.info.pop("planned", None)
        for price in (1, 2, 3):
            asked = sa.text("SELECT count(*) FROM products WHERE price > :price")
            assert connection.execute(asked, {"price": price}).scalar() == 0
        seen = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%price > $1'"
        assert connection.exec_driver_sql(seen.replace("%", "%%")).scalar() == 1
        # Its own statement among the prepared ones has no transaction around it.
        assert connection.connection.dbapi_connection.info.transaction_status == 0  # type: ignore[union-attr]


@pytest.mark.parametrize("table", ["orders", "users", "payments", "invoices", "stock_movements"])
def test_its_connections_open_nothing_else(public: FlaskClient, table: str) -> None:
    with (
        acting_as(BROWSER) as session,
        pytest.raises(ProgrammingError, match="permission denied"),
    ):
        session.execute(sa.text(f"SELECT 1 FROM {table}"))


def test_who_acts_next_has_a_role_of_its_own(public: FlaskClient) -> None:
    role = sa.text("SELECT current_user")
    with acting_as(BROWSER) as session:
        assert session.scalar(role) == "shop_reader"
    assert db.session.scalar(role) != "shop_reader"
    db.session.rollback()
