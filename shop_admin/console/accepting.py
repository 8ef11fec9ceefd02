"""The page behind an invitation's link: who invites, to what; a password, or the login one has.

The link's token goes from the address into the session at once. So it stays out of the browser's
history, of referrers and of whatever is loaded next; the log has no part of it (see edge.py).
"""

from flask import Blueprint, Flask, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from shop_admin import wiring
from shop_admin.console import pages
from shop_admin.console.acting import find_actor
from shop_admin.console.forms.fields import SecretField, TextField
from shop_admin.console.forms.people import LONG_ENOUGH
from shop_admin.console.forms.speaking import SpokenForm
from shop_admin.console.login import enter, find_person, wait_for
from shop_admin.db import acting_as, transaction
from shop_admin.errors import NotFound, NotLoggedIn, ShopError, TooMany
from shop_admin.language import N_, _
from shop_admin.permissions import IDENTITY
from shop_admin.services import invitations, sessions, throttle
from shop_admin.services.invitations import Newcomer, Offer

KEPT = "invitation"

blueprint = Blueprint("invited", __name__, url_prefix="/admin/invitation")
pages.dress(blueprint)


def install(app: Flask) -> None:
    """Open the door that invitations lead to."""
    app.register_blueprint(blueprint)


class NewcomerForm(SpokenForm, FlaskForm):
    """The name and the password of somebody who is new here."""

    name = TextField(N_("Your name"), required=True, most=200)
    password = SecretField(N_("Choose a password"), required=True, description=LONG_ENOUGH)


class KnownForm(SpokenForm, FlaskForm):
    """The password of somebody who has a login here."""

    password = SecretField(N_("Your password"), required=True)


@blueprint.route("/<token>/")
def open_invitation(token: str) -> ResponseReturnValue:
    """Keep the token out of sight and go on; what it is worth is said on the next page."""
    session[KEPT] = token[:100]
    answer = redirect(url_for("invited.invitation"))
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@blueprint.route("/", methods=("GET", "POST"))
def invitation() -> ResponseReturnValue:
    """Show what is offered, or accept it."""
    token = str(session.get(KEPT, ""))
    try:
        _count(is_try=request.method == "POST")
        offer = _find(token)
        if request.method == "GET":
            return _page(offer)
        return _accept(token, offer)
    except TooMany as refusal:
        page = render_template("admin/no_offer.html", problem=wait_for(refusal))
        return page, 429, {"Retry-After": str(refusal.retry_after)}
    except NotFound:
        session.pop(KEPT, None)
        _count(is_try=request.method == "GET")
        return render_template("admin/no_offer.html", problem=""), 404


def _find(token: str) -> Offer:
    with acting_as(IDENTITY.db_context()):
        offer = invitations.find_offer(token) if token else None
    if offer is None:
        raise NotFound
    return offer


def _accept(token: str, offer: Offer) -> ResponseReturnValue:
    newcomer, known = NewcomerForm(), KnownForm()
    way = request.form.get("way")
    form = newcomer if way == "new" else known
    if way != "mine" and not form.validate():
        return _page(offer, 422, newcomer=newcomer, known=known)
    try:
        return _enter(_opened(token, offer, str(way), form))
    except (NotFound, TooMany):
        raise
    except ShopError as refusal:
        field = next((one for one in form if one.name == refusal.field), form.password)
        field.errors = [refusal.message]
        return _page(offer, refusal.status, newcomer=newcomer, known=known)


def _opened(token: str, offer: Offer, way: str, form: FlaskForm) -> sessions.OpenSession:
    """Accept as who it is, and open a session of theirs."""
    device = request.headers.get("User-Agent", "")
    if way == "new":
        given = Newcomer(name=form.name.data, password=form.password.data)
        with transaction(IDENTITY.db_context()):
            user_id = invitations.accept_as_newcomer(token, given)
            return sessions.open_session(
                user_id, "console", device=device, address=wiring.client_address()
            )
    if way == "mine":
        return _of_this_browser(token, offer, device)
    opened = wiring.log_in(offer.email, form.password.data, "console", device)
    try:
        with transaction(IDENTITY.db_context()):
            invitations.accept(token, opened.user_id)
    except ShopError:
        wiring.log_out(opened.token)
        raise
    return opened


def _of_this_browser(token: str, offer: Offer, device: str) -> sessions.OpenSession:
    """Accept as who is logged in here; rights have grown, so the session gets a new secret."""
    actor = find_actor()
    if actor is None or actor.user_id is None:
        raise NotLoggedIn(_("Your session is over. Give your password."))
    with transaction(IDENTITY.db_context()):
        invitations.accept(token, actor.user_id)
        sessions.close_session(session["_user_id"])
        return sessions.open_session(
            actor.user_id, "console", device=device, address=wiring.client_address()
        )


def _enter(opened: sessions.OpenSession) -> ResponseReturnValue:
    person = find_person(opened.token)
    if person is None:
        raise NotFound
    enter(person)
    flash(_("Welcome. What you may do stands under “Roles”."), "success")
    return redirect(url_for("admin.index_view"))


def _page(
    offer: Offer,
    status: int = 200,
    *,
    newcomer: NewcomerForm | None = None,
    known: KnownForm | None = None,
) -> ResponseReturnValue:
    page = render_template(
        "admin/accept.html",
        offer=offer,
        newcomer=newcomer or NewcomerForm(name=offer.name),
        known=known or KnownForm(),
        here=_email_here(),
        me=find_actor(),
    )
    return page, status


def _email_here() -> str:
    """Return the email address of who is logged in in this browser, or nothing."""
    actor = find_actor()
    if actor is None or actor.user_id is None:
        return ""
    return wiring.email_of(actor.user_id)


def _count(*, is_try: bool) -> None:
    """Count a try of this client. Raises TooMany."""
    if not (is_try and wiring.parts().settings.rate_limits):
        return
    limit = throttle.Limit(
        key=f"invitation:address:{wiring.client_address()}", tries=20, seconds=300
    )
    with transaction(IDENTITY.db_context()):
        wait = throttle.count([limit])
    if wait:
        raise TooMany(_("Too many tries."), retry_after=wait)
