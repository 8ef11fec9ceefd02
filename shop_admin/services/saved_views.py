"""Saved views: kept, changed, shared by those who run a store, removed and brought back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from shop_admin.db import db
from shop_admin.errors import Conflict, Forbidden, Invalid, NotFound
from shop_admin.language import _
from shop_admin.models.accounts import MEMBER_ROLES
from shop_admin.models.mixins import new_id
from shop_admin.models.saved_views import ListChoice, SavedView
from shop_admin.permissions import Actor, Permission
from shop_admin.queries.saved_views import find_view

LONGEST_NAME = 60
MOST_OWN = 30
LARGEST_QUERY = 4_000


@dataclass(frozen=True, kw_only=True)
class Audience:
    """Who finds a view besides its owner: people of these stores, of one role or of any."""

    stores: frozenset[UUID] = frozenset()
    is_everywhere: bool = False
    role: str | None = None


PRIVATE = Audience()


@dataclass(frozen=True, kw_only=True)
class ViewInput:
    """A view's name, what it shows (the list's address as names and values), and for whom."""

    name: str
    query: Mapping[str, Sequence[str]]
    audience: Audience = PRIVATE


def save_view(actor: Actor, list_name: str, given: ViewInput) -> SavedView:
    """Keep a view of a list. Raises Invalid, Conflict, and Forbidden where it may not be shared."""
    actor.require_somewhere(Permission.PROFILE)
    _check(actor, given)
    _require_room(actor, list_name)
    assert actor.user_id is not None
    view = SavedView(user_id=actor.user_id, list_name=list_name, **_values(given))
    db.session.add(view)
    db.session.flush()
    return view


def update_view(actor: Actor, view_id: UUID, given: ViewInput) -> SavedView:
    """Give a view another name, other contents or another audience."""
    actor.require_somewhere(Permission.PROFILE)
    view = _get_for_change(actor, view_id)
    _check(actor, given)
    for name, value in _values(given).items():
        setattr(view, name, value)
    db.session.flush()
    return view


def remove_view(actor: Actor, view_id: UUID) -> SavedView:
    """Put a view away; who began with it begins with the whole list again."""
    actor.require_somewhere(Permission.PROFILE)
    view = _get_for_change(actor, view_id)
    view.is_deleted = True
    db.session.flush()
    return view


def restore_view(actor: Actor, view_id: UUID) -> SavedView:
    """Bring a removed view back."""
    actor.require_somewhere(Permission.PROFILE)
    view = _get_for_change(actor, view_id, removed=True)
    _require_room(actor, view.list_name)
    view.is_deleted = False
    db.session.flush()
    return view


def choose_columns(actor: Actor, list_name: str, columns: Sequence[str]) -> None:
    """Remember which columns a person looks at in a list, in their order; none: the list's own."""
    actor.require_somewhere(Permission.PROFILE)
    _choose(actor, list_name, columns=list(columns))


def choose_first_view(actor: Actor, list_name: str, view_id: UUID | None) -> None:
    """Remember which view a list begins with for a person; None is the whole list."""
    actor.require_somewhere(Permission.PROFILE)
    if view_id is not None:
        view = find_view(actor, view_id)
        if view is None or view.list_name != list_name:
            raise NotFound
    _choose(actor, list_name, view_id=view_id)


def may_change(actor: Actor, view: SavedView) -> bool:
    """Tell whether a person may change a view: their own, and an admin what is shared."""
    return view.user_id == actor.user_id or (view.is_shared and actor.may(Permission.SETTINGS))


def may_share(actor: Actor, audience: Audience) -> bool:
    """Tell whether a person may show a view to these: who runs a store decides for its people."""
    if audience.is_everywhere:
        return actor.may(Permission.STORE_EDIT)
    return all(actor.may(Permission.STORE_EDIT, store_id) for store_id in audience.stores)


def _check(actor: Actor, given: ViewInput) -> None:
    name = given.name.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        refused = _("A view has a name of %(most)s letters at most.", most=LONGEST_NAME)
        raise Invalid(refused, field="name")
    if sum(len(one) for values in given.query.values() for one in values) > LARGEST_QUERY:
        raise Invalid(_("This view asks for more than can be kept. Take some filters away."))
    if given.audience.role is not None and given.audience.role not in MEMBER_ROLES:
        raise Invalid(_("There is no such role."), field="role")
    if not may_share(actor, given.audience):
        raise Forbidden(_("Views are shared by the managers of a store. Save it for yourself."))


def _values(given: ViewInput) -> dict[str, object]:
    audience = given.audience
    is_shared = audience.is_everywhere or bool(audience.stores)
    return {
        "name": given.name.strip(),
        "query": {name: list(values) for name, values in given.query.items()},
        "stores": [] if audience.is_everywhere else sorted(audience.stores),
        "is_everywhere": audience.is_everywhere,
        "role": audience.role if is_shared else None,
    }


def _require_room(actor: Actor, list_name: str) -> None:
    own = sa.select(sa.func.count()).where(
        SavedView.user_id == actor.user_id,
        SavedView.list_name == list_name,
        SavedView.is_deleted.is_(False),
    )
    if (db.session.scalar(own) or 0) >= MOST_OWN:
        raise Conflict(_("You have %(most)s views of this list. Remove one first.", most=MOST_OWN))


def _get_for_change(actor: Actor, view_id: UUID, *, removed: bool = False) -> SavedView:
    """Return a view that the person may change. Raises NotFound, Forbidden."""
    view = find_view(actor, view_id, removed=removed)
    if view is None:
        raise NotFound
    if not may_change(actor, view):
        raise Forbidden(_("This view is somebody else's. Save it under a name of your own."))
    return view


def _choose(actor: Actor, list_name: str, **values: object) -> None:
    statement = insert(ListChoice).values(
        id=new_id(), user_id=actor.user_id, list_name=list_name, **values
    )
    db.session.execute(
        statement.on_conflict_do_update(index_elements=["user_id", "list_name"], set_=values)
    )
