"""Finding a few records by words, the newest first: by the newest, then by an index of all."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.dialects.postgresql import ARRAY

from shop_admin.db import db
from shop_admin.queries.search import INDEXED

WALK = 2_000
"""So many of the newest are looked through first: what many records hold is among them."""
MOST = 1_000
"""So many are taken out of an index, in no order, before the newest of them are chosen."""
CHOSEN = 100
"""So many of those are read, since some may be of stores where the reader may not see them."""

Clause = ColumnElement[bool]


def find_newest(
    model: Any, gate: Sequence[Clause], expression: str, patterns: Sequence[str], limit: int
) -> Sequence[Any]:
    """Return the newest records of a large table in whose text every pattern of LIKE fits."""
    text: ColumnElement[str] = sa.literal_column(expression, sa.Text)
    walked = (
        sa.select(model.id, text.label("text"))
        .where(*gate)
        .order_by(model.id.desc())
        .limit(WALK)
        .subquery()
    )
    fits = [walked.c.text.ilike(one, escape="\\") for one in patterns]
    found = sa.select(walked.c.id).where(*fits).order_by(walked.c.id.desc()).limit(limit)
    ids = db.session.scalars(found).all()
    if len(ids) < limit and any(INDEXED.search(one) for one in patterns):
        ids = _of_index(model, patterns)
    if not ids:
        return ()
    statement = (
        sa.select(model).where(*gate, model.id.in_(ids)).order_by(model.id.desc()).limit(limit)
    )
    return db.session.scalars(statement).unique().all()


def _of_index(model: Any, patterns: Sequence[str]) -> Sequence[UUID]:
    """Return the newest of what the index holds.

    By themselves: joined to the table, the planner would walk through all of it in its order.
    """
    search = getattr(sa.func, f"search_{model.__tablename__}")
    found = search(sa.cast(list(patterns), ARRAY(sa.Text)), MOST).column_valued("id")
    return db.session.scalars(sa.select(found).order_by(found.desc()).limit(CHOSEN)).all()
