"""The columns that records share, by their exact names, and how each record is scoped."""

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column
from uuid_utils import compat

from shop_admin.errors import Conflict
from shop_admin.language import N_, _

Moment = sa.DateTime(timezone=True)
Amount = sa.Numeric(14, 4)
Rate = sa.Numeric(7, 4)

STATUS_FLAGS = ("ACTIVE", "INACTIVE", "DRAFT", "ARCHIVED")


class Scope(StrEnum):
    """How `visible()` and row-level security limit a table."""

    STORE = "a store's own record: its store_id must be in scope"
    SHARED = "a store's own, or shared by all where store_id is null"
    STORES = "the stores themselves"
    PEOPLE = "people: oneself, and the members of stores in scope"
    PERSON = "belongs to one person by user_id"
    INSTALLATION = "the installation's own: for parties of all stores only"


def new_id() -> UUID:
    """Return a UUIDv7: unique everywhere and in the order of time (RFC 9562)."""
    return compat.uuid7()


def one_of(column: str, values: Collection[str], name: str | None = None) -> sa.CheckConstraint:
    """Return a CHECK that a text column holds one of these words."""
    words = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({words})", name=name or column)


class Identified:
    """An id that the application makes."""

    scope: ClassVar[Scope]

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-100)


class AppendOnly(Identified):
    """A record that is written once and never changed: the database refuses it."""

    cdate: Mapped[datetime] = mapped_column(
        Moment, server_default=sa.text("shop_now()"), sort_order=90
    )

    @declared_attr
    def cuser_id(cls) -> Mapped[UUID | None]:
        """Return the column of who wrote it; null for guests and the system."""
        return mapped_column(
            sa.ForeignKey("users.id"), server_default=sa.text("app_user()"), sort_order=91
        )


class Editable(AppendOnly):
    """A record that people edit: status, comments, validity, bin, suspension, version."""

    status_flag: Mapped[str] = mapped_column(server_default="ACTIVE", sort_order=80)
    comments: Mapped[str] = mapped_column(server_default="", sort_order=81)
    active_from: Mapped[datetime | None] = mapped_column(Moment, sort_order=82)
    active_to: Mapped[datetime | None] = mapped_column(Moment, sort_order=83)
    mdate: Mapped[datetime] = mapped_column(
        Moment,
        server_default=sa.text("shop_now()"),
        onupdate=sa.text("shop_now()"),
        sort_order=92,
    )
    is_deleted: Mapped[bool] = mapped_column(server_default=sa.false(), sort_order=94)
    is_suspended: Mapped[bool] = mapped_column(server_default=sa.false(), sort_order=95)
    version: Mapped[int] = mapped_column(server_default="1", sort_order=96)

    @declared_attr
    def muser_id(cls) -> Mapped[UUID | None]:
        """Return the column of who changed it last."""
        return mapped_column(
            sa.ForeignKey("users.id"),
            server_default=sa.text("app_user()"),
            onupdate=sa.text("app_user()"),
            sort_order=93,
        )

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, object]:
        """Count versions, so that an edit of a stale copy is refused; fetch what SQL computed."""
        return {"version_id_col": cls.version, "eager_defaults": True}


def editable_checks() -> tuple[sa.CheckConstraint, ...]:
    """Return the CHECKs of the shared columns, for `__table_args__`."""
    return (
        one_of("status_flag", STATUS_FLAGS),
        sa.CheckConstraint("active_from < active_to", name="period"),
    )


def moment_indexes(table: str) -> tuple[sa.Index, ...]:
    """Return the indexes by which the next moment of a schedule is found, for `__table_args__`."""
    return tuple(
        sa.Index(
            f"ix_{table}_{column}",
            column,
            postgresql_where=sa.text(f"{column} IS NOT NULL AND NOT is_deleted"),
        )
        for column in ("active_from", "active_to")
    )


class StoreOwned:
    """A record of one store; children point at it by (store_id, id), so none crosses a store."""

    scope: ClassVar[Scope] = Scope.STORE

    @declared_attr
    def store_id(cls) -> Mapped[UUID]:
        """Return the column of the owning store."""
        return mapped_column(sa.ForeignKey("stores.id"), sort_order=-90)


def store_key(table: str) -> sa.UniqueConstraint:
    """Return the UNIQUE (store_id, id) that children's composite keys refer to."""
    return sa.UniqueConstraint("store_id", "id", name=f"uq_{table}_store_id_id")


def belongs_to(parent: str, column: str) -> sa.ForeignKeyConstraint:
    """Return the composite key (store_id, column) to a parent of the same store."""
    return sa.ForeignKeyConstraint(["store_id", column], [f"{parent}.store_id", f"{parent}.id"])


STATES: Mapping[str, str] = {
    "DRAFT": N_("draft"),
    "PENDING": N_("pending"),
    "PLACED": N_("placed"),
    "PAID": N_("paid"),
    "SHIPPED": N_("shipped"),
    "COMPLETED": N_("completed"),
    "CANCELLED": N_("cancelled"),
    "AUTHORIZED": N_("authorized"),
    "PARTIALLY_REFUNDED": N_("partially refunded"),
    "REFUNDED": N_("refunded"),
    "FAILED": N_("failed"),
    "DONE": N_("done"),
}
"""The states of records as sentences say them."""


def said(status: str) -> str:
    """Return a state as sentences say it, in the language that is spoken."""
    return _(STATES[status])


class Stateful:
    """A record whose `status` moves only along its table of allowed moves."""

    moves: ClassVar[Mapping[str, frozenset[str]]]
    cannot_move: ClassVar[str]
    status: Mapped[str]

    def may_move(self, status: str) -> bool:
        """Tell whether the record may go to this state from where it is."""
        return status in self.moves[self.status]

    def move(self, status: str) -> None:
        """Go to another state. Raises Conflict where the table does not allow it."""
        if not self.may_move(status):
            refused = _(self.cannot_move, present=said(self.status), wanted=said(status))
            raise Conflict(refused, code="illegal_move")
        self.status = status
