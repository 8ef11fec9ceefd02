"""Saved views of lists, a person's own or shared, and how each person looks at a list."""

from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from shop_admin.db import Model
from shop_admin.models.accounts import MEMBER_ROLES
from shop_admin.models.mixins import Editable, Identified, Scope, editable_checks, one_of


class SavedView(Editable, Model):
    """What somebody looks for in a list, under a name: filters, search, order, columns.

    Without stores it is its owner's alone; shared with stores (or everywhere) it is read by all
    who work there, or by those of one role.
    """

    __tablename__ = "saved_views"
    scope: ClassVar[Scope] = Scope.PERSON

    user_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    list_name: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    query: Mapped[dict[str, Any]]
    stores: Mapped[list[UUID]] = mapped_column(ARRAY(sa.Uuid()), server_default="{}")
    is_everywhere: Mapped[bool] = mapped_column(server_default=sa.false())
    role: Mapped[str | None]

    __table_args__ = (
        *editable_checks(),
        one_of("role", MEMBER_ROLES),
        sa.CheckConstraint("name <> ''", name="name"),
        sa.Index(
            "uq_saved_views_name",
            "user_id",
            "list_name",
            sa.text("lower(name)"),
            unique=True,
            postgresql_where=sa.text("NOT is_deleted"),
        ),
    )

    @property
    def is_shared(self) -> bool:
        """Tell whether anybody but its owner finds it."""
        return self.is_everywhere or bool(self.stores)

    def __str__(self) -> str:
        """Return the view's name."""
        return self.name


class ListChoice(Identified, Model):
    """How a person looks at a list when nothing else is asked: columns, and the first view."""

    __tablename__ = "list_choices"
    scope: ClassVar[Scope] = Scope.PERSON

    user_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    list_name: Mapped[str]
    columns: Mapped[list[str]] = mapped_column(ARRAY(sa.Text()), server_default="{}")
    view_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("saved_views.id"))

    __table_args__ = (sa.UniqueConstraint("user_id", "list_name"),)
