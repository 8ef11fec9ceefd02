"""Exports: asked for by a form, watched while they are made, downloaded, tried again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

import sqlalchemy as sa
from flask import Response, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_admin.helpers import get_form_data
from werkzeug.exceptions import BadRequest

from shop_admin import clock
from shop_admin.console.base import ConsolePage, freshness
from shop_admin.console.base.permits import Permits
from shop_admin.console.forms.exports import FORMATS, KINDS, ExportForm
from shop_admin.db import db, transaction
from shop_admin.errors import ShopError, TooMany
from shop_admin.language import N_, _, ngettext, number
from shop_admin.models.accounts import User
from shop_admin.models.exports import Export
from shop_admin.permissions import IDENTITY, Permission
from shop_admin.queries.exports import list_exports
from shop_admin.queries.visibility import visible
from shop_admin.services import exports, once, throttle
from shop_admin.services.exports import Holding
from shop_admin.wiring import parts

PAGE = 25
MOST_PAGES = 200
HOUR = 3_600
EXPORTS_AN_HOUR = 10


@dataclass(frozen=True, kw_only=True)
class Row:
    """An export on its page: what it holds and how; documents are those of a period."""

    export: Export
    what: str
    how: str
    begins_on: date | None = None
    ends_on: date | None = None
    is_documents: bool = True

    @property
    def size(self) -> str:
        """Return how large the file is, "" where there is none."""
        return size_text(self.export.size)

    @property
    def count(self) -> str:
        """Return how many are in it: 12 documents."""
        total = self.export.total_count or 0
        if self.is_documents:
            return ngettext("%(number)s document", "%(number)s documents", total)
        return ngettext("%(number)s record", "%(number)s records", total)

    @property
    def progress(self) -> str:
        """Return how far it is: 10 of 12 documents."""
        done, total = number(self.export.done_count), self.export.total_count or 0
        if self.is_documents:
            return ngettext(
                "%(done)s of %(number)s document",
                "%(done)s of %(number)s documents",
                total,
                done=done,
            )
        return ngettext(
            "%(done)s of %(number)s record", "%(done)s of %(number)s records", total, done=done
        )


class ExportPage(ConsolePage):
    """One's own exports; an admin sees everybody's."""

    permits: ClassVar[Permits] = {
        # Staff find their packing slips here; the services ask for the right to each export.
        "index_view": {"GET": Permission.PROFILE},
        "new_view": {"GET": Permission.EXPORT, "POST": Permission.EXPORT},
        "download_view": {"POST": Permission.PROFILE},
        "retry_view": {"POST": Permission.PROFILE},
    }
    fresh = frozenset({"new_view", "download_view", "retry_view"})
    unscoped = frozenset({"download_view", "retry_view"})
    icon, group = "export", N_("Sales")

    @expose("/")
    def index_view(self) -> str:
        """Show the exports, the newest first, with how far those are that are being made."""
        page = _page(request.args.get("page", "1"))
        found = list_exports(self.actor, offset=(page - 1) * PAGE, limit=PAGE + 1)
        shown = found[:PAGE]
        return self.render(
            "admin/exports.html",
            exports=[row_of(one) for one in shown],
            has_more=len(found) > PAGE,
            page=page,
            owners=self._owners(shown),
            kept_days=exports.KEPT_DAYS,
        )

    @expose("/new/", methods=("GET", "POST"))
    def new_view(self) -> ResponseReturnValue:
        """Show the form, filled in by what a link says; or ask for the export."""
        form = ExportForm(get_form_data(), actor=self.actor)
        if request.method == "GET":
            today = clock.now(db.session()).date()
            form.begins_on.data, form.ends_on.data = exports.last_month(today)
            form.prefill(request.args)
        elif form.validate() and self._asked(form):
            flash(
                _("Your export is being made. It is shown here, and goes on without you."),
                "success",
            )
            return redirect(self.get_url(".index_view"))
        page = self.render("admin/export_new.html", form=form, kept_days=exports.KEPT_DAYS)
        return page, 422 if form.is_refused else 200

    @expose("/<uuid:export_id>/download/", methods=("POST",))
    def download_view(self, export_id: UUID) -> ResponseReturnValue:
        """Hand out the file, piece by piece; that somebody took it is written down first."""
        if freshness.FIELD in request.form:
            # A file leaves the page of the question standing: back to the list, where it waits.
            flash(_("Thank you. The file can be downloaded now."), "success")
            return redirect(self.get_url(".index_view"))
        with transaction(self.actor.db_context()):
            download = exports.open_download(self.actor, export_id)
        response = Response(parts().storage.read(download.key), content_type=download.content_type)
        response.content_length = download.size
        response.headers["Content-Disposition"] = f'attachment; filename="{download.name}"'
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response

    @expose("/<uuid:export_id>/retry/", methods=("POST",))
    def retry_view(self, export_id: UUID) -> ResponseReturnValue:
        """Let a failed export be made again."""
        try:
            with transaction(self.actor.db_context()):
                exports.retry_export(self.actor, export_id)
        except ShopError as refusal:
            if refusal.status in (403, 404):
                raise
            flash(refusal.message, "error")
        else:
            flash(_("It is being made again."), "success")
        return redirect(self.get_url(".index_view"))

    def _asked(self, form: ExportForm) -> bool:
        """Ask for the export; False where it is refused, with the reason on its field."""
        try:
            self._count()
            with transaction():
                once.claim_form(self.actor, request.path, form.form_token.data)
                exports.ask_for_export(self.actor, form.given())
        except ShopError as refusal:
            if refusal.code == "sent_twice":
                return True
            if refusal.status in (403, 404):
                raise
            form.refuse(refusal)
            return False
        return True

    def _count(self) -> None:
        """Count this person's exports. Raises TooMany past what anybody needs in an hour."""
        if not parts().settings.rate_limits:
            return
        limit = throttle.Limit(
            key=f"export:{self.actor.user_id}", tries=EXPORTS_AN_HOUR, seconds=HOUR
        )
        with transaction(IDENTITY.db_context()):
            wait = throttle.count([limit])
        if wait:
            raise TooMany(
                ngettext(
                    "These are many exports in an hour. Ask again in %(number)s minute.",
                    "These are many exports in an hour. Ask again in %(number)s minutes.",
                    wait // 60 + 1,
                ),
                retry_after=wait,
            )

    def _owners(self, shown: Sequence[Export]) -> Mapping[UUID, str]:
        """Return the names of those who asked, where anybody else's exports are shown."""
        others = {one.user_id for one in shown}
        if not self.actor.may(Permission.SETTINGS):
            return {}
        statement = sa.select(User).where(*visible(User, self.actor), User.id.in_(others))
        return {user.id: str(user) for user in db.session.scalars(statement)}


def row_of(export: Export) -> Row:
    """Return what the page says of an export, whatever it holds."""
    contents = exports.contents_of(export)
    if isinstance(contents, Holding):
        what = _("Packing slips") if contents.kind == exports.SLIPS else contents.title
        return Row(export=export, what=what, how=contents.format_name, is_documents=False)
    currencies = sorted({run.currency for run in contents.runs})
    # Amounts of several currencies are never one sum: the file has a part for each.
    more = currencies if len(currencies) > 1 else []
    return Row(
        export=export,
        what=_(KINDS[contents.given.kind]),
        how=" · ".join([_(FORMATS[contents.given.format]), *more]),
        begins_on=contents.given.begins_on,
        ends_on=contents.given.ends_on,
    )


def size_text(size: int | None) -> str:
    """Write a size as people say it: 640 KB, 185.2 MB."""
    if not size:
        return ""
    if size < 1_000_000:
        return _("%(size)s KB", size=number(max(round(size / 1000), 1)))
    return _("%(size)s MB", size=number(Decimal(size).scaleb(-6).quantize(Decimal("0.1"))))


def _page(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST_PAGES):
        raise BadRequest(_("Lists have pages 1 to %(most)s.", most=number(MOST_PAGES)))
    return int(text)
