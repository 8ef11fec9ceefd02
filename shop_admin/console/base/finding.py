"""Finding a page of a list: which records it shows, and how many there are, never at any price."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select

from shop_admin.console.base.search import matching, patterns
from shop_admin.db import db

COUNT_LIMIT = 1_000
"""More than so many are not counted: nobody turns so many pages."""
WALK = 4_000
"""So many of the newest records are looked through before an index of all is asked.

A name that a hundredth of all records hold stands on the first page after two thousand of them;
an index would gather all that hold it, and sort them, to show twenty.
"""
INDEXED = frozenset({"orders", "products", "shipments", "payments", "invoices"})
"""Tables with a trigram index on what is searched, which `found_in` asks."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A page of a list, in the database's terms; without a column to sort by the newest first."""

    model: Any
    where: Sequence[ColumnElement[bool]]
    words: Sequence[str]
    expression: str
    sort: Any
    descending: bool
    limit: int
    offset: int
    is_scoped: bool = False

    def ordered(self, statement: Select[Any], key: Any, newest: Any) -> Select[Any]:
        """Return the statement cut to the page, and to one row more that tells of the next."""
        way = () if self.sort is None else ((key.desc() if self.descending else key).nulls_last(),)
        ordered = statement.order_by(*way, newest.desc())
        return ordered.limit(self.limit + 1).offset(self.offset)


@dataclass(frozen=True, kw_only=True)
class Hits:
    """The ids of a page in their order; `count` is None where there are too many to count."""

    ids: Sequence[Any]
    count: int | None
    has_more: bool


def find(wanted: Wanted) -> Hits:
    """Return the page."""
    if not wanted.words:
        return _page(wanted)
    if wanted.sort is None:
        newest = _among_newest(wanted)
        if newest is not None:
            return newest
    return _searched(wanted)


def _page(wanted: Wanted) -> Hits:
    newest = wanted.model.id
    some = sa.select(newest).where(*wanted.where).limit(COUNT_LIMIT + 1).subquery()
    count = sa.select(sa.func.count()).select_from(some).scalar_subquery()
    statement = sa.select(newest, count).where(*wanted.where)
    return _hits(wanted, wanted.ordered(statement, wanted.sort, newest))


def _among_newest(wanted: Wanted) -> Hits | None:
    """Return the page if the newest records fill it, or if there are no others; else None."""
    text: ColumnElement[str] = sa.literal_column(wanted.expression, sa.Text)
    walked = (
        sa.select(wanted.model.id, text.label("searched"))
        .where(*wanted.where)
        .order_by(wanted.model.id.desc())
        .limit(WALK)
        .subquery()
    )
    fits = [walked.c.searched.ilike(one, escape="\\") for one in patterns(wanted.words)]
    everything = sa.select(sa.func.count()).select_from(walked).scalar_subquery()
    fitting = sa.select(sa.func.count()).select_from(walked).where(*fits).scalar_subquery()
    counted = sa.case((everything < WALK, fitting))
    statement = sa.select(walked.c.id, counted).where(*fits)
    hits = _hits(wanted, wanted.ordered(statement, None, walked.c.id))
    return hits if hits.has_more or (hits.ids and hits.count is not None) else None


def _searched(wanted: Wanted) -> Hits:
    """Return the page out of all that an index finds, gathered first: then nothing is guessed."""
    key = sa.null() if wanted.sort is None else wanted.sort
    fitting = (
        sa.select(wanted.model.id, key.label("key"))
        .where(*wanted.where, searched(wanted))
        .cte("fitting")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    count = sa.select(sa.func.count()).select_from(fitting).scalar_subquery()
    statement = sa.select(fitting.c.id, count)
    return _hits(wanted, wanted.ordered(statement, fitting.c.key, fitting.c.id))


def searched(wanted: Wanted) -> ColumnElement[bool]:
    """Return the clause of records in which every word stands.

    Who is scoped to stores asks the index by a function of the database: under row security with
    a condition no trigram index is used, and all orders of a store would be read.
    """
    if wanted.is_scoped and wanted.model.__tablename__ in INDEXED:
        found = sa.func.found_in(wanted.model.__tablename__, patterns(wanted.words))
        clause: ColumnElement[bool] = wanted.model.id.in_(sa.select(found.column_valued("found")))
        return clause
    return matching(wanted.model, wanted.expression, wanted.words)


def _hits(wanted: Wanted, statement: Select[Any]) -> Hits:
    found = db.session.execute(statement).all()
    return Hits(
        ids=[row[0] for row in found[: wanted.limit]],
        count=found[0][1] if found else 0,
        has_more=len(found) > wanted.limit,
    )
