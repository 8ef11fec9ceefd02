"""Which saved views a person finds over a list, and how they look at it otherwise."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from shop_admin.db import db
from shop_admin.models.saved_views import ListChoice, SavedView
from shop_admin.permissions import Actor, Permission, Role

MOST = 40
"""So many tabs are more than anybody reads."""


def findable(actor: Actor, *, removed: bool = False) -> tuple[ColumnElement[bool], ...]:
    """Return the clauses of the views that a person finds: their own, and those shared with them.

    The gate of this table: `visible()` knows one's own only. A view that is shared with a role is
    found by those who hold it in one of the view's stores, and by admins.
    """
    mine = SavedView.user_id == actor.user_id
    return SavedView.is_deleted.is_(removed), sa.or_(mine, _shared_with(actor))


def list_views(actor: Actor, list_name: str) -> Sequence[SavedView]:
    """Return the views of a list, one's own first, by name."""
    statement = (
        sa.select(SavedView)
        .where(*findable(actor), SavedView.list_name == list_name)
        .order_by(SavedView.user_id != actor.user_id, sa.func.lower(SavedView.name))
        .limit(MOST)
    )
    return db.session.scalars(statement).all()


def find_view(actor: Actor, view_id: UUID, *, removed: bool = False) -> SavedView | None:
    """Return a view that the person finds, or None."""
    statement = sa.select(SavedView).where(
        *findable(actor, removed=removed), SavedView.id == view_id
    )
    return db.session.scalars(statement).one_or_none()


def find_choice(actor: Actor, list_name: str) -> ListChoice | None:
    """Return how the person looks at a list when nothing else is asked, or None."""
    statement = sa.select(ListChoice).where(
        ListChoice.user_id == actor.user_id, ListChoice.list_name == list_name
    )
    return db.session.scalars(statement).one_or_none()


def _shared_with(actor: Actor) -> ColumnElement[bool]:
    if actor.may(Permission.SETTINGS):
        return sa.or_(SavedView.is_everywhere, sa.func.cardinality(SavedView.stores) > 0)
    anywhere = _meant_for(actor.global_roles.union(*actor.roles.values()))
    per_store = [
        sa.and_(SavedView.stores.contains([store_id]), _meant_for(roles))
        for store_id, roles in actor.roles.items()
    ]
    if actor.global_roles:
        shared = sa.func.cardinality(SavedView.stores) > 0
        per_store.append(sa.and_(shared, _meant_for(actor.global_roles)))
    return sa.or_(sa.and_(SavedView.is_everywhere, anywhere), *per_store)


def _meant_for(roles: frozenset[Role]) -> ColumnElement[bool]:
    names = sorted(role.value for role in roles)
    return sa.or_(SavedView.role.is_(None), SavedView.role.in_(names))
