"""The outbox: every mail that was asked for, what became of it, and never its text."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from shop_admin.db import Model
from shop_admin.models.mixins import Identified, Moment, Scope, belongs_to, one_of

MAIL_STATES = ("PENDING", "SENT", "FAILED", "OFF")


class Mail(Identified, Model):
    """A mail to one recipient. It is built when it is sent, out of what is true then.

    `record_id` is what it is about besides the order: a parcel, an invitation. Of each kind and
    record an order's mail goes out once. The installation's own have no store.
    """

    __tablename__ = "mails"
    scope: ClassVar[Scope] = Scope.STORE

    store_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("stores.id"))
    order_id: Mapped[UUID | None]
    record_id: Mapped[UUID | None]
    kind: Mapped[str]
    recipient: Mapped[str]
    subject: Mapped[str] = mapped_column(server_default="")
    status: Mapped[str] = mapped_column(server_default="PENDING")
    attempts: Mapped[int] = mapped_column(server_default="0")
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    error: Mapped[str] = mapped_column(server_default="")
    cdate: Mapped[datetime] = mapped_column(
        Moment, server_default=sa.text("shop_now()"), sort_order=90
    )

    __table_args__ = (
        belongs_to("orders", "order_id"),
        one_of("status", MAIL_STATES),
        sa.CheckConstraint("(status = 'SENT') = (sent_at IS NOT NULL)", name="sent_at"),
        sa.CheckConstraint("order_id IS NULL OR store_id IS NOT NULL", name="order_of_store"),
        sa.CheckConstraint("kind ~ '^[a-z_]{1,40}$'", name="kind"),
        sa.CheckConstraint(
            "length(recipient) BETWEEN 3 AND 320 AND recipient !~ '[[:cntrl:]]'", name="recipient"
        ),
        sa.Index(
            "ux_mails_order",
            "order_id",
            "kind",
            "record_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=sa.text("order_id IS NOT NULL"),
        ),
        sa.Index("ix_mails_store_id_id", "store_id", sa.text("id DESC")),
    )
