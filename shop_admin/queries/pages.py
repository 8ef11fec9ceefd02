"""Pages of a list by keyset: where the last page ended, never by counting rows off."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Row, Select, SQLColumnExpression

from shop_admin.db import db

Key = str | int
PREFIX = "page_key_"
# SQLAlchemy counts columns in types; what is added up column by column says so no more.
Rows = Select[*tuple[Any, ...]]
Found = Row[*tuple[Any, ...]]


@dataclass(frozen=True, kw_only=True)
class Sorting:
    """An order of rows that no two rows share: the last key is unique, all run the same way."""

    name: str
    keys: tuple[SQLColumnExpression[Any], ...]
    descending: bool = False

    def labelled(self) -> list[sa.Label[Any]]:
        """Return the keys under the names by which a row's place is read off."""
        return [key.label(f"{PREFIX}{index}") for index, key in enumerate(self.keys)]


@dataclass(frozen=True, kw_only=True)
class Position:
    """Where a page begins: after these keys, or before them where it runs backwards."""

    keys: tuple[Key, ...]
    backwards: bool = False


@dataclass(frozen=True, kw_only=True)
class Page:
    """Rows in the list's order, and where the pages beside this one begin."""

    rows: Sequence[Found]
    next: Position | None
    previous: Position | None


def fetch_page(
    statement: Rows, sorting: Sorting, limit: int, position: Position | None = None
) -> Page:
    """Run the statement for one page of at most `limit` rows; the select may not be ordered yet."""
    backwards = position is not None and position.backwards
    statement = _ordered(statement, sorting, backwards=backwards)
    if position is not None:
        statement = statement.where(_beyond(sorting, position))
    found = db.session.execute(statement.limit(limit + 1)).all()
    rows = found[:limit][::-1] if backwards else found[:limit]
    there_is_more = len(found) > limit
    return Page(
        rows=rows,
        next=_edge(rows, -1) if there_is_more or backwards else None,
        previous=_edge(rows, 0, backwards=True)
        if (there_is_more if backwards else position is not None)
        else None,
    )


def count_rows(statement: Rows) -> int:
    """Return how many rows a filtered select has in all."""
    inner = statement.with_only_columns(sa.text("1"), maintain_column_froms=True).order_by(None)
    return db.session.scalar(sa.select(sa.func.count()).select_from(inner.subquery())) or 0


def _ordered(statement: Rows, sorting: Sorting, *, backwards: bool) -> Rows:
    descending = sorting.descending != backwards
    directed = [key.desc() if descending else key.asc() for key in sorting.keys]
    return statement.add_columns(*sorting.labelled()).order_by(*directed)


def _beyond(sorting: Sorting, position: Position) -> ColumnElement[bool]:
    values = [
        sa.literal(_value(key, column.type.python_type), column.type)
        for key, column in zip(position.keys, sorting.labelled(), strict=True)
    ]
    here, there = sa.tuple_(*sorting.keys), sa.tuple_(*values)
    return here < there if sorting.descending != position.backwards else here > there


def _value(key: Key, kind: type[Any]) -> Any:
    """Return a key as the column has it: a cursor spells ids and amounts as text."""
    return kind(key) if kind in (UUID, Decimal) else key


def _edge(rows: Sequence[Found], index: int, *, backwards: bool = False) -> Position | None:
    if not rows:
        return None
    mapping = rows[index]._mapping
    names = sorted(name for name in mapping if str(name).startswith(PREFIX))
    keys = tuple(_key(mapping[name]) for name in names)
    return Position(keys=keys, backwards=backwards)


def _key(value: Any) -> Key:
    return value if isinstance(value, int) else str(value)
