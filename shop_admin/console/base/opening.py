"""Opening a list: what its address asks for, or the saved view that it names or begins with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from shop_admin.console.base import asked as asking
from shop_admin.console.base.asked import UTC, Asked
from shop_admin.console.base.columns import Column
from shop_admin.console.base.filters import IS, NOT, Filter
from shop_admin.errors import NotFound
from shop_admin.language import _
from shop_admin.models.saved_views import ListChoice, SavedView
from shop_admin.permissions import Actor
from shop_admin.queries import saved_views

OF_A_PAGE = ("page", "page_size", "bin")


@dataclass(frozen=True, kw_only=True)
class Preset:
    """A view that comes with its list: a tab's name and the address behind it."""

    name: str
    query: Mapping[str, Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A list as it was opened: what it asks, the saved view behind it, what that view lost."""

    asked: Asked
    view: SavedView | None = None
    choice: ListChoice | None = None
    lost: Sequence[str] = ()
    views: Sequence[SavedView] = field(default=())


def open_list(
    actor: Actor,
    list_name: str,
    args: MultiDict[str, str],
    columns: Sequence[Column],
    filters: Sequence[Filter],
) -> Opened:
    """Understand a list's address. Raises BadRequest, and NotFound for a view that is no more."""
    views = saved_views.list_views(actor, list_name)
    choice = saved_views.find_choice(actor, list_name)
    asked = asking.read(args, columns, filters)
    wanted = asked.view or (choice.view_id if choice and not args else None)
    view = next((one for one in views if one.id == wanted), None)
    if asked.view and view is None:
        raise NotFound
    if view is None or asked.is_edited:
        return Opened(asked=asked, view=view, choice=choice, views=views)
    query, lost = still_known(view.query, columns, filters)
    kept = asking.read(query, columns, filters)
    kept = replace(kept, page=asked.page, in_bin=asked.in_bin, view=view.id)
    return Opened(asked=kept, view=view, choice=choice, lost=lost, views=views)


def still_known(
    query: Mapping[str, Any], columns: Sequence[Column], filters: Sequence[Filter]
) -> tuple[MultiDict[str, str], Sequence[str]]:
    """Return of a kept query what the list still understands, and a sentence for what it lost."""
    known: MultiDict[str, str] = MultiDict()
    lost = []
    named = {one.name: one for one in filters}
    for name, values in query.items():
        one = named.get(name.removesuffix(NOT))
        for value in values:
            if name == "columns":
                left, gone = _known_columns(value, columns)
                known.add(name, left)
                lost += [
                    _("Its column “%(name)s” does not exist any more.", name=column)
                    for column in gone
                ]
            elif one is None and name not in ("search", "sort", "page_size"):
                lost.append(_("Its filter “%(name)s” does not exist any more.", name=name))
            elif _is_read(name, value, one, columns, filters):
                known.add(name, value)
            else:
                label = _(one.label) if one else name
                lost.append(
                    _(
                        "“%(filter)s” does not know “%(value)s” any more: it is left out.",
                        filter=label,
                        value=value,
                    )
                )
    return known, lost


def _known_columns(value: str, columns: Sequence[Column]) -> tuple[str, list[str]]:
    named = {one.name for one in columns}
    names = value.split(",")
    left = ",".join(name for name in names if name in named)
    return left, [name for name in names if name not in named]


def _is_read(
    name: str,
    value: str,
    one: Filter | None,
    columns: Sequence[Column],
    filters: Sequence[Filter],
) -> bool:
    """Tell whether the list would take this value today."""
    try:
        asking.read(MultiDict([(name, value)]), columns, filters)
        if one is not None:
            one.clause(value, UTC)
    except BadRequest:
        return False
    return not name.endswith(IS)
