"""What the store that somebody works in for now does to lists: they begin with it."""

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from flask import session

from shop_admin.console import choices
from shop_admin.console.base.asked import Asked
from shop_admin.console.base.filters import NOT, StoreFilter
from shop_admin.models.mixins import Scope
from shop_admin.models.stores import Store
from shop_admin.permissions import Actor

KEPT = "working_in"
"""Under what the session keeps the store's id."""
NAME = "store"


def chosen_store(actor: Actor) -> Store | None:
    """Return the store that the person works in for now, if they see it still; None for all."""
    wanted = session.get(KEPT)
    if not wanted:
        return None
    return next((one for one in choices.stores(actor) if str(one.id) == wanted), None)


def begun_in(asked: Asked, view: Any) -> Asked:
    """Return a list with the chosen store as its filter, unless its address says a store."""
    store = chosen_store(view.actor) if _is_by_store(view) else None
    if store is None or NAME in asked.filters or NAME + NOT in asked.filters:
        return asked
    filters = {**asked.filters, NAME: (str(store.id),)}
    return replace(asked, filters=filters, zone=ZoneInfo(store.time_zone))


def widened(asked: Asked, view: Any) -> Asked:
    """Return a list without the filter that the chosen store is: what its tabs compare with."""
    store = chosen_store(view.actor)
    if store is None or asked.filters.get(NAME) != (str(store.id),):
        return asked
    return replace(asked, filters={key: one for key, one in asked.filters.items() if key != NAME})


def _is_by_store(view: Any) -> bool:
    """Tell whether a list divides by store; what all stores share would be missed in one."""
    by_store = any(isinstance(one, StoreFilter) and one.name == NAME for one in view.filters)
    return by_store and view.model.scope is Scope.STORE
