"""What came in on days that are over, summed once; and what has changed in them since."""

from datetime import datetime
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from shop_admin.db import Model
from shop_admin.models.mixins import Moment, Scope

Sum = sa.Numeric(20, 4)


class SalesDay(Model):
    """The sales of a store from one moment to another: by the job that sums, a day of its clock."""

    __tablename__ = "sales_days"
    scope: ClassVar[Scope] = Scope.STORE

    store_id: Mapped[UUID] = mapped_column(sa.ForeignKey("stores.id"), primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(Moment, primary_key=True)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    count: Mapped[int]
    first_count: Mapped[int]
    """How many of the sales were to somebody who had bought nothing in that store before."""
    amount: Mapped[Decimal] = mapped_column(Sum)

    __table_args__ = (
        sa.CheckConstraint("starts_at < ends_at", name="period"),
        sa.CheckConstraint("first_count BETWEEN 0 AND count AND amount >= 0", name="sums"),
    )


class ProductDay(Model):
    """What was sold of a product in the time of a SalesDay."""

    __tablename__ = "product_days"
    scope: ClassVar[Scope] = Scope.STORE

    store_id: Mapped[UUID] = mapped_column(primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(Moment, primary_key=True)
    product_id: Mapped[UUID] = mapped_column(primary_key=True)
    quantity: Mapped[int] = mapped_column(sa.BigInteger)
    amount: Mapped[Decimal] = mapped_column(Sum)

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["store_id", "starts_at"],
            ["sales_days.store_id", "sales_days.starts_at"],
            ondelete="CASCADE",
        ),
    )


class SalesChange(Model):
    """A moment whose day is to be summed anew, noted by a trigger: an older sale has changed."""

    __tablename__ = "sales_changes"
    scope: ClassVar[Scope] = Scope.STORE

    id: Mapped[int] = mapped_column(sa.BigInteger, sa.Identity(always=True), primary_key=True)
    store_id: Mapped[UUID]
    placed_at: Mapped[datetime] = mapped_column(Moment)

    __table_args__ = (sa.Index("ix_sales_changes_store_id_placed_at", "store_id", "placed_at"),)
