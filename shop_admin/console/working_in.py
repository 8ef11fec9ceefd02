"""The store that somebody works in for now: chosen in the top bar, kept in their session.

It only begins what lists and the first page show; whoever names a store in an address means that
one, and what a person may see is decided elsewhere.
"""

from typing import ClassVar
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import redirect, request, session
from flask.typing import ResponseReturnValue
from flask_admin import expose
from werkzeug.exceptions import BadRequest

from shop_admin.console import choices
from shop_admin.console.base import ConsolePage
from shop_admin.console.base.chosen import KEPT
from shop_admin.console.base.permits import Permits
from shop_admin.errors import NotFound
from shop_admin.permissions import Permission

FORGOTTEN = frozenset({"store", "store.not", "store.is", "page", "view", "edited"})
"""What an address says about the store that was chosen before, and about its pages."""


class WorkingInPage(ConsolePage):
    """Where the menu of the top bar sends the choice."""

    permits: ClassVar[Permits] = {"choose_view": {"POST": Permission.PROFILE}}

    @expose("/")
    def index_view(self) -> str:
        """Stay closed: the choice is made in the top bar."""
        raise NotFound

    @expose("/choose/", methods=("POST",))
    def choose_view(self) -> ResponseReturnValue:
        """Keep the chosen store, or none, and go back to where it was chosen."""
        wanted = request.form.get("store", "")
        if wanted and wanted not in {str(one.id) for one in choices.stores(self.actor)}:
            raise NotFound
        session.pop(KEPT, None)
        if wanted:
            session[KEPT] = wanted
        return redirect(back_to(request.form.get("back", "")))


def back_to(raw: str) -> str:
    """Return a page of the console, without what its address says of another store.

    Raises BadRequest for an address outside.
    """
    try:
        parts = urlsplit(raw)
    except ValueError:
        raise BadRequest from None
    inside = not parts.scheme and not parts.netloc and parts.path.startswith("/admin/")
    if not inside or "\\" in raw or any(ord(sign) < 33 for sign in raw):
        raise BadRequest
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name not in FORGOTTEN]
    return parts.path + (f"?{urlencode(kept)}" if kept else "")
