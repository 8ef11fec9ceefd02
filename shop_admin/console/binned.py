"""The bin of the whole console: what was removed, by kind, newest first, with what hangs on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import sqlalchemy as sa
from flask import current_app
from flask_admin import expose

from shop_admin.console.base import ConsolePage
from shop_admin.console.base.permits import Permits
from shop_admin.console.site import views_of
from shop_admin.db import db
from shop_admin.language import N_
from shop_admin.permissions import Permission

SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class Kind:
    """The removed records of one kind: how many, the latest, and who removed those."""

    view: Any
    count: int
    latest: Sequence[Any]
    people: dict[Any, str]


class BinPage(ConsolePage):
    """The removed records of each kind that this person may restore, with the way to them."""

    permits: ClassVar[Permits] = {"index_view": {"GET": Permission.RESTORE_OWN}}
    icon, group = "bin", N_("System")

    @expose("/")
    def index_view(self) -> str:
        """Show the kinds with their latest removals."""
        views = [
            view
            for view in views_of(current_app)
            if getattr(view, "has_bin", False) and view.may_open("restore_view", "POST")
        ]
        kinds = [_kind(view) for view in views]
        return self.render("admin/bin.html", kinds=kinds)


def _kind(view: Any) -> Kind:
    counted = view.get_count_query(removed=True).subquery()
    count = db.session.scalar(sa.select(sa.func.count()).select_from(counted)) or 0
    newest = view.get_query(removed=True).order_by(view.model.mdate.desc()).limit(SHOWN)
    latest = db.session.scalars(newest).unique().all() if count else []
    return Kind(view=view, count=count, latest=latest, people=view.people(latest))
