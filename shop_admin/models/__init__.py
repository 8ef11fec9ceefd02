"""The tables: columns, relationships, and rules about one row. Import from the noun's module."""

from shop_admin.models import (
    accounts,
    audit,
    browsing,
    catalog,
    checks,
    exports,
    inbox,
    invoices,
    mails,
    orders,
    payments,
    saved_views,
    stock,
    stores,
    work,
)

__all__ = [
    "accounts",
    "audit",
    "browsing",
    "catalog",
    "checks",
    "exports",
    "inbox",
    "invoices",
    "mails",
    "orders",
    "payments",
    "saved_views",
    "stock",
    "stores",
    "work",
]
