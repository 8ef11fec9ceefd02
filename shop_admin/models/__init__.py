"""The tables: columns, relationships, and rules about one row. Import from the noun's module."""

from shop_admin.models import (
    accounts,
    audit,
    catalog,
    exports,
    inbox,
    invoices,
    orders,
    payments,
    stock,
    stores,
)

__all__ = [
    "accounts",
    "audit",
    "catalog",
    "exports",
    "inbox",
    "invoices",
    "orders",
    "payments",
    "stock",
    "stores",
]
