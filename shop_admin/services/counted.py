"""How many records of a table there are, said as people say it: '3 products', '1 tax rate'."""

from collections.abc import Callable, Mapping

from shop_admin.language import _, ngettext, number

MOST = 1_000
"""More than so many are not counted."""

NOUNS: Mapping[str, Callable[[int], str]] = {
    "addresses": lambda n: ngettext("%(number)s address", "%(number)s addresses", n),
    "audit_entries": lambda n: ngettext(
        "%(number)s entry of the audit trail", "%(number)s entries of the audit trail", n
    ),
    "bulk_jobs": lambda n: ngettext(
        "%(number)s change of many records", "%(number)s changes of many records", n
    ),
    "categories": lambda n: ngettext("%(number)s category", "%(number)s categories", n),
    "coupons": lambda n: ngettext("%(number)s coupon", "%(number)s coupons", n),
    "export_records": lambda n: ngettext(
        "%(number)s record of an export", "%(number)s records of exports", n
    ),
    "exports": lambda n: ngettext("%(number)s export", "%(number)s exports", n),
    "invitations": lambda n: ngettext("%(number)s invitation", "%(number)s invitations", n),
    "invoice_files": lambda n: ngettext(
        "%(number)s file of an invoice", "%(number)s files of invoices", n
    ),
    "invoices": lambda n: ngettext("%(number)s invoice", "%(number)s invoices", n),
    "list_choices": lambda n: ngettext(
        "%(number)s choice for a list", "%(number)s choices for lists", n
    ),
    "mails": lambda n: ngettext("%(number)s mail", "%(number)s mails", n),
    "order_items": lambda n: ngettext(
        "%(number)s item of an order", "%(number)s items of orders", n
    ),
    "orders": lambda n: ngettext("%(number)s order", "%(number)s orders", n),
    "payment_events": lambda n: ngettext(
        "%(number)s entry of a payment", "%(number)s entries of payments", n
    ),
    "payments": lambda n: ngettext("%(number)s payment", "%(number)s payments", n),
    "product_images": lambda n: ngettext("%(number)s picture", "%(number)s pictures", n),
    "products": lambda n: ngettext("%(number)s product", "%(number)s products", n),
    "provider_event_results": lambda n: ngettext(
        "%(number)s answer to a provider's message", "%(number)s answers to providers' messages", n
    ),
    "provider_events": lambda n: ngettext(
        "%(number)s provider's message", "%(number)s providers' messages", n
    ),
    "refunds": lambda n: ngettext("%(number)s refund", "%(number)s refunds", n),
    "saved_views": lambda n: ngettext("%(number)s saved view", "%(number)s saved views", n),
    "sessions": lambda n: ngettext("%(number)s session", "%(number)s sessions", n),
    "shipments": lambda n: ngettext("%(number)s shipment", "%(number)s shipments", n),
    "stock_movements": lambda n: ngettext(
        "%(number)s movement of stock", "%(number)s movements of stock", n
    ),
    "store_members": lambda n: ngettext(
        "%(number)s role in a store", "%(number)s roles in stores", n
    ),
    "stores": lambda n: ngettext("%(number)s store", "%(number)s stores", n),
    "subcategories": lambda n: ngettext("%(number)s subcategory", "%(number)s subcategories", n),
    "tax_rates": lambda n: ngettext("%(number)s tax rate", "%(number)s tax rates", n),
    "users": lambda n: ngettext("%(number)s person", "%(number)s people", n),
}
"""What people call the records of every table that refers to something that can be purged."""


def counted(table: str, count: int) -> str:
    """Return so many records of a table in words; past MOST, that there are more."""
    if count > MOST:
        return _("more than %(records)s", records=_records(table, MOST))
    return _records(table, count)


def _records(table: str, count: int) -> str:
    noun = NOUNS.get(table)
    return noun(count) if noun else f"{number(count)} {table.replace('_', ' ')}"
