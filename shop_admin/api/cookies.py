"""Below some addresses there are no cookies: none is read, none is set, none is varied by."""

from flask import Flask, Request
from flask.sessions import NullSession, SessionInterface, SessionMixin
from flask.wrappers import Response


class Cookieless(SessionInterface):
    """Sessions as before, but for addresses below the prefixes, where there are none."""

    def __init__(self, inner: SessionInterface, prefixes: tuple[str, ...]) -> None:
        self._inner = inner
        self._prefixes = prefixes

    def open_session(self, app: Flask, request: Request) -> SessionMixin | None:
        """Return the request's session, or one that is empty and refuses to be written."""
        if request.path.startswith(self._prefixes):
            return NullSession()
        return self._inner.open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Keep the session as before; Flask does not ask this for the empty ones."""
        self._inner.save_session(app, session, response)


def install(app: Flask, prefixes: tuple[str, ...]) -> None:
    """Leave cookies alone below these prefixes."""
    app.session_interface = Cookieless(app.session_interface, prefixes)
