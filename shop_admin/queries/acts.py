"""What people did lately, store by store, out of the audit trail."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from shop_admin.db import db
from shop_admin.models.audit import AuditEntry
from shop_admin.permissions import Actor, Permission
from shop_admin.queries.visibility import visible

DOCUMENTS = ("invoices", "invoice_files", "refunds")


def list_latest(actor: Actor, stores: Collection[UUID], limit: int) -> Sequence[AuditEntry]:
    """Return the latest entries of these stores that the actor may read, the newest first.

    Who audits a store reads what its people did; others, such as accountants, what became of its
    documents. Each store's index is asked for itself: none is read through for another's entries.
    """
    by_people, of_documents = AuditEntry.cuser_id.is_not(None), AuditEntry.table_name.in_(DOCUMENTS)
    each = [
        _newest(
            actor,
            store_id,
            by_people if actor.may(Permission.AUDIT_VIEW, store_id) else of_documents,
            limit,
        )
        for store_id in stores
        if actor.may(Permission.AUDIT_DOCUMENTS, store_id)
    ]
    if not each:
        return ()
    found = sa.union_all(*each).subquery()
    newest = sa.select(found.c.id).order_by(found.c.id.desc()).limit(limit)
    return db.session.scalars(
        sa.select(AuditEntry)
        .where(*visible(AuditEntry, actor), AuditEntry.id.in_(newest))
        .order_by(AuditEntry.id.desc())
    ).all()


def _newest(actor: Actor, store_id: UUID, clause: sa.ColumnElement[bool], limit: int) -> Any:
    return (
        sa.select(AuditEntry.id)
        .where(*visible(AuditEntry, actor), AuditEntry.store_id == store_id, clause)
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
