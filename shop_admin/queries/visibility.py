"""The read gate: which rows of a table an actor may know of. It fails closed."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import InstrumentedAttribute

from shop_admin.db import db
from shop_admin.errors import NotFound
from shop_admin.models.accounts import StoreMember, User
from shop_admin.models.mixins import Scope
from shop_admin.models.orders import Order
from shop_admin.permissions import Actor, ActorKind

Clause = ColumnElement[bool]
OUTSIDERS = frozenset({ActorKind.GUEST, ActorKind.API_CUSTOMER})


def visible(model: Any, actor: Actor, *, removed: bool = False) -> tuple[Clause, ...]:
    """Return the where-clauses that leave what the actor may see: store scope and soft delete.

    `removed=True` looks into the bin instead. Raises TypeError for a model that declares no
    scope, so that a new table is closed until somebody says who sees it.
    """
    scope = getattr(model, "scope", None)
    if not isinstance(scope, Scope):
        raise TypeError(f"{model.__name__} declares no scope: nobody may see it")
    clauses = () if actor.sees_all_stores else _in_scope(model, scope, actor)
    if hasattr(model, "is_deleted"):
        return (*clauses, model.is_deleted.is_(removed))
    return (*clauses, sa.false()) if removed else clauses


def _in_scope(model: Any, scope: Scope, actor: Actor) -> tuple[Clause, ...]:
    stores = list(actor.stores)
    match scope:
        case Scope.STORE:
            return (model.store_id.in_(stores), *_own_orders(model, actor))
        case Scope.SHARED:
            return (sa.or_(model.store_id.is_(None), model.store_id.in_(stores)),)
        case Scope.STORES:
            return (model.id.in_(stores),)
        case Scope.PERSON:
            return (model.user_id == actor.user_id,)
        case Scope.PEOPLE:
            return (_people(stores, actor),)
        case Scope.INSTALLATION:
            return (sa.false(),)


def _own_orders(model: Any, actor: Actor) -> tuple[Clause, ...]:
    """Leave outsiders their own orders and what hangs on them: by the secret, or by account."""
    if actor.kind not in OUTSIDERS:
        return ()
    order_id: InstrumentedAttribute[UUID] | None = (
        model.id if model is Order else getattr(model, "order_id", None)
    )
    if order_id is None:
        return ()
    if actor.kind == ActorKind.GUEST:
        return (order_id == actor.order_id,)
    # A draft is the staff's: it is the customer's once it is placed.
    own = (Order.user_id == actor.user_id, Order.status != "DRAFT")
    return own if model is Order else (order_id.in_(sa.select(Order.id).where(*own)),)


def _people(stores: list[UUID], actor: Actor) -> Clause:
    if actor.kind in OUTSIDERS:
        return User.id == actor.user_id
    colleagues = sa.select(StoreMember.user_id).where(
        StoreMember.store_id.in_(stores), StoreMember.is_deleted.is_(False)
    )
    return sa.or_(User.id == actor.user_id, User.id.in_(colleagues))


def find(model: Any, actor: Actor, record_id: UUID, *, removed: bool = False) -> Any:
    """Return the record if the actor may see it, else None."""
    return db.session.scalars(_one(model, actor, record_id, removed=removed)).one_or_none()


def get(model: Any, actor: Actor, record_id: UUID, *, removed: bool = False) -> Any:
    """Return the record, or raise NotFound, the same for missing and out of scope."""
    record = find(model, actor, record_id, removed=removed)
    if record is None:
        raise NotFound
    return record


def get_locked(model: Any, actor: Actor, record_id: UUID, *, removed: bool = False) -> Any:
    """Return the record, locked until the transaction ends and read afresh under the lock."""
    statement = (
        _one(model, actor, record_id, removed=removed)
        .with_for_update(of=model, key_share=True)
        .execution_options(populate_existing=True)
    )
    record = db.session.scalars(statement).one_or_none()
    if record is None:
        raise NotFound
    return record


def _one(model: Any, actor: Actor, record_id: UUID, *, removed: bool) -> Select[Any]:
    return sa.select(model).where(model.id == record_id, *visible(model, actor, removed=removed))
