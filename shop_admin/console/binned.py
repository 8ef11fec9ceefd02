"""The bin of the whole console: what was removed, counted by kind."""

from typing import Any, ClassVar

import sqlalchemy as sa
from flask import current_app
from flask_admin import expose

from shop_admin.console.base import ConsolePage
from shop_admin.console.base.permits import Permits
from shop_admin.console.site import views_of
from shop_admin.db import db
from shop_admin.permissions import Permission


class BinPage(ConsolePage):
    """How many removed records of each kind this person may see, with the way to them."""

    permits: ClassVar[Permits] = {"index_view": {"GET": Permission.RESTORE_OWN}}
    icon, group = "bin", "Settings"

    @expose("/")
    def index_view(self) -> str:
        """Show the kinds with the number of their removed records."""
        views = [
            view
            for view in views_of(current_app)
            if getattr(view, "has_bin", False) and view.may_open("restore_view", "POST")
        ]
        return self.render("admin/bin.html", kinds=[(view, _removed(view)) for view in views])


def _removed(view: Any) -> int:
    statement = view.get_count_query(removed=True)
    count: int = (
        db.session.scalar(sa.select(sa.func.count()).select_from(statement.subquery())) or 0
    )
    return count
