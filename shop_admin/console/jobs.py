"""Background work: the queue of jobs, what failed and why, another try."""

from collections.abc import Callable
from typing import Any, ClassVar

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from werkzeug.exceptions import BadRequest

from shop_admin.console.base import ConsolePage
from shop_admin.console.base.permits import Permits, acting
from shop_admin.db import transaction
from shop_admin.errors import NotFound, ShopError
from shop_admin.language import N_, _, number
from shop_admin.permissions import Actor, Permission
from shop_admin.queries import work as queue
from shop_admin.services import work

LONGEST_TASK = 128


class JobPage(ConsolePage):
    """Jobs of the whole installation, for its admins."""

    permits: ClassVar[Permits] = {
        "index_view": {"GET": Permission.SETTINGS},
        **acting(Permission.SETTINGS, "retry_view", "cancel_view"),
    }
    icon, group = "activity", N_("System")

    @expose("/")
    def index_view(self) -> str:
        """Show the queue: open jobs and failures, or those of one state or task."""
        state, task, page = _asked()
        found = queue.list_jobs(self.actor, state=state, task=task, page=page)
        return self.render(
            "admin/jobs.html",
            jobs=found[: queue.PAGE],
            has_more=len(found) > queue.PAGE,
            counts=queue.count_jobs(self.actor),
            tasks=queue.list_tasks(self.actor),
            state=state,
            task=task,
            page=page,
        )

    @expose("/retry/", methods=("POST",))
    def retry_view(self) -> ResponseReturnValue:
        """Let a failed job be tried again."""
        return self._do(work.retry_job, N_("It will be tried again at once."))

    @expose("/cancel/", methods=("POST",))
    def cancel_view(self) -> ResponseReturnValue:
        """Cancel a job that waits."""
        return self._do(work.cancel_job, N_("The job is cancelled."))

    def _do(self, deed: Callable[[Actor, int], Any], done: str) -> ResponseReturnValue:
        job_id = _job_id(request.form.get("id", ""))
        try:
            with transaction():
                deed(self.actor, job_id)
        except ShopError as refusal:
            if refusal.status in (403, 404):
                raise
            flash(refusal.message, "error")
        else:
            flash(_(done), "success")
        return redirect(self.get_url(".index_view"))


def _asked() -> tuple[str, str, int]:
    """Read the address strictly. Raises BadRequest for what no link of ours says."""
    state, task = request.args.get("state", ""), request.args.get("task", "")
    page = request.args.get("page", "1") or "1"
    if state and state not in queue.STATES:
        raise BadRequest(_("Jobs have no such state."))
    if len(task) > LONGEST_TASK or not task.isprintable():
        raise BadRequest(_("There is no such task."))
    if not (page.isascii() and page.isdigit() and 1 <= int(page[:9]) <= queue.MOST_PAGES):
        raise BadRequest(_("Lists have pages 1 to %(most)s.", most=number(queue.MOST_PAGES)))
    return state, task, int(page)


def _job_id(raw: str) -> int:
    if not (raw.isascii() and raw.isdigit() and len(raw) < 19):
        raise NotFound
    return int(raw)
