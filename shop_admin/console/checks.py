"""What the last check of the stored data found, for the installation's admins."""

from typing import ClassVar

from flask_admin import expose

from shop_admin.console.base import ConsolePage
from shop_admin.console.base.permits import Permits
from shop_admin.language import N_
from shop_admin.permissions import Permission
from shop_admin.services import checks


class CheckPage(ConsolePage):
    """The invariants one by one, with what breaks them."""

    permits: ClassVar[Permits] = {"index_view": {"GET": Permission.SETTINGS}}
    icon, group = "health", N_("System")

    @expose("/")
    def index_view(self) -> str:
        """Show the last run."""
        self.actor.require(Permission.SETTINGS)
        return self.render("admin/checks.html", check=checks.last_check())
