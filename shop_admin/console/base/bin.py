"""The bin: remove after a page that says what happens, restore, and the same for many at once."""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from werkzeug.exceptions import BadRequest

from shop_admin.console.base.filters import parse_id
from shop_admin.console.base.writing import Writing
from shop_admin.db import db, transaction
from shop_admin.errors import Forbidden, NotFound, ShopError
from shop_admin.permissions import Actor
from shop_admin.services import records

MAX_IDS = 500


class Bin(Writing):
    """Removing and restoring, in place of Flask-Admin's deleting."""

    removal: ClassVar[str] = "It goes to the bin, from where it can be restored."
    bulk_actions: ClassVar[frozenset[str]] = frozenset({"remove", "restore"})
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

    @expose("/restore/", methods=("POST",))
    def restore_view(self) -> ResponseReturnValue:
        """Take the record out of the bin."""
        record = self.named_record(request.form.get("id", ""), removed=True)
        name = self.title(record)
        self.attempt(lambda: records.restore(self.actor, self.model, record.id), f"{name} is back.")
        return redirect(self.get_url(".details_view", id=record.id))

    @expose("/suspend/", methods=("POST",))
    def suspend_view(self) -> ResponseReturnValue:
        """Switch the record off, or on again: it stays here, the public and logins lose it."""
        record = self.named_record(request.form.get("id", ""))
        name, record_id = self.title(record), record.id
        deeds = {
            "suspend": (records.suspend, f"{name} is suspended."),
            "release": (records.release, f"{name} is switched on again."),
        }
        if request.form.get("deed") not in deeds:
            raise NotFound
        deed, done = deeds[request.form["deed"]]
        self.attempt(lambda: deed(self.actor, self.model, record_id), done)
        return redirect(self.get_url(".details_view", id=record_id))

    @expose("/action/", methods=("POST",))
    def action_view(self) -> ResponseReturnValue:
        """Do one of the listed things with all chosen records, or with none of them."""
        action = request.form.get("action", "")
        if action not in self.bulk_actions:
            raise NotFound
        ids = self._chosen(request.form.getlist("rowid"), removed=action == "restore")
        deed = records.remove if action == "remove" else records.restore
        done = {"remove": "went to the bin", "restore": "came back"}[action]
        try:
            with transaction():
                for record_id in ids:
                    deed(self.actor, self.model, record_id)
        except ShopError as refusal:
            if refusal.status in (403, 404):
                raise
            flash(f"{refusal.message} Nothing was changed.", "error")
        else:
            flash(f"{len(ids)} {'record' if len(ids) == 1 else 'records'} {done}.", "success")
        return redirect(self.get_url(".index_view", bin="1" if action == "restore" else None))

    def hanging(self, record: Any) -> Sequence[str]:
        """Return what else happens when this record goes, a sentence each."""
        return ()

    def remove(self, actor: Actor, record: Any, version: int | None) -> Any:
        """Put the record into the bin by calling one service."""
        return records.remove(actor, self.model, record.id, version=version)

    def _removed(self, record: Any) -> ResponseReturnValue:
        version = request.form.get("version", "")
        if not (version.isascii() and version.isdigit() and len(version) < 10):
            raise BadRequest("This form is incomplete. Go back and try again.")
        name, record_id = self.title(record), record.id
        removed = self.attempt(
            lambda: self.remove(self.actor, record, int(version)), f"{name} went to the bin."
        )
        if not removed:
            return redirect(self.get_url(".details_view", id=record_id))
        if self.has_bin:
            flash(str(self.get_url(".restore_view")) + f"|{record_id}", "undo")
        return redirect(self.get_url(".index_view"))

    def _chosen(self, raw: list[str], *, removed: bool) -> list[UUID]:
        """Return the chosen ids in order. Raises NotFound unless each is there for this person."""
        if not raw or len(raw) > MAX_IDS:
            raise BadRequest(f"Choose 1 to {MAX_IDS} records.")
        ids = sorted({parse_id(one) for one in raw})
        query = self.get_count_query(removed=removed).where(self.model.id.in_(ids))
        if len(db.session.scalars(query).all()) != len(ids):
            raise NotFound
        return ids
