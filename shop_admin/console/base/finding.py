"""Finding a page of a list: which records it shows, and how many there are, never at any price."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select

from shop_admin.console.base.search import patterns
from shop_admin.db import db
from shop_admin.queries import finding

COUNT_LIMIT = 1_000
"""More than so many are not counted: nobody turns so many pages."""


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

    def ordered(self, statement: Select[Any], key: Any, newest: Any) -> Select[Any]:
        """Return the statement cut to the page, and to one row more that tells of the next.

        Records alike follow in the same direction: so one index serves both.
        """
        if self.sort is None:
            ordered = statement.order_by(newest.desc())
        else:
            down = self.descending
            way = key.desc() if down else key.asc()
            # Where nothing is missing, its place is not spoken of: no index would have it there.
            is_whole = getattr(self.sort, "nullable", True) is False
            ordered = statement.order_by(
                way if is_whole else way.nulls_last(), newest.desc() if down else newest.asc()
            )
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
    numbered = finding.begins(wanted.model, wanted.where, wanted.words)
    if numbered is not None:
        return _numbered(wanted, numbered)
    if wanted.sort is None:
        newest = _among_newest(wanted)
        if newest is not None:
            return newest
    return _searched(wanted)


def searched(wanted: Wanted) -> ColumnElement[bool]:
    """Return the clause of the records in which every word stands: of all that `find` finds."""
    numbered = finding.begins(wanted.model, wanted.where, wanted.words)
    if numbered is not None:
        return numbered
    return finding.holds(wanted.model, wanted.expression, patterns(wanted.words))


def _page(wanted: Wanted) -> Hits:
    newest = wanted.model.id
    statement = sa.select(newest, _counted(wanted.where)).where(*wanted.where)
    return _hits(wanted, wanted.ordered(statement, wanted.sort, newest))


def _counted(where: Sequence[ColumnElement[bool]]) -> Any:
    some = sa.select(sa.literal(1)).where(*where).limit(COUNT_LIMIT + 1).subquery()
    return sa.select(sa.func.count()).select_from(some).scalar_subquery()


def _numbered(wanted: Wanted, numbered: ColumnElement[bool]) -> Hits:
    """Return the page of numbers with that beginning, the highest first, as their index has them.

    A number's beginning may fit a hundred thousand of them: none is gathered to be sorted.
    """
    where = (*wanted.where, numbered)
    statement = sa.select(wanted.model.id, _counted(where)).where(*where)
    if wanted.sort is not None:
        return _hits(wanted, wanted.ordered(statement, wanted.sort, wanted.model.id))
    number = getattr(wanted.model, finding.NUMBERS[wanted.model.__tablename__])
    ordered = statement.order_by(wanted.model.store_id.desc(), number.desc())
    return _hits(wanted, ordered.limit(wanted.limit + 1).offset(wanted.offset))


def _among_newest(wanted: Wanted) -> Hits | None:
    """Return the page if the newest records fill it, or if there are no others; else None.

    A name that a hundredth of all records hold stands on the first page after two thousand of
    them; an index would gather all that hold it, and sort them, to show twenty.
    """
    newest, fits = finding.walked(
        wanted.model, wanted.where, wanted.expression, patterns(wanted.words)
    )
    everything = sa.select(sa.func.count()).select_from(newest).scalar_subquery()
    fitting = sa.select(sa.func.count()).select_from(newest).where(*fits).scalar_subquery()
    counted = sa.case((everything < finding.WALK, fitting))
    statement = sa.select(newest.c.id, counted).where(*fits)
    hits = _hits(wanted, wanted.ordered(statement, None, newest.c.id))
    return hits if hits.has_more or (hits.ids and hits.count is not None) else None


def _searched(wanted: Wanted) -> Hits:
    """Return the page out of all that an index finds, gathered first: then nothing is guessed."""
    key = sa.null() if wanted.sort is None else wanted.sort
    holds = finding.holds(wanted.model, wanted.expression, patterns(wanted.words))
    fitting = (
        sa.select(wanted.model.id, key.label("key"))
        .where(*wanted.where, holds)
        .cte("fitting")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    count = sa.select(sa.func.count()).select_from(fitting).scalar_subquery()
    statement = sa.select(fitting.c.id, count)
    return _hits(wanted, wanted.ordered(statement, fitting.c.key, fitting.c.id))


def _hits(wanted: Wanted, statement: Select[Any]) -> Hits:
    found = db.session.execute(statement).all()
    return Hits(
        ids=[row[0] for row in found[: wanted.limit]],
        count=found[0][1] if found else 0,
        has_more=len(found) > wanted.limit,
    )
