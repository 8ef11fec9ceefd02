"""Lists: the rows that a person may see, searched, filtered, sorted, a page at a time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask import request
from flask_admin import expose
from sqlalchemy import Select
from werkzeug.datastructures import MultiDict

from shop_admin.console import choices
from shop_admin.console.base import asked as asking
from shop_admin.console.base import finding
from shop_admin.console.base.access import Guarded
from shop_admin.console.base.asked import Asked
from shop_admin.console.base.cells import Row, reader_for
from shop_admin.console.base.chosen import begun_in, widened
from shop_admin.console.base.columns import Column
from shop_admin.console.base.errors import ConsoleError
from shop_admin.console.base.filters import NOT, Chip, Filter, chip
from shop_admin.console.base.finding import COUNT_LIMIT, Wanted
from shop_admin.console.base.opening import Opened, Preset, open_list
from shop_admin.console.base.scope import rows_for
from shop_admin.console.base.tabs import tabs_of
from shop_admin.db import db
from shop_admin.errors import NotFound
from shop_admin.language import N_
from shop_admin.models.saved_views import ListChoice, SavedView
from shop_admin.permissions import Permission
from shop_admin.services.saved_views import may_change


@dataclass(frozen=True, kw_only=True)
class Found:
    """A page of a list: its rows, its columns, and how many records there are, up to a limit."""

    rows: Sequence[Any]
    count: int | None
    has_more: bool
    asked: Asked
    columns: Sequence[Column] = ()

    @property
    def is_capped(self) -> bool:
        """Tell whether there are more than anybody counted."""
        return self.count is None or self.count > COUNT_LIMIT

    @property
    def pages(self) -> int | None:
        """Return how many pages there are, where that is known."""
        if self.count is None or self.is_capped:
            return None
        return max(1, -(-self.count // self.asked.page_size))

    @property
    def has_next(self) -> bool:
        """Tell whether the next page can be turned to."""
        return self.has_more and self.asked.page < asking.MAX_PAGE

    @property
    def first(self) -> int:
        """Return which record of all the page begins with, counted from 1."""
        return (self.asked.page - 1) * self.asked.page_size + 1

    @property
    def last(self) -> int:
        """Return which record of all the page ends with."""
        return self.first + len(self.rows) - 1


@dataclass(frozen=True, kw_only=True)
class Empty:
    """What an empty list says: what belongs there, and what to do first."""

    title: str = N_("Nothing here yet")
    text: str = ""


class Listing(Guarded):
    """The list of a view, in place of Flask-Admin's."""

    columns: ClassVar[tuple[Column, ...]] = ()
    filters: ClassVar[tuple[Filter, ...]] = ()
    search_expression: ClassVar[str] = ""
    search_hint: ClassVar[str] = N_("Search")
    default_sort: ClassVar[str] = ""
    presets: ClassVar[tuple[Preset, ...]] = ()
    loading: ClassVar[tuple[Any, ...]] = ()
    empty: ClassVar[Empty] = Empty()
    list_template = "admin/list.html"

    model: Any

    @expose("/")
    def index_view(self) -> str:
        """Show the list that the address asks for."""
        opened = self.narrowed(self.opened(request.args))
        found = self.get_list(opened.asked, opened.choice)
        return self.list_page(opened, found, **self.list_context(found.rows))

    def list_page(self, opened: Opened, found: Found, **context: Any) -> str:
        """Render the page of a list."""
        return self.render(
            self.list_template,
            opened=opened,
            found=found,
            asked=found.asked,
            rows=self.cells(found, context.get("people")),
            tabs=tabs_of(
                replace(opened, asked=widened(opened.asked, self)),
                self.presets,
                self.actor.user_id,
            ),
            may_change=opened.view is not None and may_change(self.actor, opened.view),
            may_share=[
                store
                for store in choices.stores(self.actor)
                if self.actor.may(Permission.STORE_EDIT, store.id)
            ],
            may_export=self.actor.may_somewhere(Permission.EXPORT),
            **context,
        )

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

    def get_list(self, asked: Asked, choice: ListChoice | None = None) -> Found:
        """Return the page of the list; a page past the end shows the last one."""
        wanted = self._wanted(asked)
        hits = finding.find(wanted)
        if not hits.ids and asked.page > 1:
            first = finding.find(replace(wanted, offset=0))
            last = max(1, -(-(first.count or 0) // asked.page_size))
            return self.get_list(replace(asked, page=min(last, asked.page - 1)), choice)
        columns = self.shown_columns(asked, choice)
        return Found(
            rows=self.load(hits.ids, columns),
            count=hits.count,
            has_more=hits.has_more,
            asked=asked,
            columns=columns,
        )

    def shown_columns(self, asked: Asked, choice: ListChoice | None = None) -> Sequence[Column]:
        """Return the columns in their order: the address's, else the person's, else the list's."""
        named = {one.name: one for one in self.columns}
        chosen = asked.columns or (choice.columns if choice else ())
        known = [named[name] for name in chosen if name in named]
        return known or [one for one in self.columns if not one.extra]

    def cells(self, found: Found, people: Mapping[UUID, str] | None = None) -> Sequence[Row]:
        """Return the rows of a list with what its columns say."""
        return reader_for(self.actor, people or {}, self._page_of()).rows(found.rows, found.columns)

    def _page_of(self) -> Callable[[Any], str]:
        """Return how a record's page is addressed; nowhere for who may not open any."""
        if not self.may_open("details_view"):
            return lambda record: ""
        path = self.get_url(".details_view")
        return lambda record: f"{path}?id={record.id}"

    def _wanted(self, asked: Asked) -> Wanted:
        sort = asked.sort or self.default_sort
        name = sort.removeprefix("-")
        return Wanted(
            model=self.model,
            where=(*self._gate(removed=asked.in_bin), *self._conditions(asked)),
            words=asked.words if self.search_expression else (),
            expression=self.search_expression,
            sort=next(one.sort for one in self.columns if one.name == name) if name else None,
            descending=sort.startswith("-"),
            limit=asked.page_size,
            offset=(asked.page - 1) * asked.page_size,
        )

    def load(self, ids: Sequence[Any], columns: Sequence[Column]) -> Sequence[Any]:
        """Return the records of these ids in their order, with what the columns show of others."""
        options = [option for one in columns for option in one.loading]
        statement = sa.select(self.model).where(self.model.id.in_(ids))
        found = db.session.scalars(statement.options(*self.loading, *options)).unique()
        rows = {record.id: record for record in found}
        return [rows[record_id] for record_id in ids if record_id in rows]

    def _get_list_extra_args(self) -> Asked:
        """Read the address strictly. Raises BadRequest where Flask-Admin would fail."""
        return self.opened(request.args).asked

    def opened(self, args: MultiDict[str, str]) -> Opened:
        """Return the list that an address asks for, or the saved view that it opens."""
        opened = open_list(self.actor, self.endpoint, args, self.columns, self.filters)
        asked = opened.asked
        if not self.has_bin:
            asked = replace(asked, in_bin=False)
        return replace(opened, asked=replace(asked, zone=ZoneInfo(self._zone(asked))))

    def narrowed(self, opened: Opened) -> Opened:
        """Return a list narrowed to the store that the person works in for now, if to any."""
        return replace(opened, asked=begun_in(opened.asked, self))

    def _zone(self, asked: Asked) -> str:
        """Return the zone that days are meant in: the chosen store's, or that of the only one."""
        stores = choices.stores(self.actor)
        chosen = [store for store in stores if str(store.id) == asked.only("store")]
        only = chosen or (stores if len(stores) == 1 else [])
        return only[0].time_zone if only else "UTC"

    def _gate(self, *, removed: bool) -> tuple[Any, ...]:
        permission = self.permission_for("index_view", "GET")
        if permission is None:
            raise NotFound
        return rows_for(self.model, self.actor, permission, removed=removed)

    def offered_filters(self) -> Sequence[Filter]:
        """Return the filters that leave this person a choice."""
        return [
            one
            for one in self.filters
            if one.input == "date" or (one.input == "select" and len(one.options(self.actor)) > 1)
        ]

    def columns_in_order(self, shown: Sequence[Column]) -> Sequence[Column]:
        """Return all columns on offer, those that are shown first."""
        return [*shown, *(one for one in self.columns if one not in shown)]

    def audience_of(self, view: SavedView) -> str:
        """Return whom a view is shared with, as the form says it."""
        if view.is_everywhere or len(view.stores) > 1:
            return "all"
        return str(view.stores[0]) if view.stores else ""

    def chips(self, asked: Asked) -> Sequence[Chip]:
        """Return the filters in force, in the order of their declaration."""
        return [
            chip(one, name, asked.filters[name], self.actor)
            for one in self.filters
            for name in (one.name, one.name + NOT)
            if name in asked.filters
        ]

    def all_of(self, asked: Asked) -> tuple[Any, ...]:
        """Return the clauses of everything that a list shows on all of its pages."""
        wanted = self._wanted(asked)
        if not wanted.words:
            return tuple(wanted.where)
        return (*wanted.where, finding.searched(wanted))

    def all_ids(self, asked: Asked, permission: Permission, limit: int) -> Sequence[Any]:
        """Return the ids of all that a list shows and the person may do this with, in its order."""
        wanted = replace(self._wanted(asked), limit=limit, offset=0)
        also = rows_for(self.model, self.actor, permission, removed=asked.in_bin)
        statement = sa.select(self.model.id).where(*self.all_of(asked), *also)
        ordered = wanted.ordered(statement, wanted.sort, self.model.id)
        return db.session.scalars(ordered.limit(limit)).all()

    def _conditions(self, asked: Asked) -> list[Any]:
        """Return the clauses of the filters: values of one are alternatives, all filters hold."""
        return [
            one.clauses(name, asked.filters[name], asked.zone)
            for one in self.filters
            for name in (one.name, one.name + NOT)
            if name in asked.filters
        ]

    def scaffold_filters(self, name: Any) -> Any:
        """Refuse to invent filters: Flask-Admin would filter by every column of a relation."""
        raise ConsoleError(f"{type(self).__name__}: declare {name!r} in `filters` (F5).")
