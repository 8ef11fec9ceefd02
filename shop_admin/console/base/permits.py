"""Permits: which permission opens which endpoint by which method. What is not named is closed."""

from collections.abc import Mapping

from shop_admin.permissions import Permission

Permits = Mapping[str, Mapping[str, Permission]]

VIEWING = frozenset(
    {
        Permission.STORE_VIEW,
        Permission.PEOPLE_VIEW,
        Permission.MEMBER_VIEW,
        Permission.CATALOG_VIEW,
        Permission.STOCK_VIEW,
        Permission.ORDER_VIEW,
        Permission.PAYMENT_VIEW,
        Permission.INVOICE_VIEW,
        Permission.REGISTER,
        Permission.AUDIT_VIEW,
        Permission.AUDIT_DOCUMENTS,
    }
)
"""Permissions to look: none of them may open a way to change anything."""


def reading(view: Permission) -> Permits:
    """Return the permits of a view that only shows: its list and its records."""
    return {"index_view": {"GET": view}, "details_view": {"GET": view}}


def editing(view: Permission, edit: Permission, *, create: Permission | None = None) -> Permits:
    """Return the permits of a view whose records are made, edited, suspended, removed."""
    both = {"GET": edit, "POST": edit}
    make = create or edit
    return {
        **reading(view),
        "create_view": {"GET": make, "POST": make},
        "edit_view": both,
        "delete_view": both,
        "restore_view": {"GET": Permission.RESTORE_OWN, "POST": Permission.RESTORE_OWN},
        "purge_view": {"GET": Permission.PURGE, "POST": Permission.PURGE},
        "suspend_view": {"POST": Permission.SUSPEND},
        "action_view": {"POST": edit},
    }


def acting(edit: Permission, *endpoints: str) -> Permits:
    """Return permits for endpoints of a view's own that change something, by POST only."""
    return {endpoint: {"POST": edit} for endpoint in endpoints}


def without(permits: Permits, *endpoints: str) -> Permits:
    """Return the permits with some endpoints closed again."""
    return {endpoint: methods for endpoint, methods in permits.items() if endpoint not in endpoints}
