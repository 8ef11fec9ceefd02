"""Logging in and out: a server-side session under a new secret, and a cookie that only names it."""

from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Flask,
    abort,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, login_user, logout_user
from flask_wtf import FlaskForm

from shop_admin import wiring
from shop_admin.console import pages
from shop_admin.console.acting import Person, find_actor
from shop_admin.console.forms.fields import SecretField, TextField
from shop_admin.console.forms.speaking import SpokenForm
from shop_admin.errors import NotLoggedIn, TooMany
from shop_admin.language import N_, _, ngettext

blueprint = Blueprint("console", __name__, url_prefix="/admin")
pages.dress(blueprint)


class LoginForm(SpokenForm, FlaskForm):
    """Email address and password."""

    email = TextField(N_("Email"), required=True, most=254)
    password = SecretField(N_("Password"), required=True)


def install(app: Flask) -> None:
    """Make Flask-Login find people by the session that their cookie names."""
    manager = LoginManager()
    # Not init_app: its remember-me hook would read the cookie of every request, the API's too.
    app.login_manager = manager  # type: ignore[attr-defined]
    manager.session_protection = None  # the session is the database's, not the browser's
    manager.user_loader(find_person)
    app.register_blueprint(blueprint)


def find_person(token: str) -> Person | None:
    """Return who holds this session's secret, with the rights of this moment, or None."""
    actor = wiring.identify(token, "console")
    return Person(token=token, actor=actor) if actor else None


@blueprint.route("/login/", methods=("GET", "POST"))
def login() -> ResponseReturnValue:
    """Show the login, or check it; what was asked for before comes next."""
    if find_actor() is not None:
        return redirect(_next())
    form = LoginForm()
    problem, status, headers = "", 200, {}
    if form.validate_on_submit():
        try:
            return _logged_in(form)
        except NotLoggedIn as refusal:
            problem, status = refusal.message, 401
        except TooMany as refusal:
            problem, status = wait_for(refusal), 429
            headers["Retry-After"] = str(refusal.retry_after)
    elif form.is_submitted():
        status = 422
    return render_template("admin/login.html", form=form, problem=problem), status, headers


@blueprint.route("/logout/", methods=("POST",))
def logout() -> ResponseReturnValue:
    """End the session on the server, so that its cookie opens nothing any more."""
    token = session.get("_user_id")
    if token:
        wiring.log_out(token)
    logout_user()
    session.clear()
    flash(_("You are logged out."), "success")
    return redirect(url_for("console.login"))


@blueprint.route("/<path:_rest>", methods=("GET", "POST", "PUT", "PATCH", "DELETE"))
def nowhere(_rest: str) -> ResponseReturnValue:
    """Answer for addresses under /admin/ that lead nowhere, with the console's own page."""
    abort(404)


def _logged_in(form: LoginForm) -> ResponseReturnValue:
    device = request.headers.get("User-Agent", "")
    opened = wiring.log_in(form.email.data, form.password.data, "console", device)
    person = find_person(opened.token)
    if person is None:
        raise NotLoggedIn(_("This login does not open the console."))
    target = _next()
    enter(person)
    return redirect(target)


def enter(person: Person) -> None:
    """Let the browser in under a session that was just opened, and under no other."""
    # A cookie that was planted before the login must not live on after it, nor its CSRF token.
    session.clear()
    login_user(person)
    for name in ("_id", "_fresh"):
        session.pop(name, None)


def _next() -> str:
    """Return the page that was asked for, if it is a path of the console."""
    raw = request.args.get("next", "")
    try:
        target = urlsplit(raw)
    except ValueError:
        return url_for("admin.index_view")
    inside = not target.scheme and not target.netloc and target.path.startswith("/admin/")
    plain = "\\" not in raw and not any(ord(sign) < 33 for sign in raw)
    if inside and plain:
        return target.path + (f"?{target.query}" if target.query else "")
    return url_for("admin.index_view")


def wait_for(refusal: TooMany) -> str:
    """Return how long a person has to wait, in words."""
    minutes = -(-refusal.retry_after // 60)
    return ngettext(
        "Too many tries. Try again in %(number)s minute.",
        "Too many tries. Try again in %(number)s minutes.",
        minutes,
    )
