"""Logins of people: who may log in by a password, and how the password changes."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from shop_admin.db import db
from shop_admin.models.accounts import StoreMember, User
from shop_admin.models.stores import Store
from shop_admin.permissions import Actor, Permission
from shop_admin.queries.visibility import get_locked
from shop_admin.services import sessions
from shop_admin.services.passwords import hash_password


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Who a login may be: the person's id, email and password hash, all None for nobody."""

    user_id: UUID | None = None
    email: str | None = None
    password_hash: str | None = None


def find_candidate(email: str) -> Candidate:
    """Return who may log in with this email address at this moment, or nobody."""
    return _candidate(User.email == email.strip().lower())


def get_candidate(user_id: UUID) -> Candidate:
    """Return this person's own password hash, for asking whether it is really they; or nobody."""
    return _candidate(User.id == user_id)


def _candidate(clause: sa.ColumnElement[bool]) -> Candidate:
    row = db.session.execute(
        sa.select(User.id, User.email, User.password_hash).where(
            clause, User.password_hash.is_not(None), *sessions.may_log_in()
        )
    ).one_or_none()
    if row is None:
        return Candidate()
    return Candidate(user_id=row.id, email=row.email, password_hash=row.password_hash)


def set_password(actor: Actor, user_id: UUID, password: str) -> None:
    """Give a person a new password, as an admin; all their sessions end."""
    actor.require(Permission.PEOPLE_EDIT)
    user: User = get_locked(User, actor, user_id)
    change_password(user, password)


def change_password(user: User, password: str) -> None:
    """Give a person a new password and end all their sessions. Raises Invalid for a bad one.

    Whoever calls has made sure that it is the person, or an admin, who asks.
    """
    user.password_hash = hash_password(password, about=_known_of(user))
    db.session.flush()
    sessions.close_sessions_of(user.id)


def keep_hash(user_id: UUID, *, old: str, new: str) -> None:
    """Keep a password's newer hash, unless the password was changed in the meantime."""
    db.session.execute(
        sa.update(User)
        .where(User.id == user_id, User.password_hash == old)
        # The password is the same: nobody's edit, and no reason to refuse one.
        .values(password_hash=new, mdate=User.mdate, muser_id=User.muser_id)
    )


def _known_of(user: User) -> tuple[str, ...]:
    """Return what others know of a person: name, email address, the stores they work in."""
    stores = db.session.scalars(
        sa.select(Store.name)
        .join(StoreMember, StoreMember.store_id == Store.id)
        .where(StoreMember.user_id == user.id)
    )
    return (user.name, (user.email or "").partition("@")[0], *stores)
