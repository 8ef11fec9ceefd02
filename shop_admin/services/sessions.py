"""Logins that live in the database: opened, recognised, listed and ended at once."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from shop_admin import clock
from shop_admin.db import db
from shop_admin.models.accounts import Session, StoreMember, User
from shop_admin.models.stores import Store
from shop_admin.permissions import Actor, ActorKind, Role
from shop_admin.queries.publication import NOW, in_force


@dataclass(frozen=True, kw_only=True)
class Lifetime:
    """How long a session of one kind lasts: since its last use, and in all."""

    idle: timedelta
    absolute: timedelta


LIFETIMES = {
    "console": Lifetime(idle=timedelta(minutes=30), absolute=timedelta(hours=12)),
    "api_staff": Lifetime(idle=timedelta(hours=12), absolute=timedelta(hours=12)),
    "api_customer": Lifetime(idle=timedelta(days=14), absolute=timedelta(days=30)),
}
TOUCH_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class OpenSession:
    """A session just opened; `token` is the secret, which exists nowhere else."""

    token: str
    expires_at: datetime
    user_id: UUID


def token_hash(token: str) -> str:
    """Return what is stored of a token: SHA-256 is enough for 256 random bits."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def open_session(user_id: UUID, kind: str, *, device: str = "", address: str = "") -> OpenSession:
    """Open a session for a person whose login was checked; always under a new secret."""
    token = secrets.token_urlsafe(32)
    now = clock.now(db.session())
    expires_at = now + LIFETIMES[kind].absolute
    db.session.add(
        Session(
            user_id=user_id,
            kind=kind,
            token_hash=token_hash(token),
            device=device[:200],
            address=address[:64],
            expires_at=expires_at,
        )
    )
    db.session.execute(sa.update(User).where(User.id == user_id).values(last_login_at=now))
    return OpenSession(token=token, expires_at=expires_at, user_id=user_id)


def close_session(token: str) -> None:
    """End a session: its secret opens nothing any more."""
    db.session.execute(sa.delete(Session).where(Session.token_hash == token_hash(token)))


def close_sessions_of(user_id: UUID) -> None:
    """End all sessions of a person, as a disabled login or a new password must."""
    db.session.execute(sa.delete(Session).where(Session.user_id == user_id))


def find_actor(token: str, *kinds: str, request_id: str = "") -> Actor | None:
    """Return who holds this secret of one of these kinds, with the rights of this moment, or None.

    Rights are read afresh each time: a role that ended, a person who was disabled, a session
    that was revoked count at once.
    """
    found = db.session.execute(_holder(kinds), {"token_hash": token_hash(token)}).one_or_none()
    if found is None:
        return None
    session, user, now, memberships = found
    if now - session.last_seen_at > TOUCH_EVERY:
        session.last_seen_at = now
    roles = _by_store((UUID(store_id), role) for store_id, role in memberships or ())
    return _actor(user, session.kind, roles if user.is_staff else {}, request_id)


@cache
def _holder(kinds: tuple[str, ...]) -> sa.Select[Any]:
    """Return the select of who holds a secret, with the roles in stores: every request asks it."""
    held = sa.func.json_build_array(StoreMember.store_id, StoreMember.role)
    memberships = _memberships(User.id).with_only_columns(sa.func.json_agg(held)).correlate(User)
    return (
        sa.select(Session, User, NOW, memberships.scalar_subquery())
        .join(User, User.id == Session.user_id)
        .where(
            Session.token_hash == sa.bindparam("token_hash"),
            sa.or_(*map(_is_fresh, kinds)),
            Session.expires_at > NOW,
            *may_log_in(),
        )
    )


def _is_fresh(kind: str) -> sa.ColumnElement[bool]:
    return sa.and_(Session.kind == kind, Session.last_seen_at > NOW - LIFETIMES[kind].idle)


def may_log_in() -> tuple[sa.ColumnElement[bool], ...]:
    """Return the where-clauses of people whose login is not blocked by anything."""
    return (User.is_active.is_(True), *in_force(User))


def actor_of(user: User, kind: str, *, request_id: str = "") -> Actor | None:
    """Return the person as an actor through this kind of door, or None where it is closed."""
    roles = _store_roles(user.id) if user.is_staff and kind != "api_customer" else {}
    return _actor(user, kind, roles, request_id)


def _actor(
    user: User, kind: str, roles: Mapping[UUID, frozenset[Role]], request_id: str
) -> Actor | None:
    if kind == "api_customer":
        if not user.is_customer:
            return None
        return Actor(
            kind=ActorKind.API_CUSTOMER, user_id=user.id, name=str(user), request_id=request_id
        )
    global_roles = frozenset(
        role
        for held, role in ((user.is_admin, Role.ADMIN), (user.is_accountant, Role.ACCOUNTANT))
        if held
    )
    if not global_roles and not roles:
        return None
    return Actor(
        kind=ActorKind(kind),
        user_id=user.id,
        name=str(user),
        global_roles=global_roles,
        roles=roles,
        language=user.language,
        request_id=request_id,
    )


def _store_roles(user_id: UUID) -> dict[UUID, frozenset[Role]]:
    rows = db.session.execute(_memberships(user_id))
    return _by_store((row.store_id, row.role) for row in rows)


def _memberships(user_id: Any) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(StoreMember.store_id, StoreMember.role)
        .join(Store, Store.id == StoreMember.store_id)
        .where(
            StoreMember.user_id == user_id,
            Store.is_deleted.is_(False),
            *in_force(StoreMember),
        )
    )


def _by_store(rows: Iterable[tuple[UUID, str]]) -> dict[UUID, frozenset[Role]]:
    roles: dict[UUID, frozenset[Role]] = {}
    for store_id, role in rows:
        roles[store_id] = roles.get(store_id, frozenset()) | {Role(role)}
    return roles
