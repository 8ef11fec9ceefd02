"""Finding records by words in their text: among the newest, by an index of all, by their number."""

import re
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import aliased

from shop_admin.db import db
from shop_admin.models.catalog import PRODUCT_SEARCH
from shop_admin.models.orders import ORDER_SEARCH, SHIPMENT_SEARCH
from shop_admin.queries.search import INDEXED

WALK = 2_000
"""So many of the newest are looked through first: what many records hold is among them."""
MOST = 1_000
"""So many are taken out of an index, in no order, before the newest of them are chosen."""
CHOSEN = 100
"""So many of those are read, since some may be in the bin or out of the reader's sight."""
SEARCHED = {
    "orders": ORDER_SEARCH,
    "products": PRODUCT_SEARCH,
    "shipments": SHIPMENT_SEARCH,
    "payments": "transaction_id",
    "invoices": "invoice_number",
}
"""The texts that have a trigram index, which the database's search() asks."""
NUMBERS = {"orders": "number", "invoices": "invoice_number"}
"""By what a record is called where a number is typed, or the beginning of one."""
NUMBER = re.compile(r"[A-Z0-9]+-[A-Z0-9-]*", re.ASCII)
HIGHEST = "\U0010ffff"

Clause = ColumnElement[bool]


def walked(
    model: Any, where: Sequence[Clause], expression: str, patterns: Sequence[str]
) -> tuple[Any, Sequence[Clause]]:
    """Return the newest of those records as a table of ids, and the clauses of what fits in it."""
    text: ColumnElement[str] = sa.literal_column(expression, sa.Text)
    newest = (
        sa.select(model.id, text.label("text"))
        .where(*where)
        .order_by(model.id.desc())
        .limit(WALK)
        .subquery()
    )
    return newest, [newest.c.text.ilike(one, escape="\\") for one in patterns]


def holds(model: Any, expression: str, patterns: Sequence[str]) -> Clause:
    """Return the clause of records in whose text every pattern of LIKE fits.

    A text without an index is asked in a subquery of its own, where the expression reads as it
    is declared and no joined table has columns of the same names.
    """
    if SEARCHED.get(model.__tablename__) == expression:
        found = _searched(model, patterns, None)
        return sa.and_(model.id.in_(sa.select(found)))
    inner = aliased(model)
    text: ColumnElement[str] = sa.literal_column(expression, sa.Text)
    fits = (text.ilike(pattern, escape="\\") for pattern in patterns)
    return sa.and_(model.id.in_(sa.select(inner.id).where(*fits)))


def begins(model: Any, where: Sequence[Clause], words: Sequence[str]) -> Clause | None:
    """Return the clause of records whose number begins with the one word; None if none does.

    Numbers are in capitals; whoever types the beginning of one that there is means a number.
    """
    name = NUMBERS.get(model.__tablename__)
    begun = words[0].upper() if len(words) == 1 else ""
    if name is None or not NUMBER.fullmatch(begun):
        return None
    number = getattr(model, name)
    # As a range an index serves it under row security too: LIKE may say what it sees.
    clause = sa.and_(number >= begun, number < begun + HIGHEST)
    is_there = db.session.scalar(sa.select(sa.exists().where(*where, clause)))
    return clause if is_there else None


def find_newest(
    model: Any,
    gate: Sequence[Clause],
    expression: str,
    words: Sequence[str],
    patterns: Sequence[str],
    limit: int,
) -> Sequence[Any]:
    """Return a few records of a large table that fit: by their number, else the newest."""
    numbered = begins(model, gate, words)
    if numbered is not None:
        number = getattr(model, NUMBERS[model.__tablename__])
        statement = sa.select(model).where(*gate, numbered)
        ordered = statement.order_by(model.store_id.desc(), number.desc()).limit(limit)
        return db.session.scalars(ordered).unique().all()
    newest, fits = walked(model, gate, expression, patterns)
    found = sa.select(newest.c.id).where(*fits).order_by(newest.c.id.desc()).limit(limit)
    ids = db.session.scalars(found).all()
    if len(ids) < limit and any(INDEXED.search(one) for one in patterns):
        # By itself: joined to the table, the planner would walk through all of it in its order.
        some = _searched(model, patterns, MOST)
        ids = db.session.scalars(sa.select(some).order_by(some.desc()).limit(CHOSEN)).all()
    if not ids:
        return ()
    statement = (
        sa.select(model).where(*gate, model.id.in_(ids)).order_by(model.id.desc()).limit(limit)
    )
    return db.session.scalars(statement).unique().all()


def _searched(model: Any, patterns: Sequence[str], most: int | None) -> Any:
    """Return the ids that the index holds; a function asks it, as its owner (migration 0026)."""
    given = sa.cast(list(patterns), ARRAY(sa.Text))
    limit = sa.bindparam("most", most, sa.Integer())
    return sa.func.search(model.__tablename__, given, limit).column_valued("found")
