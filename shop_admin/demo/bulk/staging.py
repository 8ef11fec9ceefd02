"""The way in: what was drawn goes by COPY into tables of this session, which end with it."""

import io
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg2 import extensions

from shop_admin.demo.bulk.assortment import Counter
from shop_admin.demo.bulk.buyers import iter_buyers
from shop_admin.demo.bulk.history import Drawn

# A name of the record that a row follows from, and its moment, make its id: a UUIDv7 (RFC 9562)
# that sorts by time, as those of the application do.
TABLES = """
CREATE TEMP TABLE bulk_baskets (
    basket int PRIMARY KEY, store_id uuid, currency text, inclusive boolean,
    subtotal numeric, tax numeric, total numeric
) ON COMMIT DROP;
CREATE TEMP TABLE bulk_lines (
    basket int, position int, product_id uuid, sku text, name text, quantity int,
    unit_price numeric, tax_class text, tax_name text, tax_rate numeric, tax_components jsonb,
    tax numeric, line_total numeric, PRIMARY KEY (basket, position)
) ON COMMIT DROP;
CREATE TEMP TABLE bulk_buyers (
    buyer int PRIMARY KEY, name text, email text, phone text, address jsonb
) ON COMMIT DROP;
CREATE TEMP TABLE bulk_orders (
    id uuid, number text, basket int, buyer int, method text, channel text, status text,
    placed_at timestamptz, due_at timestamptz, reserved_until timestamptz,
    shipped_at timestamptz, cancelled_at timestamptz
) ON COMMIT DROP;
CREATE TEMP TABLE bulk_deliveries (
    delivered_at timestamptz, store_id uuid, product_id uuid, quantity int
) ON COMMIT DROP;
CREATE FUNCTION pg_temp.id_at(moment timestamptz, name text) RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT overlay(overlay(md5(name) PLACING
        lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0') || '7' FROM 1)
        PLACING '8' FROM 17)::uuid
$$
"""
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def open_tables(cursor: extensions.cursor) -> None:
    """Make the session's tables; they are gone with the transaction."""
    cursor.execute(TABLES)


def copy_choices(cursor: extensions.cursor, counters: Sequence[Counter], buyers: int) -> None:
    """Copy the baskets of all counters and so many buyers of each."""
    copy(cursor, "bulk_baskets", _iter_baskets(counters))
    copy(cursor, "bulk_lines", _iter_lines(counters))
    for number, counter in enumerate(counters):
        people = enumerate(iter_buyers(counter.country, buyers), start=number * buyers)
        copy(cursor, "bulk_buyers", ((buyer, *person) for buyer, person in people))
    cursor.execute("ANALYZE bulk_baskets, bulk_lines, bulk_buyers")


def copy_orders(
    cursor: extensions.cursor,
    orders: Iterable[tuple[Drawn, str]],
    counters: Sequence[Counter],
    buyers: int,
) -> None:
    """Copy drawn orders with their numbers, in the place of those before them."""
    first = _first_baskets(counters)
    cursor.execute("TRUNCATE bulk_orders")
    copy(
        cursor,
        "bulk_orders",
        (
            (
                *(order.id, number, first[order.counter] + order.basket),
                *(order.counter * buyers + order.buyer, order.method, order.channel),
                *(order.status, order.placed_at, order.due_at, order.reserved_until),
                *(order.shipped_at, order.cancelled_at),
            )
            for order, number in orders
        ),
    )


def copy_deliveries(
    cursor: extensions.cursor, deliveries: Iterable[tuple[datetime, UUID, UUID, int]]
) -> None:
    """Copy what was delivered: (when, store, product, quantity)."""
    copy(cursor, "bulk_deliveries", deliveries)


def copy(cursor: extensions.cursor, table: str, rows: Iterable[Sequence[Any]]) -> None:
    """Copy rows into a table of ours, all of its columns in their order."""
    lines = ("\t".join(map(_field, row)) + "\n" for row in rows)
    cursor.copy_expert(f"COPY {table} FROM STDIN", io.StringIO("".join(lines)))


def _field(value: Any) -> str:
    if value is None:
        return "\\N"
    return str(value).translate(_ESCAPES)


def _first_baskets(counters: Sequence[Counter]) -> list[int]:
    first, starts = 0, []
    for counter in counters:
        starts.append(first)
        first += len(counter.baskets)
    return starts


def _iter_baskets(counters: Sequence[Counter]) -> Iterator[Sequence[Any]]:
    for first, counter in zip(_first_baskets(counters), counters, strict=True):
        for basket, cart in enumerate(counter.baskets, start=first):
            sums = (cart.subtotal, cart.tax_amount, cart.total_amount)
            yield basket, counter.store_id, counter.currency, counter.prices_include_tax, *sums


def _iter_lines(counters: Sequence[Counter]) -> Iterator[Sequence[Any]]:
    baskets = [basket for counter in counters for basket in counter.baskets]
    for number, basket in enumerate(baskets):
        for position, line in enumerate(basket.lines, start=1):
            yield (
                *(number, position, line.product_id, line.sku, line.name, line.quantity),
                *(line.unit_price, line.tax_class, line.tax_name, line.tax_rate),
                *(json.dumps(line.tax_components), line.tax_amount, line.line_total),
            )
