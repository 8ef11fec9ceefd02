"""The audit trail: who did what, when, and what was there before."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from shop_admin.console.base import Column, ConsoleView, Empty, Group
from shop_admin.console.base.filters import RecordFilter, StoreFilter, WordFilter
from shop_admin.console.base.permits import reading
from shop_admin.console.shown import day_filters
from shop_admin.db import db
from shop_admin.errors import NotFound
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


def actor_of(entry: AuditEntry) -> UUID | str:
    """Return the person who acted, else whose login it was, else the party's name."""
    if entry.cuser_id is None and entry.record_id and entry.action.startswith("log_in"):
        return entry.record_id
    return entry.cuser_id or entry.party


def noun_of(entry: AuditEntry) -> str:
    """Return what was changed, by its name where the entry holds it."""
    name = entry.new.get("name") or entry.new.get("number") or entry.new.get("invoice_number")
    noun = entry.table_name.replace("_", " ").rstrip("s")
    return f"{noun} {name}" if name else noun


def what_of(entry: AuditEntry) -> str:
    """Return which fields changed; a new record's are all of them, which says nothing."""
    if entry.action == "create":
        return ""
    return ", ".join(sorted(name.replace("_", " ") for name in entry.new)[:6])


class AuditView(ConsoleView):
    """Entries of the stores in scope; for accountants those of their documents."""

    plural, noun, icon, group = "Audit", "entry", "history", "System"
    permits = reading(Permission.AUDIT_DOCUMENTS)
    details_template = "admin/audit.html"
    columns = (
        Column(name="cdate", label="When", kind="link"),
        Column(name="cuser_id", label="Who", kind="person", value=actor_of),
        Column(name="action", label="Action", kind="pill"),
        Column(name="table_name", label="Record", value=noun_of),
        Column(name="store_id", label="Store", kind="store", secondary=True),
        Column(name="new", label="What", value=what_of, secondary=True),
    )
    groups = (
        Group(
            title="Entry",
            columns=(
                Column(name="cdate", label="When", kind="moment"),
                Column(name="cuser_id", label="Who", kind="person", value=actor_of),
                Column(name="party", label="Party", kind="mono"),
                Column(name="action", label="Action", kind="pill"),
                Column(name="table_name", label="Table", kind="mono"),
                Column(name="record_id", label="Record", kind="mono"),
                Column(name="store_id", label="Store", kind="store"),
                Column(name="request_id", label="Request", kind="mono"),
            ),
        ),
    )
    filters = (
        StoreFilter(name="store", label="Store", column=AuditEntry.store_id),
        WordFilter(name="action", label="Action", column=AuditEntry.action, words=ACTIONS),
        WordFilter(name="table", label="Record", column=AuditEntry.table_name, words=TABLES),
        *day_filters(AuditEntry.cdate),
        RecordFilter(name="record", label="Record", column=AuditEntry.record_id),
    )
    empty = Empty(title="No entries", text="Every change is written here by itself.")

    def title(self, record: Any) -> str:
        """Return what was done to what."""
        return f"{record.action.replace('_', ' ').capitalize()} · {noun_of(record)}"

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
