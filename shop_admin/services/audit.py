"""Events that change no row yet belong in the audit trail: logins, denials, exports."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from shop_admin.db import db

_EVENT = sa.text("SELECT audit_event(:deed, :store, :noun, :record, :details)").bindparams(
    sa.bindparam("details", type_=JSONB),
    sa.bindparam("store", type_=sa.Uuid),
    sa.bindparam("record", type_=sa.Uuid),
)


def record_event(
    deed: str,
    noun: str,
    *,
    store_id: UUID | None = None,
    record_id: UUID | None = None,
    **details: Any,
) -> None:
    """Write an event of the acting party; details are JSON values without secrets."""
    db.session.execute(
        _EVENT,
        {"deed": deed, "store": store_id, "noun": noun, "record": record_id, "details": details},
    )


def record_denial(what: str, method: str) -> None:
    """Write that the acting party tried what it may not do."""
    record_event("denied", what[:200], method=method)
