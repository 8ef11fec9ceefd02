"""What comes in from outside and what must happen once: provider events and idempotency keys."""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from shop_admin.db import Model
from shop_admin.models.mixins import Amount, AppendOnly, Identified, Moment, Scope, one_of


class ProviderEvent(AppendOnly, Model):
    """A provider's message as it came and what it says, stored once however often it is sent."""

    __tablename__ = "provider_events"
    scope: ClassVar[Scope] = Scope.INSTALLATION

    provider: Mapped[str]
    event_id: Mapped[str]
    kind: Mapped[str] = mapped_column(server_default="")
    payment_id: Mapped[UUID | None] = mapped_column(index=True)
    refund_id: Mapped[UUID | None]
    transaction_id: Mapped[str] = mapped_column(server_default="")
    reference: Mapped[str] = mapped_column(server_default="")
    amount: Mapped[Decimal | None] = mapped_column(Amount)
    currency: Mapped[str] = mapped_column(server_default="")
    payload: Mapped[dict[str, Any]]

    __table_args__ = (
        sa.UniqueConstraint("provider", "event_id"),
        sa.Index(
            "ix_provider_events_transaction_id",
            "provider",
            "transaction_id",
            postgresql_where=sa.text("payment_id IS NULL AND transaction_id <> ''"),
        ),
    )


class ProviderEventResult(AppendOnly, Model):
    """What became of a provider's message; a parked one may be handled later."""

    __tablename__ = "provider_event_results"
    scope: ClassVar[Scope] = Scope.INSTALLATION

    event_id: Mapped[UUID] = mapped_column(sa.ForeignKey("provider_events.id"))
    outcome: Mapped[str]
    note: Mapped[str] = mapped_column(server_default="")

    __table_args__ = (
        one_of("outcome", ("HANDLED", "IGNORED", "PARKED")),
        sa.UniqueConstraint("event_id", "outcome"),
    )


class IdempotencyKey(Identified, Model):
    """A request that must happen once, and the answer that its repetitions get."""

    __tablename__ = "idempotency_keys"
    scope: ClassVar[Scope] = Scope.PERSON

    party: Mapped[str]
    method: Mapped[str]
    path: Mapped[str]
    key: Mapped[str]
    body_hash: Mapped[str]
    state: Mapped[str] = mapped_column(server_default="RUNNING")
    resource_id: Mapped[UUID | None]
    status: Mapped[int | None]
    body: Mapped[bytes | None]
    cdate: Mapped[datetime] = mapped_column(
        Moment, server_default=sa.text("shop_now()"), index=True
    )

    __table_args__ = (
        one_of("state", ("RUNNING", "DONE")),
        sa.CheckConstraint("length(key) BETWEEN 1 AND 255", name="key"),
        sa.UniqueConstraint("party", "method", "path", "key", name="uq_idempotency_keys_key"),
    )
