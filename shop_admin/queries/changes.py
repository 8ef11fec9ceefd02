"""What was changed of a record lately, as the audit trail tells it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from shop_admin.db import db
from shop_admin.models.accounts import User
from shop_admin.models.audit import AuditEntry
from shop_admin.permissions import Actor
from shop_admin.queries.visibility import visible

MOST = 20


@dataclass(frozen=True, kw_only=True)
class Change:
    """One field that somebody changed, with its value before and after."""

    at: datetime
    by: str
    field: str
    old: Any
    new: Any


def changes_since(
    actor: Actor, record: Any, version: int, fields: Collection[str]
) -> Sequence[Change]:
    """Return what changed of these fields since a version of the record, newest first."""
    later = min(max(record.version - version, 0), MOST)
    statement = (
        sa.select(AuditEntry, User.name)
        .outerjoin(User, User.id == AuditEntry.cuser_id)
        .where(
            *visible(AuditEntry, actor),
            AuditEntry.table_name == record.__tablename__,
            AuditEntry.record_id == record.id,
        )
        .order_by(AuditEntry.id.desc())
        .limit(later)
    )
    return [
        Change(
            at=entry.cdate, by=name or entry.party, field=field, old=entry.old.get(field), new=new
        )
        for entry, name in db.session.execute(statement)
        for field, new in sorted(entry.new.items())
        if field in fields
    ]
