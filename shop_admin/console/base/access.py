"""The door of every page: deny by default, ask once, act as the person, run once."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any, ClassVar

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import BaseView

from shop_admin.console import choices, pages
from shop_admin.console.acting import current_actor, find_actor
from shop_admin.console.base import freshness
from shop_admin.console.base.chosen import chosen_store
from shop_admin.console.base.permits import Permits
from shop_admin.db import acting_as
from shop_admin.errors import Forbidden, NotFound, NotLoggedIn
from shop_admin.language import _
from shop_admin.permissions import Actor, Permission

MAX_UPLOAD = 12_000_000


class Guarded:
    """What pages and model views share: permits, the acting person, our templates."""

    permits: ClassVar[Permits] = {}
    icon: ClassVar[str] = "dot"
    group: ClassVar[str] = ""
    unscoped: ClassVar[frozenset[str]] = frozenset()
    """Endpoints that open their scopes themselves, since they work outside of a transaction."""
    uploads: ClassVar[frozenset[str]] = frozenset()
    """Endpoints that take files, and so larger bodies than the rest."""
    fresh: ClassVar[frozenset[str]] = frozenset()
    """Endpoints whose changes ask for the password again once it was given long ago."""

    name: Any
    endpoint: Any
    _urls: Any

    @property
    def actor(self) -> Actor:
        """Return who is looking. Raises NotLoggedIn."""
        return current_actor()

    def permission_for(self, endpoint: str, method: str) -> Permission | None:
        """Return what this endpoint asks for by this method; None keeps it closed."""
        methods: Mapping[str, Permission] = self.permits.get(endpoint, {})
        return methods.get("GET" if method == "HEAD" else method)

    def may_open(self, endpoint: str, method: str = "GET") -> bool:
        """Tell whether this person may use this endpoint for some store at least."""
        permission = self.permission_for(endpoint, method)
        return permission is not None and self.actor.may_somewhere(permission)

    def is_accessible(self) -> bool:
        """Tell whether this person finds the view in the menu."""
        return find_actor() is not None and self.may_open("index_view")

    def create_blueprint(self, admin: Any) -> Any:
        """Make the routes that have a permit, and no others, with the console's error pages."""
        self._urls = [
            (url, endpoint, [one for one in methods if one in self.permits[endpoint]])
            for url, endpoint, methods in self._urls
            if endpoint in self.permits
        ]
        blueprint = super().create_blueprint(admin)  # type: ignore[misc]
        blueprint.url_value_preprocessor(self._allow_uploads)
        pages.dress(blueprint)
        return blueprint

    def _allow_uploads(self, endpoint: str | None, _values: Any) -> None:
        # Before CSRF protection reads the form, and with it the whole body.
        if endpoint and endpoint.rpartition(".")[2] in self.uploads:
            request.max_content_length = MAX_UPLOAD

    def _handle_view(self, name: str, **kwargs: Any) -> ResponseReturnValue | None:
        """Let the request in, send it to the login, or refuse it: nothing is open by itself."""
        if find_actor() is None:
            return ask_for_login()
        permission = self.permission_for(name, request.method)
        if permission is None:
            raise NotFound
        if not self.actor.may_somewhere(permission):
            raise Forbidden
        return freshness.ask() if self.needs_fresh_login(name) else None

    def needs_fresh_login(self, endpoint: str) -> bool:
        """Tell whether this change asks for the password again, once it was given long ago."""
        return endpoint in self.fresh

    def _run_view(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Run the view once, whatever it raises, within what its person may see."""
        if fn.__name__ in self.unscoped:
            return fn(self, *args, **kwargs)
        with self.reading():
            return fn(self, *args, **kwargs)

    def reading(self) -> AbstractContextManager[Any]:
        """Read within what the person may see."""
        return acting_as(self.actor.db_context())

    def get_url(self, endpoint: str, **values: Any) -> str:
        """Return the address of an endpoint; one of this view's own starts with a dot."""
        return url_for(endpoint, **values)

    def render(self, template: str, **values: Any) -> str:
        """Render one of our templates."""
        return render_template(
            template,
            view=self,
            stores=choices.stores(self.actor),
            chosen_store=chosen_store(self.actor),
            **pages.frame(),
            **values,
        )


class ConsolePage(Guarded, BaseView):
    """A page that is no list of records; closed until its permits open it."""


def ask_for_login() -> ResponseReturnValue:
    """Send a look to the login and back again; refuse a change, whose content would be lost."""
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("console.login", next=request.full_path.rstrip("?")))
    raise NotLoggedIn(_("Your session is over. Log in in another tab, then send this again."))
