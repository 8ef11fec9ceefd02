"""Logins that live in the database: opened, recognised, listed and ended at once."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from shop_admin import clock
from shop_admin.db import db
from shop_admin.models.accounts import Session, StoreMember, User
from shop_admin.models.stores import Store
from shop_admin.permissions import Actor, ActorKind, Role
from shop_admin.queries.publication import in_force


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
    now = clock.now(db.session())
    found = db.session.execute(
        sa.select(Session, User)
        .join(User, User.id == Session.user_id)
        .where(
            Session.token_hash == token_hash(token),
            sa.or_(*(_is_fresh(kind, now) for kind in kinds)),
            Session.expires_at > now,
            *may_log_in(),
        )
    ).one_or_none()
    if found is None:
        return None
    session, user = found
    if now - session.last_seen_at > TOUCH_EVERY:
        session.last_seen_at = now
    return actor_of(user, session.kind, request_id=request_id)


def _is_fresh(kind: str, now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(Session.kind == kind, Session.last_seen_at > now - LIFETIMES[kind].idle)


def may_log_in() -> tuple[sa.ColumnElement[bool], ...]:
    """Return the where-clauses of people whose login is not blocked by anything."""
    return (User.is_active.is_(True), *in_force(User))


def actor_of(user: User, kind: str, *, request_id: str = "") -> Actor | None:
    """Return the person as an actor through this kind of door, or None where it is closed."""
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
    roles = _store_roles(user.id) if user.is_staff else {}
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
    rows = db.session.execute(
        sa.select(StoreMember.store_id, StoreMember.role)
        .join(Store, Store.id == StoreMember.store_id)
        .where(
            StoreMember.user_id == user_id,
            Store.is_deleted.is_(False),
            *in_force(StoreMember),
        )
    )
    roles: dict[UUID, frozenset[Role]] = {}
    for store_id, role in rows:
        roles[store_id] = roles.get(store_id, frozenset()) | {Role(role)}
    return roles
