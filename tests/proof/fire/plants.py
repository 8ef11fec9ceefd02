"""Six bugs to be caught, planted from outside: into the processes that serve, or the database.

Where a guard of the database makes a bug impossible, it is planted beneath that guard.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from fire.psp import Psp
from shop_admin import clock, queue
from shop_admin.api import paying
from shop_admin.db import db, statements
from shop_admin.models.invoices import InvoiceSeries
from shop_admin.services import invoices
from shop_admin.services.invoices import ISSUE

DEFINER = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp"


@dataclass(frozen=True, kw_only=True)
class Plant:
    """A bug: what it does to the database, and to each process that serves the shop."""

    says: str
    sql: tuple[str, ...] = ()
    into: Callable[[Flask], None] = lambda _app: None


def plant(app: Flask, name: str) -> None:
    """Plant a bug by its name; nothing without one."""
    if name:
        PLANTS[name].into(app)


# Beneath: the lock of the cart's products, the conditional update, the CHECK of the count.
READ_THEN_WRITE = f"""
    CREATE OR REPLACE FUNCTION move_stock() RETURNS trigger {DEFINER} AS $$
    DECLARE before integer;
    BEGIN
        SELECT inventory_count INTO before FROM products WHERE id = NEW.product_id;
        IF before + NEW.delta < 0 THEN
            RAISE EXCEPTION 'there is less in stock than this takes' USING
                ERRCODE = 'check_violation', CONSTRAINT = 'stock_not_negative';
        END IF;
        UPDATE products SET inventory_count = before + NEW.delta WHERE id = NEW.product_id;
        RETURN NEW;
    END $$
"""
LOCK_OF_PRODUCTS = re.compile(r"FOR (NO KEY )?UPDATE OF products", re.IGNORECASE)


def _lock_no_products(app: Flask) -> None:
    def unlocked(_c: Any, _k: Any, statement: str, values: Any, _x: Any, _m: bool) -> Any:
        return LOCK_OF_PRODUCTS.sub("", statement), values

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", unlocked, retval=True)
    # What is planned once passes by no listener.
    planned = statements._call
    statements._call = lambda statement: planned(LOCK_OF_PRODUCTS.sub("", statement))  # type: ignore[assignment]


def _ignore_keys(_app: Flask) -> None:
    paying.find_key = lambda _party, _body: None


def _charge_without_key(_app: Flask) -> None:
    asked = Psp._asked
    Psp._asked = lambda self, path, _key, body: asked(self, path, uuid4().hex, body)  # type: ignore[method-assign]


# Beneath: the triggers that refuse a number which is not the next, and a gap at the commit.
SEQUENCE = f"""
    DROP TRIGGER invoice_is_next ON invoices;
    DROP TRIGGER series_counts ON invoice_series;
    DROP TRIGGER number_is_used ON invoice_series;
    CREATE FUNCTION planted_sequence(store uuid) RETURNS text LANGUAGE sql IMMUTABLE AS
    $$ SELECT 'planted_' || replace(store::text, '-', '') $$;
    CREATE FUNCTION planted_start() RETURNS trigger {DEFINER} AS $$
    BEGIN
        EXECUTE format('CREATE SEQUENCE %I', planted_sequence(NEW.id));
        RETURN NULL;
    END $$;
    CREATE TRIGGER planted_start AFTER INSERT ON stores
        FOR EACH ROW EXECUTE FUNCTION planted_start();
    CREATE FUNCTION planted_next(store uuid) RETURNS bigint {DEFINER} AS $$
    BEGIN RETURN nextval(planted_sequence(store)::regclass); END $$
"""


def _number_by_sequence(_app: Flask) -> None:
    locked = invoices._lock_series

    def numbered(store: Any, kind: str) -> Any:
        series, _moment = locked(store, kind)
        number = db.session.scalar(sa.select(sa.func.planted_next(store.id)))
        db.session.execute(
            sa.update(InvoiceSeries).where(InvoiceSeries.id == series.id).values(last=number - 1)
        )
        db.session.refresh(series)
        return series, clock.now(db.session())

    invoices._lock_series = numbered


# What is written is flushed two seconds later: a crash in between takes what was confirmed.
ASYNCHRONOUS = (
    "ALTER DATABASE shop SET synchronous_commit = off",
    "ALTER SYSTEM SET wal_writer_delay = '2s'",
    "SELECT pg_reload_conf()",
)


def _ask_in_a_second_transaction(app: Flask) -> None:
    def remember(order: Any) -> None:
        asked = db.session.info.setdefault("asked", [])
        asked.append({"store_id": str(order.store_id), "order_id": str(order.id)})

    def ask(session: Session) -> None:
        for arguments in session.info.pop("asked", ()):
            with db.engine.begin() as second:
                second.execute(sa.text("SELECT set_config('role', 'shop_all', true)"))
                asked = queue.job(ISSUE, queue="invoices", **arguments)
                second.exec_driver_sql(asked.sql, asked.values)

    invoices.ask_for_invoice = remember
    event.listen(Session, "after_commit", ask)


PLANTS: Mapping[str, Plant] = MappingProxyType(
    {
        "read_then_write": Plant(
            says="stock is read, then written, without a lock",
            sql=(READ_THEN_WRITE,),
            into=_lock_no_products,
        ),
        "key_ignored": Plant(says="the Idempotency-Key is ignored", into=_ignore_keys),
        "no_provider_key": Plant(
            says="the provider is asked without a key", into=_charge_without_key
        ),
        "sequence": Plant(
            says="invoices are numbered by a sequence", sql=(SEQUENCE,), into=_number_by_sequence
        ),
        "asynchronous": Plant(says="synchronous_commit is off", sql=ASYNCHRONOUS),
        "split": Plant(
            says="paid in one transaction, the invoice asked for in another",
            into=_ask_in_a_second_transaction,
        ),
    }
)
