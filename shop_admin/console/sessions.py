"""One's own sessions: where one is logged in, and ending what should not be."""

from typing import ClassVar
from uuid import UUID

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_login import current_user

from shop_admin.console.base import ConsolePage
from shop_admin.console.base.filters import parse_id
from shop_admin.console.base.permits import Permits, acting
from shop_admin.db import transaction
from shop_admin.language import _, ngettext
from shop_admin.permissions import Permission
from shop_admin.services import open_sessions

OWN = Permission.PROFILE


class SessionPage(ConsolePage):
    """The sessions of the person who looks; a token is shown nowhere, nor its hash."""

    permits: ClassVar[Permits] = {
        "index_view": {"GET": OWN},
        **acting(OWN, "end_view", "end_others_view"),
    }
    icon = "key"

    def is_accessible(self) -> bool:
        """Stay out of the menu: the profile leads here."""
        return False

    @expose("/")
    def index_view(self) -> str:
        """Show the open sessions, the one used last first."""
        sessions = open_sessions.list_sessions(self.actor, self._user_id)
        this = open_sessions.id_of(current_user.token)
        return self.render("admin/sessions.html", sessions=sessions, this=this)

    @expose("/end/", methods=("POST",))
    def end_view(self) -> ResponseReturnValue:
        """End one session; the own one is ended like another, and leads to the login."""
        session_id = parse_id(request.form.get("session_id", ""))
        with transaction():
            open_sessions.end_session(self.actor, self._user_id, session_id)
        flash(_("The session has ended."), "success")
        return redirect(self.get_url(".index_view"))

    @expose("/end-others/", methods=("POST",))
    def end_others_view(self) -> ResponseReturnValue:
        """End all sessions but this one."""
        with transaction():
            count = open_sessions.end_sessions(self.actor, self._user_id, but=current_user.token)
        ended = ngettext("%(number)s session has ended.", "%(number)s sessions have ended.", count)
        flash(ended if count else _("There was no other session."), "success")
        return redirect(self.get_url(".index_view"))

    @property
    def _user_id(self) -> UUID:
        return UUID(str(self.actor.user_id))
