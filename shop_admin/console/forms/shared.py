"""Fields that most records share: status, period, notes."""

from typing import Any

from shop_admin.console.forms.base import ConsoleForm
from shop_admin.console.forms.fields import ChoiceField, MomentField, TextField
from shop_admin.language import N_
from shop_admin.models.mixins import STATUS_FLAGS

SCHEDULE = (N_("Status and period"), ("status_flag", "active_from", "active_to"))
NOTES = (N_("Notes"), ("comments",))


class ValidityForm(ConsoleForm):
    """The shared part of editable records."""

    status_flag = ChoiceField(N_("Status"), words=STATUS_FLAGS, default="ACTIVE")
    active_from = MomentField(
        N_("From"), description=N_("In the store's time zone. Empty: at once.")
    )
    active_to = MomentField(N_("Until"), description=N_("Empty: without end."))
    comments = TextField(N_("Notes for colleagues"), lines=3, most=5000)

    def validity(self) -> dict[str, Any]:
        """Return the shared part of the service's input."""
        return {
            "status_flag": self.status_flag.data,
            "active_from": self.active_from.data,
            "active_to": self.active_to.data,
            "comments": self.comments.data,
        }
