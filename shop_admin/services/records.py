"""The bin and the switch: remove, restore, suspend and release any record that people edit."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from uuid import UUID

from slugify import slugify

from shop_admin.db import db
from shop_admin.errors import Blocked, Conflict, EditConflict, Forbidden, Invalid, Problem
from shop_admin.language import _
from shop_admin.models.accounts import Invitation, StoreMember, User
from shop_admin.models.catalog import Category, Product, ProductImage, Subcategory
from shop_admin.models.mixins import Editable
from shop_admin.models.orders import Order
from shop_admin.models.payments import Coupon
from shop_admin.models.stores import Store, TaxRate
from shop_admin.permissions import Actor, Permission
from shop_admin.queries import bin as bin_queries
from shop_admin.queries.visibility import get, get_locked
from shop_admin.services import sessions

MOST_LETTERS = 80


@dataclass(frozen=True, kw_only=True)
class Right:
    """Which permission changes a record of one kind: a store's own, and one shared by all."""

    own: Permission
    shared: Permission | None = None


CHANGES: Mapping[type[Editable], Right] = {
    Store: Right(own=Permission.STORE_CREATE),
    User: Right(own=Permission.PEOPLE_EDIT),
    StoreMember: Right(own=Permission.MEMBER_EDIT),
    Invitation: Right(own=Permission.MEMBER_EDIT, shared=Permission.PEOPLE_EDIT),
    TaxRate: Right(own=Permission.STORE_EDIT),
    Coupon: Right(own=Permission.CATALOG_EDIT),
    Category: Right(own=Permission.CATALOG_EDIT, shared=Permission.SHARED_CATEGORY_EDIT),
    Subcategory: Right(own=Permission.CATALOG_EDIT, shared=Permission.SHARED_CATEGORY_EDIT),
    Product: Right(own=Permission.CATALOG_EDIT),
    ProductImage: Right(own=Permission.CATALOG_EDIT),
    Order: Right(own=Permission.ORDER_WORK),
}


def store_of(record: Any) -> UUID | None:
    """Return the store that decides about a record; None where all stores share it."""
    own = "id" if isinstance(record, Store) else "store_id"
    store_id: UUID | None = getattr(record, own, None)
    return store_id


def may_change(actor: Actor, record: Any) -> bool:
    """Tell whether the actor may edit and remove this record."""
    if isinstance(record, Invitation) and record.accepted_at is not None:
        return False
    if isinstance(record, StoreMember | Invitation) and record.role == "MANAGER":
        return actor.may(Permission.PEOPLE_EDIT)
    right = CHANGES[type(record)]
    store_id = store_of(record)
    if store_id is None:
        return actor.may(right.shared or right.own)
    return actor.may(right.own, store_id)


def may_restore(actor: Actor, record: Any) -> bool:
    """Tell whether the actor may take this record out of the bin: all of them, or own removals."""
    store_id = store_of(record)
    if actor.may(Permission.RESTORE, store_id):
        return may_change(actor, record)
    own = record.muser_id is not None and record.muser_id == actor.user_id
    return own and actor.may(Permission.RESTORE_OWN, store_id) and may_change(actor, record)


def remove(
    actor: Actor, model: type[Editable], record_id: UUID, *, version: int | None = None
) -> Any:
    """Put a record into the bin. Raises NotFound, Forbidden, EditConflict for a stale version."""
    if not may_change(actor, get(model, actor, record_id)):
        raise Forbidden
    record = get_locked(model, actor, record_id)
    check_version(record, version)
    _refuse_removal(actor, record)
    record.is_deleted = True
    _log_out(record)
    return record


def _refuse_removal(actor: Actor, record: Any) -> None:
    if isinstance(record, Order) and record.status != "DRAFT":
        raise Conflict(_("A placed order is never removed: cancel it."), code="kept")
    if isinstance(record, User) and record.id == actor.user_id:
        raise Conflict(_("You cannot remove yourself: ask another admin."), code="oneself")


def restore(
    actor: Actor,
    model: type[Editable],
    record_id: UUID,
    *,
    version: int | None = None,
    renamed: Mapping[str, str] = MappingProxyType({}),
) -> Any:
    """Take a record out of the bin, under a new SKU, slug or code where `renamed` gives one.

    What hung on it comes back with it, since it was never put away by itself. Raises Conflict
    with every obstacle: what is taken meanwhile, and what must come back first.
    """
    if not may_restore(actor, get(model, actor, record_id, removed=True)):
        raise Forbidden
    record = get_locked(model, actor, record_id, removed=True)
    check_version(record, version)
    with db.session.no_autoflush:
        _rename(record, renamed)
        found = bin_queries.obstacles(record)
    if found:
        problems = tuple(Problem(one.field or None, one.text) for one in found)
        raise Blocked(_("It cannot come back as it is."), problems=problems)
    record.is_deleted = False
    return record


def _rename(record: Any, renamed: Mapping[str, str]) -> None:
    for name, value in renamed.items():
        if name not in bin_queries.RENAMED or name not in type(record).__table__.columns:
            raise Invalid(_("This cannot be given anew."), field=name)
        text = slugify(value, max_length=80) if name == "slug" else value.strip()
        if not text or len(text) > MOST_LETTERS or not text.isprintable():
            refused = _("Give 1 to %(most)s letters and digits.", most=MOST_LETTERS)
            raise Invalid(refused, field=name)
        setattr(record, name, text)


def suspend(
    actor: Actor, model: type[Editable], record_id: UUID, *, version: int | None = None
) -> Any:
    """Switch a record off: it stays in the console, the public and logins lose it at once."""
    return _switch(actor, model, record_id, version, suspended=True)


def release(
    actor: Actor, model: type[Editable], record_id: UUID, *, version: int | None = None
) -> Any:
    """Switch a suspended record on again."""
    return _switch(actor, model, record_id, version, suspended=False)


def _switch(
    actor: Actor, model: type[Editable], record_id: UUID, version: int | None, *, suspended: bool
) -> Any:
    record = get_locked(model, actor, record_id)
    actor.require(Permission.SUSPEND)
    check_version(record, version)
    if suspended:
        _refuse_removal(actor, record)
    record.is_suspended = suspended
    _log_out(record)
    return record


def _log_out(record: Any) -> None:
    """End the sessions of a person who goes: coming back later does not bring them back."""
    if isinstance(record, User):
        sessions.close_sessions_of(record.id)


def check_version(record: Editable, version: int | None) -> None:
    """Refuse a change of a copy that is no longer the latest; None means 'as it is now'."""
    if version is not None and record.version != version:
        raise EditConflict(
            _("Somebody else changed this in the meantime. Look at it again before you save.")
        )
