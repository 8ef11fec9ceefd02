"""What background work leaves behind: why a job failed, in a sentence."""

from datetime import datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from shop_admin.db import Model
from shop_admin.models.mixins import Moment, Scope


class JobFailure(Model):
    """Why a job failed the last time: a sentence for people, never a trace."""

    __tablename__ = "job_failures"
    scope: ClassVar[Scope] = Scope.INSTALLATION

    job_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    sentence: Mapped[str]
    failed_at: Mapped[datetime] = mapped_column(Moment, server_default=sa.text("shop_now()"))
