"""Changes: a form is checked, a hook calls one service, refusals land in words."""

from collections.abc import Callable
from typing import Any, ClassVar

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_admin.helpers import get_form_data

from shop_admin.console.base.records import Records
from shop_admin.console.forms.base import ConsoleForm
from shop_admin.db import transaction
from shop_admin.errors import EditConflict, Forbidden, ShopError
from shop_admin.language import N_, _
from shop_admin.permissions import Actor
from shop_admin.services.once import claim_form


class Writing(Records):
    """Make and edit records, in place of Flask-Admin's. No row is ever filled from a form."""

    form = ConsoleForm
    edit_form_class: ClassVar[type[ConsoleForm] | None] = None
    create_template = "admin/form.html"
    edit_template = "admin/form.html"
    noun: ClassVar[str] = N_("record")
    new_label: ClassVar[str] = N_("New record")
    """What the way to the empty form is called, and its page."""

    def create(self, actor: Actor, form: Any) -> Any:
        """Make a record by calling one service; a view with a create form says how."""
        raise NotImplementedError

    def update(self, actor: Actor, record: Any, form: Any) -> Any:
        """Edit a record by calling one service; a view with an edit form says how."""
        raise NotImplementedError

    @expose("/new/", methods=("GET", "POST"))
    def create_view(self) -> ResponseReturnValue:
        """Show the empty form, or make the record."""
        form = self.create_form()
        if request.method == "POST" and form.validate():
            record = self.create_model(form)
            if record is not None:
                flash(_("%(title)s was created.", title=self.title(record)), "success")
                return redirect(self.after_save(record))
        return self._form_page(self.create_template, form)

    @expose("/edit/", methods=("GET", "POST"))
    def edit_view(self) -> ResponseReturnValue:
        """Show the record's form, or save it."""
        record = self.asked_record()
        if not self.may("edit_view", record):
            raise Forbidden
        form = self.edit_form(record)
        if request.method == "POST" and form.validate():
            if self.update_model(form, record):
                flash(_("%(title)s was saved.", title=self.title(record)), "success")
                return redirect(self.after_save(record))
            record = self.asked_record()
        return self._form_page(self.edit_template, form, record=record)

    def create_form(self, obj: Any = None) -> Any:
        """Return the create form with what this person may choose."""
        return self.form(get_form_data(), actor=self.actor)

    def edit_form(self, obj: Any = None) -> Any:
        """Return the edit form of a record with what this person may choose."""
        kind = self.edit_form_class or self.form
        return kind(get_form_data(), obj=obj, actor=self.actor)

    def create_model(self, form: Any) -> Any:
        """Make the record in one transaction; None with the refusal on the form."""
        try:
            with transaction():
                claim_form(self.actor, request.path, form.form_token.data)
                return self.create(self.actor, form)
        except ShopError as refusal:
            form.refuse(refusal)
            return None

    def update_model(self, form: Any, model: Any) -> bool:
        """Save the record in one transaction; False with the refusal on the form."""
        try:
            with transaction():
                self.update(self.actor, model, form)
        except EditConflict as conflict:
            # The transaction has rolled back: the record now reads as the other person left it.
            record = self.asked_record()
            by = self.people([record]).get(record.muser_id, _("somebody else"))
            form.show_conflict(conflict, record, by)
            return False
        except ShopError as refusal:
            form.refuse(refusal)
            return False
        return True

    def delete_model(self, model: Any) -> bool:
        """Refuse Flask-Admin's way to delete: records go into the bin by delete_view."""
        raise Forbidden

    def handle_view_exception(self, exc: Exception) -> bool:
        """Let errors reach the console's one error page; none is ever shown as it came."""
        raise exc

    def after_save(self, record: Any) -> str:
        """Return where the person goes once it is saved: the record."""
        return str(self.get_url(".details_view", id=record.id))

    def attempt(self, deed: Callable[[], object], done: str) -> bool:
        """Do something in one transaction and say so; a refusal is said instead, in its words."""
        return attempt(deed, done)

    def _form_page(self, template: str, form: Any, record: Any = None) -> ResponseReturnValue:
        page = self.render(template, form=form, record=record)
        return page, 422 if form.is_refused else 200


def attempt(deed: Callable[[], object], done: str) -> bool:
    """Do something in one transaction and say so; a refusal is said instead, in its words."""
    try:
        with transaction():
            deed()
    except ShopError as refusal:
        if refusal.status in (403, 404):
            raise
        flash(refusal_text(refusal), "error")
        return False
    flash(done, "success")
    return True


def refusal_text(refusal: ShopError) -> str:
    """Return a refusal with all its details, as one text."""
    problems = getattr(refusal, "problems", ())
    details = [one.detail for one in problems if one.detail != refusal.message]
    return " ".join((refusal.message, *details))
