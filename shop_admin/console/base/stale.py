"""A page that grew old: somebody was quicker, and the person decides knowing what they did."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from shop_admin.console.base.writing import Writing, refusal_text
from shop_admin.db import transaction
from shop_admin.errors import Blocked, EditConflict, Invalid, NotFound, ShopError
from shop_admin.language import _
from shop_admin.queries.changes import changes_since

SWITCHES = frozenset({"is_deleted", "is_suspended"})


@dataclass(frozen=True, kw_only=True)
class Act:
    """Something done to one record: how it is called, what it runs, what is said, where to go."""

    label: str
    run: Callable[[], object]
    done: str
    then: str
    sends: Mapping[str, str] = field(default_factory=dict)


class Stale(Writing):
    """Deeds on one record, with the version that the person saw."""

    def act(self, record: Any, act: Act) -> ResponseReturnValue:
        """Do it and go on; a stale version writes nothing and shows what changed meanwhile."""
        record_id, back = record.id, self.get_url(".details_view", id=record.id)
        try:
            with transaction():
                act.run()
        except EditConflict:
            return self._outdated(record_id, act)
        except ShopError as refusal:
            if refusal.status in (403, 404) or isinstance(refusal, Blocked | Invalid):
                raise
            flash(refusal_text(refusal), "error")
            return redirect(back)
        flash(act.done, "success")
        return redirect(act.then)

    def _outdated(self, record_id: Any, act: Act) -> ResponseReturnValue:
        record = self.get_one(str(record_id))
        if record is None:
            raise NotFound
        seen = sent_version() or record.version
        changes = changes_since(self.actor, record, seen, self._shown_fields())
        page = self.render(
            "admin/outdated.html",
            record=record,
            act=act,
            action=request.path,
            changes=changes,
            people=self.people([record]),
        )
        return page, 409

    def _shown_fields(self) -> frozenset[str]:
        """Return the fields that this view shows or edits anyway."""
        columns = [*self.columns, *(one for group in self.groups for one in group.columns)]
        shown = {one.name for one in columns}
        kinds = [one for one in (self.form, self.edit_form_class) if one is not None]
        typed = {name for kind in kinds for _title, names in kind.sections for name in names}
        return frozenset(shown | typed | SWITCHES)


def sent_version() -> int | None:
    """Return the version that the form carries, or None. Raises BadRequest for what is none."""
    raw = request.form.get("version", "")
    if not raw:
        return None
    if not (raw.isascii() and raw.isdigit() and len(raw) < 10):
        raise BadRequest(_("This form is incomplete. Go back and try again."))
    return int(raw)
