"""Who may do what: roles, permissions, the one table that joins them, and the acting party."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from shop_admin.db import DbContext
from shop_admin.errors import Forbidden, NotFound


class Role(StrEnum):
    """What a person is, in a store or everywhere; and the parties that are no person."""

    ADMIN = "ADMIN"
    MANAGER = "MANAGER"
    STAFF = "STAFF"
    ACCOUNTANT = "ACCOUNTANT"
    CUSTOMER = "CUSTOMER"
    GUEST = "GUEST"
    SYSTEM = "SYSTEM"


class Permission(StrEnum):
    """One thing that can be done; the console hides what the services would refuse."""

    STORE_VIEW = "store.view"
    STORE_EDIT = "store.edit"
    STORE_CREATE = "store.create"
    STORE_SUSPEND = "store.suspend"
    PROFILE = "profile"
    PEOPLE_VIEW = "people.view"
    PEOPLE_EDIT = "people.edit"
    MEMBER_VIEW = "member.view"
    MEMBER_EDIT = "member.edit"
    SHARED_CATEGORY_EDIT = "shared_category.edit"
    CATALOG_VIEW = "catalog.view"
    CATALOG_EDIT = "catalog.edit"
    STOCK_VIEW = "stock.view"
    STOCK_MOVE = "stock.move"
    ORDER_VIEW = "order.view"
    ORDER_PLACE = "order.place"
    ORDER_WORK = "order.work"
    ORDER_COLLECT = "order.collect"
    ORDER_REFUND = "order.refund"
    PAYMENT_VIEW = "payment.view"
    PAYMENT_RECONCILE = "payment.reconcile"
    INVOICE_VIEW = "invoice.view"
    INVOICE_ISSUE = "invoice.issue"
    REGISTER = "register"
    EXPORT = "export"
    AUDIT_VIEW = "audit.view"
    AUDIT_DOCUMENTS = "audit.documents"
    RESTORE = "bin.restore"
    RESTORE_OWN = "bin.restore_own"
    PURGE = "bin.purge"
    SUSPEND = "suspend"
    SETTINGS = "settings"


_A, _M, _S, _C = Role.ADMIN, Role.MANAGER, Role.STAFF, Role.ACCOUNTANT
_SYS = Role.SYSTEM

GRANTS: Mapping[Permission, frozenset[Role]] = MappingProxyType(
    {
        Permission.STORE_VIEW: frozenset({_A, _M, _S, _C}),
        Permission.STORE_EDIT: frozenset({_A, _M}),
        Permission.STORE_CREATE: frozenset({_A}),
        Permission.STORE_SUSPEND: frozenset({_A}),
        Permission.PROFILE: frozenset({_A, _M, _S, _C}),
        Permission.PEOPLE_VIEW: frozenset({_A, _M}),
        Permission.PEOPLE_EDIT: frozenset({_A}),
        Permission.MEMBER_VIEW: frozenset({_A, _M}),
        Permission.MEMBER_EDIT: frozenset({_A, _M}),
        Permission.SHARED_CATEGORY_EDIT: frozenset({_A}),
        Permission.CATALOG_VIEW: frozenset({_A, _M, _S, _C}),
        Permission.CATALOG_EDIT: frozenset({_A, _M, _S}),
        Permission.STOCK_VIEW: frozenset({_A, _M, _S, _C}),
        Permission.STOCK_MOVE: frozenset({_A, _M, _S}),
        # Accountants see what was paid, given back and issued: papers name buyer and order.
        Permission.ORDER_VIEW: frozenset({_A, _M, _S}),
        Permission.ORDER_PLACE: frozenset({Role.CUSTOMER, Role.GUEST}),
        Permission.ORDER_WORK: frozenset({_A, _M, _S}),
        Permission.ORDER_COLLECT: frozenset({_A, _M, _S, _SYS}),
        Permission.ORDER_REFUND: frozenset({_A, _M, _SYS}),
        Permission.PAYMENT_VIEW: frozenset({_A, _M, _S, _C}),
        Permission.PAYMENT_RECONCILE: frozenset({_A, _M, _C, _SYS}),
        Permission.INVOICE_VIEW: frozenset({_A, _M, _S, _C}),
        Permission.INVOICE_ISSUE: frozenset({_A, _M, _C, _SYS}),
        Permission.REGISTER: frozenset({_A, _M, _C}),
        Permission.EXPORT: frozenset({_A, _M, _C}),
        Permission.AUDIT_VIEW: frozenset({_A, _M}),
        Permission.AUDIT_DOCUMENTS: frozenset({_A, _M, _C}),
        Permission.RESTORE: frozenset({_A, _M}),
        Permission.RESTORE_OWN: frozenset({_A, _M, _S}),
        Permission.PURGE: frozenset({_A}),
        Permission.SUSPEND: frozenset({_A}),
        Permission.SETTINGS: frozenset({_A}),
    }
)


class ActorKind(StrEnum):
    """How the party came in: it decides which doors are open to it at all."""

    CONSOLE = "console"
    API_STAFF = "api_staff"
    API_CUSTOMER = "api_customer"
    GUEST = "guest"
    IDENTITY = "identity"
    WEBHOOK = "webhook"
    JOB = "job"
    COMMAND = "command"


@dataclass(frozen=True, kw_only=True)
class Actor:
    """The acting party of one request, job or command.

    `global_roles` hold in every store, `roles` in one each; a guest has the one store that it
    buys in, and the one order that its secret opens.
    """

    kind: ActorKind
    user_id: UUID | None = None
    name: str = ""
    global_roles: frozenset[Role] = frozenset()
    roles: Mapping[UUID, frozenset[Role]] = field(default_factory=dict)
    order_id: UUID | None = None
    language: str = "en"
    request_id: str = ""

    @property
    def sees_all_stores(self) -> bool:
        """Tell whether no store is out of this party's scope."""
        return bool(self.global_roles) or self.kind == ActorKind.IDENTITY

    @property
    def stores(self) -> frozenset[UUID]:
        """Return the stores that this party has a role in; meaningless where it sees all."""
        return frozenset(self.roles)

    def may(self, permission: Permission, store_id: UUID | None = None) -> bool:
        """Tell whether the party may do this in this store; without a store, in all of them."""
        held = self.global_roles
        if store_id is not None:
            held = held | self.roles.get(store_id, frozenset())
        return bool(held & GRANTS[permission])

    def may_somewhere(self, permission: Permission) -> bool:
        """Tell whether there is any store where the party may do this."""
        return self.may(permission) or any(self.may(permission, store) for store in self.roles)

    def stores_with(self, permission: Permission) -> frozenset[UUID]:
        """Return the stores of a scoped party in which it may do this."""
        return frozenset(store for store in self.roles if self.may(permission, store))

    def require(self, permission: Permission, store_id: UUID | None = None) -> None:
        """Refuse unless the party may do this.

        Raises NotFound for a store out of its scope, whose existence it must not learn of, and
        Forbidden where it sees the store but may not do this.
        """
        if self.may(permission, store_id):
            return
        if store_id is not None and not self.sees_all_stores and store_id not in self.roles:
            raise NotFound
        raise Forbidden

    def require_somewhere(self, permission: Permission) -> None:
        """Refuse unless there is any store where the party may do this. Raises Forbidden."""
        if not self.may_somewhere(permission):
            raise Forbidden

    def db_context(self) -> DbContext:
        """Return what the database must know of this party."""
        return DbContext(
            role="shop_all" if self.sees_all_stores else "shop_scoped",
            stores=self.stores,
            user_id=self.user_id,
            party=self._party(),
            request_id=self.request_id,
        )

    def _party(self) -> str:
        """Return what the audit trail calls it; row security knows customers by the word."""
        if self.user_id is None:
            return self.kind.value
        return f"{'customer' if self.kind == ActorKind.API_CUSTOMER else 'user'}:{self.user_id}"


IDENTITY = Actor(kind=ActorKind.IDENTITY)
"""Finds out who somebody is: reads logins and sessions, and has no permission for anything else."""


WEBHOOK = Actor(kind=ActorKind.WEBHOOK)
"""Brings a provider's signed message in: sees no store, reads nothing, and may do nothing else."""


def guest(
    store_id: UUID | None = None, *, order_id: UUID | None = None, request_id: str = ""
) -> Actor:
    """Return a guest, who sees the store that it buys in and the order that its secret opens."""
    roles = {store_id: frozenset({Role.GUEST})} if store_id else {}
    return Actor(kind=ActorKind.GUEST, roles=roles, order_id=order_id, request_id=request_id)


def customer_in(customer: Actor, stores: Collection[UUID]) -> Actor:
    """Return a customer as a buyer in these stores: there they still see what is their own only."""
    roles = dict.fromkeys(stores, frozenset({Role.CUSTOMER}))
    return replace(customer, roles=roles)


def job(store_id: UUID) -> Actor:
    """Return the party that a background job acts as, within one store."""
    return Actor(kind=ActorKind.JOB, roles={store_id: frozenset({Role.SYSTEM})})


def command() -> Actor:
    """Return the party of a command line, run by whoever runs the installation."""
    return Actor(kind=ActorKind.COMMAND, global_roles=frozenset({Role.ADMIN, Role.SYSTEM}))
