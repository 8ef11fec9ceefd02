"""The bin: remove after a page that says what happens, restore, switch off, purge."""

from collections.abc import Sequence
from typing import Any, ClassVar

from flask import current_app, flash, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from werkzeug.exceptions import BadRequest

from shop_admin.console.base.stale import Act, Stale, sent_version
from shop_admin.console.site import views_of
from shop_admin.errors import Blocked, Forbidden, Invalid, NotFound, ShopError
from shop_admin.language import N_, _
from shop_admin.permissions import Actor, Permission
from shop_admin.queries import bin as bin_queries
from shop_admin.queries.bin import RENAMED, Obstacle
from shop_admin.services import purging, records


class Bin(Stale):
    """Removing, restoring and purging, in place of Flask-Admin's deleting."""

    removal: ClassVar[str] = N_("It goes to the bin, from where it can be restored.")
    action_delete = None  # Flask-Admin's own bulk action is not inherited
    fast_mass_delete = False

    @expose("/delete/", methods=("GET", "POST"))
    def delete_view(self) -> ResponseReturnValue:
        """Ask once more and say what will happen; then put the record into the bin."""
        given = request.args if request.method == "GET" else request.form
        record = self.named_record(given.get("id", ""))
        if not self.may("delete_view", record):
            raise Forbidden
        if request.method == "GET":
            return self.render("admin/remove.html", record=record, hanging=self.hanging(record))
        return self._removed(record)

    @expose("/restore/", methods=("GET", "POST"))
    def restore_view(self) -> ResponseReturnValue:
        """Say what comes back and what stands in the way; then take the record out of the bin."""
        given = request.args if request.method == "GET" else request.form
        record = self.named_record(given.get("id", ""), removed=True)
        if not self.may("restore_view", record):
            raise Forbidden
        if request.method == "GET":
            return self._restore_page(record)
        record_id, name, version = record.id, self.title(record), sent_version()
        renamed = {one: request.form[one] for one in RENAMED if request.form.get(one)}
        act = Act(
            label=_("Restore"),
            run=lambda: records.restore(
                self.actor, self.model, record_id, version=version, renamed=renamed
            ),
            done=_("%(name)s is back.", name=name),
            then=self.get_url(".details_view", id=record_id),
            sends={"id": str(record_id), **renamed},
        )
        try:
            return self.act(record, act)
        except (Blocked, Invalid) as refusal:
            return self._restore_page(
                self.named_record(str(record_id), removed=True), refusal, renamed
            )

    @expose("/purge/", methods=("GET", "POST"))
    def purge_view(self) -> ResponseReturnValue:
        """Name what will be gone for good; then delete a record that nothing refers to."""
        given = request.args if request.method == "GET" else request.form
        record = self.named_record(given.get("id", ""), removed=True)
        self.actor.require(Permission.PURGE)
        if request.method == "GET":
            return self.render(
                "admin/purge.html",
                record=record,
                hanging=self.hanging(record),
                referrers=purging.referrers(self.actor, record),
            )
        record_id, version = record.id, sent_version()
        if version is None:
            raise BadRequest(_("This form is incomplete. Go back and try again."))
        act = Act(
            label=_("Delete for good"),
            run=lambda: purging.purge(self.actor, self.model, record_id, version=version),
            done=_("%(name)s is gone for good.", name=self.title(record)),
            then=self.get_url(".index_view", bin="1"),
            sends={"id": str(record_id)},
        )
        return self.act(record, act)

    @expose("/suspend/", methods=("POST",))
    def suspend_view(self) -> ResponseReturnValue:
        """Switch the record off, or on again: it stays here, the public and logins lose it."""
        record = self.named_record(request.form.get("id", ""))
        name, record_id, version = self.title(record), record.id, sent_version()
        deeds = {
            "suspend": (
                _("Suspend"),
                records.suspend,
                _("%(name)s is suspended.", name=name),
            ),
            "release": (
                _("Switch on"),
                records.release,
                _("%(name)s is switched on again.", name=name),
            ),
        }
        if request.form.get("deed") not in deeds:
            raise NotFound
        label, deed, done = deeds[request.form["deed"]]
        act = Act(
            label=label,
            run=lambda: deed(self.actor, self.model, record_id, version=version),
            done=done,
            then=self.get_url(".details_view", id=record_id),
            sends={"id": str(record_id), "deed": request.form["deed"]},
        )
        return self.act(record, act)

    def hanging(self, record: Any) -> Sequence[str]:
        """Return what goes and comes back with this record, a sentence each."""
        return bin_queries.hanging_on(self.actor, record)

    def obstacles(self, record: Any) -> Sequence[Obstacle]:
        """Return why a removed record cannot come back now."""
        return bin_queries.obstacles(record)

    def still_hidden(self, record: Any) -> Sequence[str]:
        """Return what keeps a restored record from the public."""
        return bin_queries.still_hidden(record)

    def page_of(self, obstacle: Obstacle) -> str:
        """Return the address of the record that stands in the way, where there is a page."""
        for view in views_of(current_app):
            if getattr(view, "model", None) is obstacle.kind and view.may_open("details_view"):
                return str(view.get_url(f"{view.endpoint}.details_view", id=obstacle.record_id))
        return ""

    def remove(self, actor: Actor, record: Any, version: int | None) -> Any:
        """Put the record into the bin by calling one service."""
        return records.remove(actor, self.model, record.id, version=version)

    def _removed(self, record: Any) -> ResponseReturnValue:
        version = sent_version()
        if version is None:
            raise BadRequest(_("This form is incomplete. Go back and try again."))
        name, record_id = self.title(record), record.id
        act = Act(
            label=_("Remove"),
            run=lambda: self.remove(self.actor, record, version),
            done=_("%(name)s went to the bin.", name=name),
            then=self.get_url(".index_view"),
            sends={"id": str(record_id)},
        )
        answer = self.act(record, act)
        gone = getattr(answer, "location", "") == act.then
        if gone and self.has_bin:
            flash(str(self.get_url(".restore_view")) + f"|{record_id}", "undo")
        return answer

    def _restore_page(
        self, record: Any, refusal: ShopError | None = None, typed: Any = None
    ) -> ResponseReturnValue:
        page = self.render(
            "admin/restore.html",
            record=record,
            obstacles=self.obstacles(record),
            refusal=refusal,
            typed=typed or {},
            people=self.people([record]),
        )
        return page, 409 if refusal else 200
