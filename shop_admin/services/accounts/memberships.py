"""Memberships: a role of a person in a store, granted, given a period, ended."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shop_admin.db import db
from shop_admin.errors import Forbidden, Invalid
from shop_admin.language import _
from shop_admin.models.accounts import MEMBER_ROLES, StoreMember, User
from shop_admin.models.stores import Store
from shop_admin.permissions import Actor, Permission
from shop_admin.queries.visibility import find, get, get_locked
from shop_admin.services.records import check_version

MANAGER_GRANTS = frozenset({"STAFF", "ACCOUNTANT"})


@dataclass(frozen=True, kw_only=True)
class MembershipInput:
    """What is said of a membership besides who, where and as what."""

    active_from: datetime | None = None
    active_to: datetime | None = None
    status_flag: str = "ACTIVE"
    comments: str = ""


def grant_membership(
    actor: Actor,
    store_id: UUID,
    user_id: UUID,
    role: str,
    given: MembershipInput = MembershipInput(),
) -> StoreMember:
    """Give a person a role in a store. Managers grant STAFF and ACCOUNTANT, admins every role."""
    actor.require(Permission.MEMBER_EDIT, store_id)
    store: Store = get(Store, actor, store_id)
    user: User | None = find(User, actor, user_id)
    if user is None:
        raise Invalid(_("There is no such person."), field="user")
    _check_role(actor, role)
    member = StoreMember(store_id=store.id, user_id=user.id, role=role)
    _write(member, given)
    db.session.add(member)
    db.session.flush()
    return member


def update_membership(
    actor: Actor, member_id: UUID, given: MembershipInput, *, version: int | None
) -> StoreMember:
    """Give a membership another period, status or note; it counts from the next request on."""
    member: StoreMember = get_locked(StoreMember, actor, member_id)
    actor.require(Permission.MEMBER_EDIT, member.store_id)
    _check_role(actor, member.role)
    check_version(member, version)
    _write(member, given)
    db.session.flush()
    return member


def end_membership(actor: Actor, member_id: UUID) -> StoreMember:
    """End a person's role in a store: it counts no more from the next request on."""
    member: StoreMember = get_locked(StoreMember, actor, member_id)
    actor.require(Permission.MEMBER_EDIT, member.store_id)
    _check_role(actor, member.role)
    member.is_deleted = True
    db.session.flush()
    return member


def _check_role(actor: Actor, role: str) -> None:
    if role not in MEMBER_ROLES:
        raise Invalid(_("Choose a role from the list."), field="role")
    if role not in MANAGER_GRANTS and not actor.may(Permission.PEOPLE_EDIT):
        raise Forbidden(_("Only an admin grants or ends this role."))


def _write(member: StoreMember, given: MembershipInput) -> None:
    for name in given.__dataclass_fields__:
        setattr(member, name, getattr(given, name))
