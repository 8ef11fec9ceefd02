"""How people look in answers: to themselves, at their login and afterwards."""

from typing import Any

import sqlalchemy as sa

from shop_admin.db import acting_as, db
from shop_admin.models.accounts import User
from shop_admin.models.stores import Store
from shop_admin.permissions import Actor, ActorKind
from shop_admin.queries.visibility import get, visible


def find_person(actor: Actor) -> User:
    """Return the person who acts, read as they may read of themselves."""
    assert actor.user_id is not None
    with acting_as(actor.db_context()) as session:
        user: User = get(User, actor, actor.user_id)
        session.expunge(user)
    return user


def customer_of(user: User) -> dict[str, Any]:
    """Return a customer as a login answers."""
    return {"id": str(user.id), "mobile_number": user.mobile_number, "name": user.name}


def staff_of(user: User, actor: Actor) -> dict[str, Any]:
    """Return somebody who works here, with their roles in all stores and in single ones."""
    return {
        "id": str(user.id),
        "name": user.name,
        "email": user.email,
        "roles": sorted(role.lower() for role in actor.global_roles),
        "stores": _stores(actor),
    }


def oneself(user: User, actor: Actor) -> dict[str, Any]:
    """Return the person who acts with all that they may know of themselves."""
    if actor.kind == ActorKind.API_CUSTOMER:
        return {**customer_of(user), "email": user.email}
    return {**staff_of(user, actor), "mobile_number": user.mobile_number}


def _stores(actor: Actor) -> list[dict[str, str]]:
    slugs = sa.select(Store.id, Store.slug).where(
        Store.id.in_(actor.stores), *visible(Store, actor)
    )
    with acting_as(actor.db_context()):
        rows = db.session.execute(slugs.order_by(Store.slug)).all()
    return [
        {"id": str(row.id), "slug": row.slug, "role": role.lower()}
        for row in rows
        for role in sorted(actor.roles[row.id])
    ]
