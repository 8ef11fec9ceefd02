"""Bulk changes: watched while they are made, cancelled, tried again, undone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from flask import current_app, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from werkzeug.exceptions import BadRequest

from shop_admin.console.base import ConsolePage
from shop_admin.console.base.filters import parse_id
from shop_admin.console.base.permits import Permits, acting
from shop_admin.console.base.writing import attempt
from shop_admin.console.bulkacts import BY_NAME
from shop_admin.console.site import views_of
from shop_admin.db import db
from shop_admin.language import N_, _
from shop_admin.models.accounts import User
from shop_admin.models.bulk import BulkItem, BulkJob
from shop_admin.permissions import Actor, Permission
from shop_admin.queries import bulk as queries
from shop_admin.queries.visibility import visible
from shop_admin.services import bulk
from shop_admin.services.bulk.acts import MODELS

PAGE = 25
REFUSED = 50
MOST_PAGES = 2_000


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A record that was refused: what it is called, its page, and why."""

    name: str
    href: str
    sentence: str


class BulkPage(ConsolePage):
    """One's own bulk changes; an admin sees everybody's."""

    permits: ClassVar[Permits] = {
        "index_view": {"GET": Permission.CATALOG_EDIT},
        "details_view": {"GET": Permission.CATALOG_EDIT},
        **acting(Permission.CATALOG_EDIT, "cancel_view", "retry_view", "undo_view"),
    }
    icon, group = "bolt", N_("Sales")

    @expose("/")
    def index_view(self) -> str:
        """Show the jobs, the newest first, with how far they are."""
        page = _page("page")
        found = queries.list_jobs(self.actor, offset=(page - 1) * PAGE, limit=PAGE + 1)
        shown = found[:PAGE]
        return self.render(
            "admin/bulk.html",
            jobs=[(one, title_of(one)) for one in shown],
            has_more=len(found) > PAGE,
            page=page,
            owners=self._owners(shown),
            list_of=self._list_of,
        )

    @expose("/<uuid:job_id>/")
    def details_view(self, job_id: UUID) -> str:
        """Show how far a job is, what was refused and why, and what can be done about it."""
        job = queries.get_job(self.actor, job_id)
        page = _page("page")
        items = queries.list_refused(job, offset=(page - 1) * REFUSED, limit=REFUSED + 1)
        is_own = job.user_id == self.actor.user_id
        return self.render(
            "admin/bulk_job.html",
            job=job,
            title=title_of(job),
            refused=self._refused(job, items[:REFUSED]),
            has_more=len(items) > REFUSED,
            page=page,
            owner=self._owners([job]).get(job.user_id, ""),
            list_of=self._list_of,
            undone_by=queries.find_undo(self.actor, job),
            may_retry=is_own and bulk.may_try_again(self.actor, job),
            may_undo=is_own and bulk.may_undo(self.actor, job),
        )

    @expose("/cancel/", methods=("POST",))
    def cancel_view(self) -> ResponseReturnValue:
        """Stop a job; what is done stays done."""
        return self._do(bulk.cancel, N_("It is cancelled. What was done stays done."))

    @expose("/retry/", methods=("POST",))
    def retry_view(self) -> ResponseReturnValue:
        """Try what was refused or left once more."""
        return self._do(bulk.try_again, N_("What was left is being tried again."))

    @expose("/undo/", methods=("POST",))
    def undo_view(self) -> ResponseReturnValue:
        """Put back what a job changed, by a job of its own."""
        return self._do(bulk.undo, N_("What was changed is being put back."))

    def _do(self, deed: Callable[[Actor, UUID], BulkJob], done: str) -> ResponseReturnValue:
        job_id = parse_id(request.form.get("id", ""))
        shown = [job_id]
        attempt(lambda: shown.append(deed(self.actor, job_id).id), _(done))
        return redirect(self.get_url(".details_view", job_id=shown[-1]))

    def _refused(self, job: BulkJob, items: Sequence[BulkItem]) -> Sequence[Refused]:
        """Return the refused records by their names, where the person may see them still."""
        view = self._view_of(job)
        names = _names(self.actor, job.noun, [item.record_id for item in items])
        may_open = view is not None and view.may_open("details_view")
        return [
            Refused(
                name=names.get(item.record_id, _("A record that is no longer here")),
                href=view.get_url(f"{view.endpoint}.details_view", id=item.record_id)
                if view is not None and may_open and item.record_id in names
                else "",
                sentence=item.sentence,
            )
            for item in items
        ]

    def _view_of(self, job: BulkJob) -> Any:
        named = [view for view in views_of(current_app) if view.endpoint == job.list_name]
        return named[0] if named else None

    def _list_of(self, job: BulkJob) -> tuple[str, str]:
        """Return the address and the name of the list that a job was asked for on."""
        view = self._view_of(job)
        if view is None or not view.may_open("index_view"):
            return "", ""
        return view.get_url(f"{view.endpoint}.index_view"), _(str(view.name))

    def _owners(self, shown: Sequence[BulkJob]) -> Mapping[UUID, str]:
        """Return the names of those who asked, where anybody else's jobs are shown."""
        if not self.actor.may(Permission.SETTINGS):
            return {}
        others = {one.user_id for one in shown}
        statement = sa.select(User).where(*visible(User, self.actor), User.id.in_(others))
        return {user.id: str(user) for user in db.session.scalars(statement)}


def title_of(job: BulkJob) -> str:
    """Return what a job does, with how many records: 12 orders shipped."""
    return BY_NAME[job.act].title(job.total_count)


def _names(actor: Actor, noun: str, ids: Sequence[UUID]) -> Mapping[UUID, str]:
    model: Any = MODELS[noun]
    names = {}
    for removed in (False, True):
        gate = visible(model, actor, removed=removed)
        for record in db.session.scalars(sa.select(model).where(*gate, model.id.in_(ids))):
            names[record.id] = str(record)
    return names


def _page(name: str) -> int:
    text = request.args.get(name, "1")
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST_PAGES):
        raise BadRequest(_("There is no such page."))
    return int(text)
