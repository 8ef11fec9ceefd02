"""Who changed what, when: written by the database's triggers, sealed day by day."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from shop_admin.db import Model
from shop_admin.models.mixins import Moment, Scope


class AuditEntry(Model):
    """One act: the values before and after of what changed, or an event such as a login."""

    __tablename__ = "audit_entries"
    scope: ClassVar[Scope] = Scope.STORE

    id: Mapped[int] = mapped_column(sa.BigInteger, sa.Identity(always=True), primary_key=True)
    cdate: Mapped[datetime] = mapped_column(Moment, server_default=sa.text("shop_now()"))
    cuser_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("users.id"))
    party: Mapped[str]
    store_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("stores.id"))
    action: Mapped[str]
    table_name: Mapped[str]
    record_id: Mapped[UUID | None]
    old: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    new: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    request_id: Mapped[str] = mapped_column(server_default="")

    __table_args__ = (
        sa.Index("ix_audit_entries_store_id", "store_id", sa.text("id DESC")),
        sa.Index("ix_audit_entries_record", "table_name", "record_id", sa.text("id DESC")),
        sa.Index("ix_audit_entries_cdate", "cdate"),
        sa.Index(
            "ix_audit_entries_people",
            "store_id",
            sa.text("id DESC"),
            postgresql_where=sa.text("cuser_id IS NOT NULL"),
        ),
        sa.Index(
            "ix_audit_entries_documents",
            "store_id",
            sa.text("id DESC"),
            postgresql_where=sa.text("table_name IN ('invoices', 'invoice_files', 'refunds')"),
        ),
    )


class AuditSeal(Model):
    """The digest of one day's entries, chained to the day before."""

    __tablename__ = "audit_seals"
    scope: ClassVar[Scope] = Scope.INSTALLATION

    day: Mapped[date] = mapped_column(primary_key=True)
    last_id: Mapped[int] = mapped_column(sa.BigInteger)
    count: Mapped[int] = mapped_column(sa.BigInteger)
    digest: Mapped[str]
    previous: Mapped[str]
    cdate: Mapped[datetime] = mapped_column(Moment, server_default=sa.text("shop_now()"))
