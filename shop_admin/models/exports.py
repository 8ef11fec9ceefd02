"""Exports: files that a job makes for a person, with progress."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from shop_admin.db import Model
from shop_admin.models.mixins import Editable, Moment, Scope, editable_checks, one_of


class Export(Editable, Model):
    """One export: who asked for what, how far it is, where its file lies."""

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

    __table_args__ = (
        *editable_checks(),
        one_of("status", ("QUEUED", "RUNNING", "DONE", "FAILED")),
    )
