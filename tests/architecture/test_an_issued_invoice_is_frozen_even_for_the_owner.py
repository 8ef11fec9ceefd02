import contextlib
from collections.abc import Iterator
from uuid import UUID

import psycopg2
import pytest
from factories import make_person, make_product, make_store, place
from flask import Flask
from psycopg2 import extensions
from psycopg2.errors import InsufficientPrivilege

from shop_admin.config import Settings
from shop_admin.db import transaction
from shop_admin.factory import create_app
from shop_admin.jobs import invoices as jobs
from shop_admin.permissions import job
from shop_admin.services import invoices, payments

ACTS = (
    "UPDATE invoices SET amount = 1",
    "DELETE FROM invoices",
    "TRUNCATE invoices CASCADE",
    "UPDATE invoice_files SET sha256 = repeat('0', 64)",
    "DELETE FROM invoice_files",
    "TRUNCATE invoice_files",
    "DELETE FROM invoice_series",
    "DELETE FROM audit_entries",
    "UPDATE stock_movements SET delta = 1",
    "DELETE FROM orders",
)


@pytest.fixture(scope="module")
def issued(live_settings: Settings) -> Flask:
    app = create_app(live_settings)
    with app.test_request_context():
        _issue(make_store())
    return app


def _issue(store: UUID) -> None:
    staff = make_person(store).actor
    order_id = place(store, (make_product(store), 1))
    with transaction(staff.db_context()):
        payments.mark_paid(staff, order_id)
    jobs.issue(store_id=str(store), order_id=str(order_id))
    actor = job(store)
    with transaction(actor.db_context()):
        invoice_id = str(invoices.issue_invoice(actor, order_id).id)
    jobs.make_file(store_id=str(store), invoice_id=invoice_id)


def _connect(url: str) -> extensions.connection:
    return psycopg2.connect(url.replace("+psycopg2", ""))


@pytest.fixture
def owner(issued: Flask, live_settings: Settings) -> Iterator[extensions.connection]:
    with contextlib.closing(_connect(live_settings.owner_url)) as connection:
        yield connection


@pytest.mark.parametrize("act", ACTS)
def test_the_owner_is_refused(owner: extensions.connection, act: str) -> None:
    with owner.cursor() as cursor, pytest.raises(InsufficientPrivilege):
        cursor.execute(act)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", ["shop_scoped", "shop_all", "shop_reader"])
def test_the_application_is_refused(
    issued: Flask, live_settings: Settings, act: str, role: str
) -> None:
    with (
        contextlib.closing(_connect(live_settings.database_url)) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SET ROLE {role}")
        with pytest.raises(InsufficientPrivilege):
            cursor.execute(act)
