"""Exports: files that a job makes for a person, with progress."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from shop_admin.db import Model
from shop_admin.models.mixins import Editable, Moment, Scope, editable_checks, one_of

EXPORT_STATUSES = ("QUEUED", "RUNNING", "DONE", "FAILED")


class Export(Editable, Model):
    """One export: who asked for what, how far it is, where its file lies.

    `done_count` of `total_count` documents are in; `tries` counts how often a worker began. A key
    that is gone again says that the file was pruned.
    """

    __tablename__ = "exports"
    scope: ClassVar[Scope] = Scope.PERSON

    user_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"), index=True)
    store_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("stores.id"))
    kind: Mapped[str]
    parameters: Mapped[dict[str, Any]]
    status: Mapped[str] = mapped_column(server_default="QUEUED")
    done_count: Mapped[int] = mapped_column(server_default="0")
    total_count: Mapped[int | None]
    key: Mapped[str | None]
    sha256: Mapped[str | None]
    size: Mapped[int | None] = mapped_column(sa.BigInteger)
    problem: Mapped[str] = mapped_column(server_default="")
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
    tries: Mapped[int] = mapped_column(server_default="0")

    __table_args__ = (
        *editable_checks(),
        one_of("status", EXPORT_STATUSES),
        sa.CheckConstraint("tries >= 0", name="tries"),
        sa.CheckConstraint(
            "status <> 'DONE' OR (sha256 IS NOT NULL AND size > 0 AND finished_at IS NOT NULL)",
            name="done",
        ),
        sa.Index("ix_exports_key", "finished_at", postgresql_where=sa.text("key IS NOT NULL")),
    )


class ExportRecords(Model):
    """Which records an export holds, in their order, where it is not told by runs of numbers.

    They lie apart from the export, so that a page of exports does not read them.
    """

    __tablename__ = "export_records"
    scope: ClassVar[Scope] = Scope.PERSON

    export_id: Mapped[UUID] = mapped_column(sa.ForeignKey("exports.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    ids: Mapped[list[UUID]] = mapped_column(ARRAY(sa.Uuid()))
