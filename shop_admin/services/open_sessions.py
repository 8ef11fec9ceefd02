"""Open sessions: what people see of their own, what admins see of anybody's, and ending them."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from shop_admin import clock
from shop_admin.db import db
from shop_admin.errors import NotFound
from shop_admin.models.accounts import Session
from shop_admin.permissions import Actor, Permission
from shop_admin.services import audit
from shop_admin.services.sessions import LIFETIMES, token_hash

FRESH_FOR = timedelta(minutes=15)
"""How long a password counts for what asks who it is (OWASP ASVS 5.0, 7.5.1 and 7.5.3)."""


def list_sessions(actor: Actor, user_id: UUID) -> Sequence[Session]:
    """Return a person's open sessions, the one used last first. Others' are an admin's to see."""
    statement = sa.select(Session).where(*_of(actor, user_id), *_open())
    return db.session.scalars(statement.order_by(Session.last_seen_at.desc(), Session.id)).all()


def end_session(actor: Actor, user_id: UUID, session_id: UUID) -> None:
    """End one session of a person: its holder is out with the next click. Raises NotFound."""
    ended = db.session.execute(
        sa.delete(Session)
        .where(*_of(actor, user_id), Session.id == session_id)
        .returning(Session.kind)
    ).scalar_one_or_none()
    if ended is None:
        raise NotFound
    _note(user_id, 1)


def end_sessions(actor: Actor, user_id: UUID, *, but: str = "") -> int:
    """End all sessions of a person, but for the one of this secret; return how many ended."""
    ended = db.session.execute(
        sa.delete(Session)
        .where(*_of(actor, user_id), Session.token_hash != token_hash(but))
        .returning(Session.id)
    ).all()
    if ended:
        _note(user_id, len(ended))
    return len(ended)


def id_of(token: str) -> UUID | None:
    """Return the id of the session with this secret."""
    return db.session.scalar(sa.select(Session.id).where(Session.token_hash == token_hash(token)))


def is_fresh(token: str) -> bool:
    """Tell whether the person gave their password a short while ago in this session."""
    since = clock.now(db.session()) - FRESH_FOR
    statement = sa.select(Session.id).where(
        Session.token_hash == token_hash(token), Session.authenticated_at > since
    )
    return db.session.scalar(statement) is not None


def freshen(token: str) -> None:
    """Write down that the person of this session has just given their password again."""
    db.session.execute(
        sa.update(Session)
        .where(Session.token_hash == token_hash(token))
        .values(authenticated_at=clock.now(db.session()))
    )


def _of(actor: Actor, user_id: UUID) -> tuple[sa.ColumnElement[bool], ...]:
    actor.require_somewhere(Permission.PROFILE)
    if user_id != actor.user_id:
        actor.require(Permission.PEOPLE_EDIT)
    return (Session.user_id == user_id,)


def _open() -> tuple[sa.ColumnElement[bool], ...]:
    now = clock.now(db.session())
    used = (
        sa.and_(Session.kind == kind, Session.last_seen_at > now - lifetime.idle)
        for kind, lifetime in LIFETIMES.items()
    )
    return (Session.expires_at > now, sa.or_(*used))


def _note(user_id: UUID, count: int) -> None:
    audit.record_event("end_sessions", "users", record_id=user_id, count=count)
