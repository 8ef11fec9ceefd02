"""Working on many records of a list: chosen one by one, or all that the list shows."""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_admin.helpers import get_form_data
from werkzeug.exceptions import BadRequest

from shop_admin.console.base.acts import REMOVE, RESTORE, BulkAct
from shop_admin.console.base.asked import Asked, sent
from shop_admin.console.base.bin import Bin
from shop_admin.console.base.filters import parse_id
from shop_admin.db import db, transaction
from shop_admin.errors import Conflict, NotFound, ShopError
from shop_admin.language import _, number
from shop_admin.permissions import Permission
from shop_admin.services import once
from shop_admin.services.bulk import ACTS, count_reachable

MAX_IDS = 500
"""So many are ticked at most; a page shows a hundred."""


class Bulk(Bin):
    """Bulk acts, in place of Flask-Admin's actions."""

    bulk: ClassVar[tuple[BulkAct, ...]] = (REMOVE,)
    bulk_in_bin: ClassVar[tuple[BulkAct, ...]] = (RESTORE,)

    def offered_acts(self, *, in_bin: bool = False) -> Sequence[BulkAct]:
        """Return the acts that this person may do in some store at least."""
        if not self.may_open("action_view", "POST"):
            return ()
        declared = self.bulk_in_bin if in_bin else self.bulk
        return [one for one in declared if self.actor.may_somewhere(self.right_of(one))]

    def right_of(self, act: BulkAct) -> Permission:
        """Return the permission that an act needs. Raises NotFound where the list has no acts."""
        permission = act.permission or self.permission_for("action_view", "POST")
        if permission is None:
            raise NotFound
        return permission

    def may_tick(self, record: Any) -> bool:
        """Tell whether this person may do anything with a record that many are done to."""
        endpoint = "restore_view" if getattr(record, "is_deleted", False) else "delete_view"
        known = self.permission_for(endpoint, "POST") is not None
        return bool(self.may(endpoint if known else "action_view", record))

    @expose("/action/", methods=("POST",))
    def action_view(self) -> ResponseReturnValue:
        """Say what will happen to how many records; once the person is sure, ask for it."""
        asked = self._asked_of()
        act = self._named_act(request.form.get("action", ""), asked)
        is_sure = request.form.get("sure") == "1"
        form = act.form(get_form_data() if is_sure else None, actor=self.actor)
        ids = self._chosen_for(act, asked)
        if is_sure and form.validate() and self._begun(act, form, ids):
            return redirect(f"{self.get_url('.index_view')}{asked.url(page=asked.page)}")
        count = self._counted(act, ids)
        if not count:
            raise NotFound
        if len(ids) > act.most:
            form.refusals.append(_too_many(act))
        template = "bulk_dialog" if request.form.get("as") == "dialog" else "bulk_ask"
        page = self.render(
            f"admin/{template}.html", act=act, form=form, asked=asked, count=count, chosen=ids
        )
        return page, 422 if form.is_refused else 200

    def _named_act(self, name: str, asked: Asked) -> BulkAct:
        for act in self.offered_acts(in_bin=asked.in_bin):
            if act.name == name:
                return act
        raise NotFound

    def _asked_of(self) -> Asked:
        """Return what the list showed that a form was sent from. Raises BadRequest."""
        asked: Asked = self.opened(sent(request.form.get("query", ""))).asked
        return asked

    def _chosen_for(self, act: BulkAct, asked: Asked) -> Sequence[UUID]:
        """Return the ids that were ticked, or of all that match, up to one more than is taken."""
        if request.form.get("everything") == "1":
            return list(self.all_ids(asked, self.right_of(act), act.most + 1))
        raw = request.form.getlist("rowid")
        if not raw or len(raw) > MAX_IDS:
            raise BadRequest(_("Choose 1 to %(most)s records.", most=number(MAX_IDS)))
        ticked = {parse_id(one) for one in raw}
        seen = self.get_count_query(removed=asked.in_bin).where(self.model.id.in_(ticked))
        ids: Sequence[UUID] = db.session.scalars(seen).all()
        if not ids:
            raise NotFound
        return ids

    def _counted(self, act: BulkAct, ids: Sequence[UUID]) -> int:
        if act.name in ACTS:
            return count_reachable(self.actor, act.name, self.model.__tablename__, ids)
        return len(ids)

    def _begun(self, act: BulkAct, form: Any, ids: Sequence[UUID]) -> bool:
        """Ask for the act and say so; False where it is refused, with the reason on the form."""
        try:
            with transaction():
                once.claim_form(self.actor, request.path, form.form_token.data)
                if len(ids) > act.most:
                    raise Conflict(_too_many(act))
                begun = act.start(self, act, ids, form.values())
        except ShopError as refusal:
            if refusal.code == "sent_twice":
                return True
            if refusal.status in (403, 404):
                raise
            form.refuse(refusal)
            return False
        flash(act.begun(begun.count), "success")
        flash(begun.href, "watch")
        if begun.undo:
            flash(begun.undo, "undo")
        return True


def _too_many(act: BulkAct) -> str:
    return _(
        "This takes %(most)s records at a time. Narrow the list with filters.",
        most=number(act.most),
    )
