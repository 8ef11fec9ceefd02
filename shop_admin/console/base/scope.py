"""Which rows a page may show: the read gate, narrowed to the stores where the page is open."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

from shop_admin.models.accounts import StoreMember, User
from shop_admin.models.mixins import Scope
from shop_admin.permissions import Actor, Permission
from shop_admin.queries.visibility import visible

Clause = ColumnElement[bool]


def rows_for(
    model: Any, actor: Actor, permission: Permission, *, removed: bool
) -> tuple[Clause, ...]:
    """Return the clauses of what the actor may see here.

    A person can be manager in one store and staff in another: what only a manager may open
    shows the first store's rows and none of the second's.
    """
    gate = visible(model, actor, removed=removed)
    if removed:
        gate = (*gate, _in_own_bin(model, actor))
    if actor.may(permission):
        return gate
    return (*gate, *_in_stores_with(model, actor, permission))


def _in_own_bin(model: Any, actor: Actor) -> Clause:
    """Leave of the bin what the actor may restore: in some stores all, in others own removals."""
    if actor.may(Permission.RESTORE):
        return sa.true()
    own = [sa.true() if not hasattr(model, "muser_id") else model.muser_id == actor.user_id]
    whole = _in_stores_with(model, actor, Permission.RESTORE)
    mine = _in_stores_with(model, actor, Permission.RESTORE_OWN)
    chosen = [sa.and_(*whole)] if actor.stores_with(Permission.RESTORE) else []
    chosen += [sa.and_(*own, *mine)] if actor.stores_with(Permission.RESTORE_OWN) else []
    return sa.or_(sa.false(), *chosen)


def _in_stores_with(model: Any, actor: Actor, permission: Permission) -> tuple[Clause, ...]:
    stores = list(actor.stores_with(permission))
    match model.scope:
        case Scope.STORE:
            return (_column(model, "store_id").in_(stores),)
        case Scope.SHARED:
            store_id = _column(model, "store_id")
            return (sa.or_(store_id.is_(None), store_id.in_(stores)),)
        case Scope.STORES:
            return (_column(model, "id").in_(stores),)
        case Scope.PEOPLE:
            members = sa.select(StoreMember.user_id).where(
                StoreMember.store_id.in_(stores), StoreMember.is_deleted.is_(False)
            )
            return (User.id.in_(members),)
        case _:
            return ()


def _column(model: Any, name: str) -> InstrumentedAttribute[Any]:
    column: InstrumentedAttribute[Any] = getattr(model, name)
    return column
