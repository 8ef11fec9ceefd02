"""What the nightly check of the stored data found."""

from datetime import datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from shop_admin.db import Model
from shop_admin.models.mixins import Identified, Moment, Scope


class Check(Identified, Model):
    """One run of the invariants: `findings` is [{code, title, count, examples}], all of them."""

    __tablename__ = "checks"
    scope: ClassVar[Scope] = Scope.INSTALLATION

    started_at: Mapped[datetime] = mapped_column(Moment)
    finished_at: Mapped[datetime] = mapped_column(Moment)
    findings: Mapped[list[dict[str, Any]]]
    broken: Mapped[int]
    files: Mapped[int] = mapped_column(server_default="0")

    __table_args__ = (sa.CheckConstraint("broken >= 0 AND files >= 0", name="counts"),)
