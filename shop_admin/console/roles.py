"""Roles: who may do what, read by everybody who may enter; and what one may do oneself."""

from typing import ClassVar

from flask_admin import expose

from shop_admin.console import rights
from shop_admin.console.base import ConsolePage
from shop_admin.console.base.permits import Permits
from shop_admin.language import N_
from shop_admin.permissions import Permission


class RolePage(ConsolePage):
    """The one table of roles and permissions, in words."""

    permits: ClassVar[Permits] = {"index_view": {"GET": Permission.PROFILE}}
    icon, group = "key", N_("People")

    @expose("/")
    def index_view(self) -> str:
        """Show what one may do in which store, then the whole table."""
        own = rights.places(self.actor, self.actor)
        held = {role for place in own for role in place.roles}
        return self.render(
            "admin/roles.html", table=rights.table(), roles=rights.ROLES, own=own, held=held
        )
