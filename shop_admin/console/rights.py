"""Permissions in words, in groups, and what somebody may do in which store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from shop_admin.console import choices
from shop_admin.language import N_, _
from shop_admin.models.accounts import User
from shop_admin.permissions import GRANTS, Actor, Permission, Role
from shop_admin.services import sessions

ROLES = (Role.ADMIN, Role.MANAGER, Role.STAFF, Role.ACCOUNTANT)
OTHERS = N_("Everything else")

P = Permission
WORDS: Mapping[str, Mapping[Permission, str]] = MappingProxyType(
    {
        N_("Stores"): {
            P.STORE_VIEW: N_("See the store, its settings and tax rates"),
            P.STORE_EDIT: N_("Edit profile, tax, payment and invoice settings"),
            P.STORE_CREATE: N_("Open and remove stores"),
            P.STORE_SUSPEND: N_("Suspend stores"),
        },
        N_("People"): {
            P.PROFILE: N_("Edit one's own profile, password and sessions"),
            P.PEOPLE_VIEW: N_("See the people of the store"),
            P.MEMBER_VIEW: N_("See memberships and invitations"),
            P.MEMBER_EDIT: N_("Invite people; grant and end the roles staff and accountant"),
            P.PEOPLE_EDIT: N_("Edit people and grant every role"),
        },
        N_("Catalogue and stock"): {
            P.CATALOG_VIEW: N_("See products and categories"),
            P.CATALOG_EDIT: N_("Edit the store's products, pictures and categories"),
            P.SHARED_CATEGORY_EDIT: N_("Edit categories that all stores share"),
            P.STOCK_VIEW: N_("See stock and its ledger"),
            P.STOCK_MOVE: N_("Receive, count and correct stock"),
        },
        N_("Orders"): {
            P.ORDER_VIEW: N_("See orders"),
            P.ORDER_WORK: N_("Take, edit, ship and complete orders"),
            P.ORDER_COLLECT: N_("Mark orders paid; cancel unpaid ones"),
            P.ORDER_REFUND: N_("Refund, and cancel what is paid"),
        },
        N_("Money and documents"): {
            P.PAYMENT_VIEW: N_("See payments"),
            P.PAYMENT_RECONCILE: N_("Match payments with the bank"),
            P.INVOICE_VIEW: N_("See invoices and their PDFs"),
            P.INVOICE_ISSUE: N_("Issue and send invoices and credit notes"),
            P.REGISTER: N_("See the totals of the register, and the tax report"),
            P.EXPORT: N_("Export lists, registers and the VAT report"),
        },
        N_("Records"): {
            P.RESTORE_OWN: N_("Bring back what one removed oneself"),
            P.RESTORE: N_("Bring back whatever is in the store's bin"),
            P.AUDIT_DOCUMENTS: N_("Read the trail of documents and payments"),
            P.AUDIT_VIEW: N_("Read the whole trail of the store"),
        },
        N_("The installation"): {
            P.SUSPEND: N_("Switch any record off and on"),
            P.PURGE: N_("Delete removed records for good"),
            P.SETTINGS: N_("Watch over jobs and change the installation's settings"),
        },
    }
)


@dataclass(frozen=True, kw_only=True)
class Line:
    """A permission in words, and the roles that have it."""

    words: str
    roles: frozenset[Role]
    permission: Permission


@dataclass(frozen=True, kw_only=True)
class Place:
    """What somebody is and may do in one store, or (store_id None) in all of them."""

    store_id: UUID | None
    roles: Sequence[Role]
    deeds: Sequence[tuple[str, Sequence[str]]]


def table() -> Sequence[tuple[str, Sequence[Line]]]:
    """Return the one table of permissions, said, in groups; only people's roles are in it."""
    named = {one for words in WORDS.values() for one in words}
    rest = {one: _plain(one) for one in GRANTS if one not in named and _held_by_people(one)}
    groups = {**WORDS, **({OTHERS: rest} if rest else {})}
    return [
        (
            _(title),
            [Line(words=_(text), roles=GRANTS[one], permission=one) for one, text in words.items()],
        )
        for title, words in groups.items()
    ]


def places(person: Actor, reader: Actor) -> Sequence[Place]:
    """Return where a person has rights, among the stores that the reader sees."""
    everywhere = [_place(None, person)] if person.global_roles else []
    known = [store.id for store in choices.stores(reader) if store.id in person.roles]
    return [*everywhere, *(_place(store_id, person) for store_id in known)]


def rights_of(reader: Actor, user: User) -> Sequence[Place]:
    """Return what a person may do at this moment in the stores that the reader sees."""
    if user.is_deleted or user.is_suspended or not user.is_active or user.status_flag != "ACTIVE":
        return ()
    person = sessions.actor_of(user, "console")
    return places(person, reader) if person is not None else ()


def _place(store_id: UUID | None, person: Actor) -> Place:
    held = person.global_roles
    if store_id is not None:
        held = held | person.roles.get(store_id, frozenset())
    deeds = [
        (title, [line.words for line in lines if person.may(line.permission, store_id)])
        for title, lines in table()
    ]
    return Place(
        store_id=store_id,
        roles=[role for role in ROLES if role in held],
        deeds=[(title, words) for title, words in deeds if words],
    )


def _held_by_people(permission: Permission) -> bool:
    return not GRANTS[permission].isdisjoint(ROLES)


def _plain(permission: Permission) -> str:
    return permission.value.replace(".", " ").replace("_", " ").capitalize()
