"""Bulk work: one act on many records, and what became of each of them."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from shop_admin.db import Model
from shop_admin.models.mixins import Identified, Moment, Scope, one_of

BULK_STATUSES = ("QUEUED", "RUNNING", "DONE", "CANCELLED", "FAILED")
ITEM_STATES = ("WAITING", "DONE", "SAME", "FAILED")


class BulkJob(Identified, Model):
    """One act on many records: who asked for what, on which list, and how far it is.

    `noun` is the table of the records, `parameters` what the act's form said. Of `total_count`
    items some are done, some were so already (`same_count`), some were refused.
    """

    __tablename__ = "bulk_jobs"
    scope: ClassVar[Scope] = Scope.PERSON

    user_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    list_name: Mapped[str]
    noun: Mapped[str]
    act: Mapped[str]
    parameters: Mapped[dict[str, Any]]
    undoes_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("bulk_jobs.id", ondelete="SET NULL"), unique=True
    )
    status: Mapped[str] = mapped_column(server_default="QUEUED")
    total_count: Mapped[int] = mapped_column(server_default="0")
    done_count: Mapped[int] = mapped_column(server_default="0")
    same_count: Mapped[int] = mapped_column(server_default="0")
    failed_count: Mapped[int] = mapped_column(server_default="0")
    problem: Mapped[str] = mapped_column(server_default="")
    cdate: Mapped[datetime] = mapped_column(
        Moment, server_default=sa.text("shop_now()"), sort_order=90
    )
    finished_at: Mapped[datetime | None] = mapped_column(Moment, sort_order=91)

    __mapper_args__ = {"eager_defaults": True}  # noqa: RUF012 - as SQLAlchemy declares it
    __table_args__ = (
        one_of("status", BULK_STATUSES),
        sa.CheckConstraint(
            "least(done_count, same_count, failed_count) >= 0"
            " AND done_count + same_count + failed_count <= total_count",
            name="counts",
        ),
        sa.CheckConstraint(
            "(status IN ('QUEUED', 'RUNNING')) = (finished_at IS NULL)", name="finished_at"
        ),
        sa.UniqueConstraint("id", "user_id"),
        sa.Index("ix_bulk_jobs_user_id_id", "user_id", sa.text("id DESC")),
    )

    @property
    def is_open(self) -> bool:
        """Tell whether it waits or is being worked on."""
        return self.status in ("QUEUED", "RUNNING")

    @property
    def seen_count(self) -> int:
        """Return how many records somebody has come to, whatever became of them."""
        return self.done_count + self.same_count + self.failed_count

    @property
    def left_count(self) -> int:
        """Return how many records nobody has come to yet."""
        return self.total_count - self.seen_count


class BulkItem(Model):
    """One record of a bulk job: `was` and `is_now` say what of it was changed, as JSON values."""

    __tablename__ = "bulk_items"
    scope: ClassVar[Scope] = Scope.PERSON

    job_id: Mapped[UUID] = mapped_column(primary_key=True)
    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(server_default="WAITING")
    sentence: Mapped[str] = mapped_column(server_default="")
    was: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    is_now: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["job_id", "user_id"], ["bulk_jobs.id", "bulk_jobs.user_id"], ondelete="CASCADE"
        ),
        one_of("state", ITEM_STATES),
        sa.CheckConstraint("(was IS NULL) = (is_now IS NULL)", name="change"),
        sa.Index(
            "ix_bulk_items_waiting",
            "job_id",
            "record_id",
            postgresql_where=sa.text("state = 'WAITING'"),
        ),
        sa.Index(
            "ix_bulk_items_failed",
            "job_id",
            "record_id",
            postgresql_where=sa.text("state = 'FAILED'"),
        ),
    )
