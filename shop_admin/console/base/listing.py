"""Lists: the rows that a person may see, searched, filtered, sorted, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask import request
from flask_admin import expose
from sqlalchemy import Select

from shop_admin.console import choices
from shop_admin.console.base import asked as asking
from shop_admin.console.base.access import Guarded
from shop_admin.console.base.asked import Asked
from shop_admin.console.base.columns import Column
from shop_admin.console.base.errors import ConsoleError
from shop_admin.console.base.filters import Filter
from shop_admin.console.base.scope import rows_for
from shop_admin.console.base.search import matching
from shop_admin.db import db
from shop_admin.errors import NotFound

COUNT_LIMIT = 10_000


@dataclass(frozen=True, kw_only=True)
class Found:
    """A page of a list: its rows, and how many there are, counted up to a limit."""

    rows: Sequence[Any]
    count: int
    asked: Asked

    @property
    def is_capped(self) -> bool:
        """Tell whether there are more than anybody counted."""
        return self.count > COUNT_LIMIT

    @property
    def pages(self) -> int:
        """Return how many pages can be turned to."""
        pages = -(-self.count // self.asked.page_size)
        return max(1, min(pages, asking.MAX_PAGE))


@dataclass(frozen=True, kw_only=True)
class Empty:
    """What an empty list says: what belongs there, and what to do first."""

    title: str = "Nothing here yet"
    text: str = ""


class Listing(Guarded):
    """The list of a view, in place of Flask-Admin's."""

    columns: ClassVar[tuple[Column, ...]] = ()
    filters: ClassVar[tuple[Filter, ...]] = ()
    search_expression: ClassVar[str] = ""
    search_hint: ClassVar[str] = "Search"
    default_sort: ClassVar[str] = ""
    loading: ClassVar[tuple[Any, ...]] = ()
    empty: ClassVar[Empty] = Empty()
    list_template = "admin/list.html"

    model: Any

    @expose("/")
    def index_view(self) -> str:
        """Show the list that the address asks for."""
        found = self.get_list(self._get_list_extra_args())
        context = self.list_context(found.rows)
        return self.render(self.list_template, found=found, asked=found.asked, **context)

    def list_context(self, rows: Sequence[Any]) -> dict[str, Any]:
        """Return what the list's page needs besides its rows."""
        return {}

    @property
    def has_bin(self) -> bool:
        """Tell whether records of this kind can be removed and restored here."""
        return self.permission_for("restore_view", "POST") is not None

    def get_query(self, *, removed: bool = False) -> Select[Any]:
        """Return the select of what this person may see here; the gate of list and record alike."""
        return sa.select(self.model).where(*self._gate(removed=removed))

    def get_count_query(self, *, removed: bool = False) -> Select[Any]:
        """Return the select whose rows are counted, through the same gate."""
        return sa.select(self.model.id).where(*self._gate(removed=removed))

    def get_list(self, asked: Asked) -> Found:
        """Return the page of the list; a page past the end shows the last one."""
        conditions = self._conditions(asked)
        count = self._count(asked, conditions)
        asked = replace(asked, page=min(asked.page, max(1, -(-count // asked.page_size))))
        statement = (
            self.get_query(removed=asked.in_bin)
            .where(*conditions)
            .order_by(*self._order(asked))
            .limit(asked.page_size)
            .offset((asked.page - 1) * asked.page_size)
            .options(*self.loading)
        )
        rows = db.session.scalars(statement).unique().all()
        return Found(rows=rows, count=count, asked=asked)

    def _get_list_extra_args(self) -> Asked:
        """Read the address strictly. Raises BadRequest where Flask-Admin would fail."""
        asked = asking.read(request.args, self.columns, self.filters)
        if not self.has_bin:
            asked = replace(asked, in_bin=False)
        return replace(asked, zone=ZoneInfo(self._zone(asked)))

    def _zone(self, asked: Asked) -> str:
        """Return the zone that days are meant in: the chosen store's, or that of the only one."""
        stores = choices.stores(self.actor)
        chosen = [store for store in stores if str(store.id) == asked.filters.get("store")]
        only = chosen or (stores if len(stores) == 1 else [])
        return only[0].time_zone if only else "UTC"

    def _gate(self, *, removed: bool) -> tuple[Any, ...]:
        permission = self.permission_for("index_view", "GET")
        if permission is None:
            raise NotFound
        return rows_for(self.model, self.actor, permission, removed=removed)

    def _conditions(self, asked: Asked) -> list[Any]:
        conditions = [
            one.clause(asked.filters[one.name], asked.zone)
            for one in self.filters
            if one.name in asked.filters
        ]
        if asked.words and self.search_expression:
            conditions.append(matching(self.model, self.search_expression, list(asked.words)))
        return conditions

    def _count(self, asked: Asked, conditions: list[Any]) -> int:
        some = self.get_count_query(removed=asked.in_bin).where(*conditions).limit(COUNT_LIMIT + 1)
        return db.session.scalar(sa.select(sa.func.count()).select_from(some.subquery())) or 0

    def _order(self, asked: Asked) -> tuple[Any, ...]:
        sort = asked.sort or self.default_sort
        newest = self.model.id.desc()
        if not sort:
            return (newest,)
        column = next(one.sort for one in self.columns if one.name == sort.removeprefix("-"))
        chosen = column.desc() if sort.startswith("-") else column.asc()
        return (chosen.nulls_last(), newest)

    def scaffold_filters(self, name: Any) -> Any:
        """Refuse to invent filters: Flask-Admin would filter by every column of a relation."""
        raise ConsoleError(f"{type(self).__name__}: declare {name!r} in `filters` (F5).")
