"""The audit trail: who did what, when, and what was there before."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from shop_admin.console.base import Column, ConsoleView, Empty, Group
from shop_admin.console.base.filters import RecordFilter, StoreFilter, WordFilter
from shop_admin.console.base.permits import reading
from shop_admin.console.display import words
from shop_admin.console.shown import day_filters
from shop_admin.db import db
from shop_admin.errors import NotFound
from shop_admin.language import N_, _
from shop_admin.models.audit import AuditEntry
from shop_admin.permissions import Permission

DOCUMENTS = ("invoices", "invoice_files", "refunds")
ACTIONS = (
    "create",
    "update",
    "move",
    "remove",
    "restore",
    "cancel",
    "log_in",
    "log_in_failed",
    "denied",
    "note",
)
TABLES = (
    "stores",
    "users",
    "store_members",
    "tax_rates",
    "categories",
    "subcategories",
    "products",
    "product_images",
    "orders",
    "shipments",
    "payments",
    "refunds",
    "invoices",
    "invoice_files",
)


NOUNS: Mapping[str, str] = MappingProxyType(
    {
        "addresses": N_("address"),
        "categories": N_("category"),
        "coupons": N_("coupon"),
        "exports": N_("export"),
        "invitations": N_("invitation"),
        "invoice_files": N_("invoice file"),
        "invoices": N_("invoice"),
        "jobs": N_("job"),
        "orders": N_("order"),
        "payments": N_("payment"),
        "product_images": N_("product image"),
        "products": N_("product"),
        "provider_events": N_("provider message"),
        "refunds": N_("refund"),
        "saved_views": N_("saved view"),
        "shipments": N_("shipment"),
        "store_members": N_("membership"),
        "stores": N_("store"),
        "subcategories": N_("subcategory"),
        "tax_rates": N_("tax rate"),
        "users": N_("person"),
    }
)
"""What one record of a table is called."""


def actor_of(entry: AuditEntry) -> UUID | str:
    """Return the person who acted, else whose login it was, else the party's name."""
    if entry.cuser_id is None and entry.record_id and entry.action.startswith("log_in"):
        return entry.record_id
    return entry.cuser_id or entry.party


def noun_of(entry: AuditEntry) -> str:
    """Return what was changed, by its name where the entry holds it."""
    name = entry.new.get("name") or entry.new.get("number") or entry.new.get("invoice_number")
    noun = _(NOUNS.get(entry.table_name) or entry.table_name.replace("_", " "))
    return f"{noun} {name}" if name else noun


def what_of(entry: AuditEntry) -> str:
    """Return which fields changed; a new record's are all of them, which says nothing."""
    if entry.action == "create":
        return ""
    return ", ".join(sorted(words(name) for name in entry.new)[:6])


class AuditView(ConsoleView):
    """Entries of the stores in scope; for accountants those of their documents."""

    plural, noun, icon, group = N_("Audit"), N_("entry"), "history", N_("System")
    permits = reading(Permission.AUDIT_DOCUMENTS)
    details_template = "admin/audit.html"
    columns = (
        Column(name="cdate", label=N_("When"), kind="link"),
        Column(name="cuser_id", label=N_("Who"), kind="person", value=actor_of),
        Column(name="action", label=N_("Action"), kind="pill"),
        Column(name="table_name", label=N_("Record"), value=noun_of),
        Column(name="store_id", label=N_("Store"), kind="store", secondary=True),
        Column(name="new", label=N_("What"), value=what_of, secondary=True),
    )
    groups = (
        Group(
            title=N_("Entry"),
            columns=(
                Column(name="cdate", label=N_("When"), kind="moment"),
                Column(name="cuser_id", label=N_("Who"), kind="person", value=actor_of),
                Column(name="party", label=N_("Party"), kind="mono"),
                Column(name="action", label=N_("Action"), kind="pill"),
                Column(name="table_name", label=N_("Table"), kind="mono"),
                Column(name="record_id", label=N_("Record"), kind="mono"),
                Column(name="store_id", label=N_("Store"), kind="store"),
                Column(name="request_id", label=N_("Request"), kind="mono"),
            ),
        ),
    )
    filters = (
        StoreFilter(name="store", label=N_("Store"), column=AuditEntry.store_id),
        WordFilter(name="action", label=N_("Action"), column=AuditEntry.action, words=ACTIONS),
        WordFilter(name="table", label=N_("Record"), column=AuditEntry.table_name, words=TABLES),
        *day_filters(AuditEntry.cdate),
        RecordFilter(name="record", label=N_("Record"), column=AuditEntry.record_id),
    )
    empty = Empty(title=N_("No entries"), text=N_("Every change is written here by itself."))

    def title(self, record: Any) -> str:
        """Return what was done to what."""
        return f"{words(record.action)} · {noun_of(record)}"

    def authors(self, record: Any) -> set[UUID | None]:
        """Return who acted; a login is told by the person whose it is."""
        return {record.cuser_id, record.record_id}

    def _gate(self, *, removed: bool) -> tuple[Any, ...]:
        """Leave all entries of the stores that the person audits, else those of documents."""
        gate = super()._gate(removed=removed)
        if self.actor.may(Permission.AUDIT_VIEW):
            return gate
        audited = list(self.actor.stores_with(Permission.AUDIT_VIEW))
        whole = AuditEntry.store_id.in_(audited)
        return (*gate, sa.or_(whole, AuditEntry.table_name.in_(DOCUMENTS)))

    def get_one(self, id: str) -> Any:  # noqa: A002 - Flask-Admin's name
        """Return the entry of this number if the person may see it, or None."""
        if not id.isascii() or not id.isdigit() or len(id) > 18:
            raise NotFound
        statement = self.get_query().where(AuditEntry.id == int(id))
        return db.session.scalars(statement).one_or_none()
