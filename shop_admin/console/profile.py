"""The own profile: name, language, password."""

from typing import Any, ClassVar

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_admin.helpers import get_form_data

from shop_admin import wiring
from shop_admin.console.base import ConsolePage
from shop_admin.console.base.permits import Permits
from shop_admin.console.forms.people import OwnPasswordForm, ProfileForm
from shop_admin.console.login import enter, find_person
from shop_admin.db import db, transaction
from shop_admin.errors import EditConflict, Invalid, NotLoggedIn, ShopError, TooMany
from shop_admin.language import _
from shop_admin.models.accounts import User
from shop_admin.permissions import Permission
from shop_admin.services import accounts

OWN = Permission.PROFILE


class ProfilePage(ConsolePage):
    """What people say of themselves, and their password."""

    permits: ClassVar[Permits] = {
        "index_view": {"GET": OWN, "POST": OWN},
        "password_view": {"GET": OWN, "POST": OWN},
    }
    unscoped = frozenset({"password_view"})
    icon = "person"

    def is_accessible(self) -> bool:
        """Stay out of the menu: one's own name leads here."""
        return False

    @expose("/", methods=("GET", "POST"))
    def index_view(self) -> ResponseReturnValue:
        """Show the profile, or save it."""
        user = db.session.get_one(User, self.actor.user_id)
        form = ProfileForm(get_form_data(), obj=user, actor=self.actor)
        if request.method == "POST" and form.validate() and self._saved(form):
            flash(_("Your profile was saved."), "success")
            return redirect(self.get_url(".index_view"))
        page = self.render("admin/profile.html", form=form, user=user)
        return page, 422 if form.is_refused else 200

    @expose("/password/", methods=("GET", "POST"))
    def password_view(self) -> ResponseReturnValue:
        """Change the own password; every other session ends, this one gets a new secret."""
        with self.reading():
            form = OwnPasswordForm(get_form_data(), actor=self.actor)
        status = 200
        if request.method == "POST":
            status = 422
            if form.validate():
                try:
                    return self._changed(form)
                except NotLoggedIn as refusal:
                    form.refuse(Invalid(refusal.message, field="present"))
                except TooMany as refusal:
                    form.refuse(refusal)
                    status = 429
                except ShopError as refusal:
                    form.refuse(refusal)
        with self.reading():
            return self.render("admin/own_password.html", form=form), status

    def _saved(self, form: Any) -> bool:
        try:
            with transaction():
                accounts.update_profile(self.actor, form.given(), version=form.version.data)
        except EditConflict as conflict:
            user = db.session.get_one(User, self.actor.user_id)
            form.show_conflict(conflict, user, _("you, elsewhere"))
            return False
        except ShopError as refusal:
            form.refuse(refusal)
            return False
        return True

    def _changed(self, form: Any) -> ResponseReturnValue:
        device = request.headers.get("User-Agent", "")
        opened = wiring.change_password(self.actor, form.present.data, form.password.data, device)
        person = find_person(opened.token)
        if person is None:
            raise NotLoggedIn(_("Your password was changed. Log in with the new one."))
        enter(person)
        flash(_("Your password was changed. Your other sessions have ended."), "success")
        return redirect(self.get_url(".index_view"))
