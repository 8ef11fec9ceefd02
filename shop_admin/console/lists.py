"""What belongs to every list: views are saved and shared, columns kept, what is seen exported."""

from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from flask import Response, current_app, flash, jsonify, redirect, request, stream_with_context
from flask.typing import ResponseReturnValue
from flask_admin import expose
from sqlalchemy.exc import DBAPIError
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from shop_admin.console import sheets
from shop_admin.console.base import ConsolePage, ConsoleView
from shop_admin.console.base.asked import MOST_QUERY, sent
from shop_admin.console.base.filters import chosen_id, parse_id
from shop_admin.console.base.finding import COUNT_LIMIT
from shop_admin.console.base.opening import still_known
from shop_admin.console.base.permits import Permits
from shop_admin.console.base.writing import attempt
from shop_admin.console.site import views_of
from shop_admin.console.workbooks import ask_for_workbook
from shop_admin.db import db, transaction
from shop_admin.errors import NotFound
from shop_admin.language import _, number
from shop_admin.permissions import Permission
from shop_admin.services import audit, saved_views
from shop_admin.services.saved_views import Audience, ViewInput

MOMENT = "300ms"
"""So long may a tab's count take; without an answer by then the tab shows none."""


class ListPage(ConsolePage):
    """The deeds of lists; it has no page of its own."""

    permits: ClassVar[Permits] = {
        "counts_view": {"GET": Permission.PROFILE},
        "csv_view": {"GET": Permission.EXPORT},
        "xlsx_view": {"POST": Permission.EXPORT},
        "save_view": {"POST": Permission.PROFILE},
        "remove_view": {"POST": Permission.PROFILE},
        "restore_view": {"POST": Permission.PROFILE},
        "first_view": {"POST": Permission.PROFILE},
        "columns_view": {"POST": Permission.PROFILE},
    }
    unscoped = frozenset({"csv_view"})

    @expose("/")
    def index_view(self) -> str:
        """Stay closed: each list has its own address."""
        raise NotFound

    @expose("/counts/")
    def counts_view(self) -> ResponseReturnValue:
        """Return how many records each tab of a list shows, up to a limit, as {key: text}."""
        view = self._list(request.args.get("list", ""))
        opened = view.opened(MultiDict({"all": "1"}))
        queries = {f"preset-{place}": one.query for place, one in enumerate(view.presets)}
        queries |= {str(one.id): one.query for one in opened.views}
        counts = {key: _count(view, query) for key, query in queries.items()}
        return jsonify({key: text for key, text in counts.items() if text})

    @expose("/csv/")
    def csv_view(self) -> ResponseReturnValue:
        """Stream what a list shows, all its pages, as CSV; that it was taken is written down."""
        with self.reading():
            view = self._list(request.args.get("list", ""))
            args = MultiDict([pair for pair in request.args.items(multi=True) if pair[0] != "list"])
            sheet = sheets.sheet_of(view, view.opened(args))
        with transaction(self.actor.db_context()):
            audit.record_event(
                "export", view.model.__tablename__, list=view.endpoint, count=len(sheet.ids)
            )
        response = Response(
            stream_with_context(sheets.csv(sheet)), content_type="text/csv; charset=utf-8"
        )
        name = f"{view.endpoint}.csv"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        response.headers["Cache-Control"] = "private, no-store"
        return response

    @expose("/xlsx/", methods=("POST",))
    def xlsx_view(self) -> ResponseReturnValue:
        """Ask for a workbook of what a list shows, all its pages; it is made by a worker."""
        view = self._list(request.form.get("list", ""))
        opened = view.opened(sent(request.form.get("query", "")))
        if attempt(
            lambda: ask_for_workbook(view, opened),
            _("Your export is being made. It is shown here, and goes on without you."),
        ):
            return redirect(self.get_url("exports.index_view"))
        return self._back(view, request.form.get("query", ""))

    @expose("/save/", methods=("POST",))
    def save_view(self) -> ResponseReturnValue:
        """Save what a list shows as a view, or a view anew; then show it."""
        view = self._list(request.form.get("list", ""))
        given = ViewInput(
            name=request.form.get("name", ""),
            query=_query(view, request.form.get("query", "")),
            audience=self._audience(),
        )
        kept: list[UUID] = []

        def keep() -> None:
            if request.form.get("id"):
                saved = saved_views.update_view(self.actor, parse_id(request.form["id"]), given)
            else:
                saved = saved_views.save_view(self.actor, view.endpoint, given)
            kept.append(saved.id)

        if attempt(keep, _("The view “%(name)s” was saved.", name=given.name.strip())):
            return redirect(f"{view.get_url(f'{view.endpoint}.index_view')}?view={kept[0]}")
        return self._back(view, request.form.get("query", ""))

    @expose("/remove/", methods=("POST",))
    def remove_view(self) -> ResponseReturnValue:
        """Remove a view; the list stays as it is."""
        view = self._list(request.form.get("list", ""))
        view_id = parse_id(request.form.get("id", ""))
        if attempt(
            lambda: saved_views.remove_view(self.actor, view_id), _("The view was removed.")
        ):
            flash(f"{self.get_url('.restore_view')}|{view_id}", "undo")
        return self._back(view)

    @expose("/restore/", methods=("POST",))
    def restore_view(self) -> ResponseReturnValue:
        """Bring a removed view back."""
        view_id = parse_id(request.form.get("id", ""))
        names: list[str] = []
        if attempt(
            lambda: names.append(saved_views.restore_view(self.actor, view_id).list_name),
            _("The view is back."),
        ):
            view = self._list(names[0])
            return redirect(f"{view.get_url(f'{view.endpoint}.index_view')}?view={view_id}")
        return redirect(self.get_url("admin.index_view"))

    @expose("/first/", methods=("POST",))
    def first_view(self) -> ResponseReturnValue:
        """Let a list begin with a view, or with all of it again."""
        view = self._list(request.form.get("list", ""))
        raw = request.form.get("id", "")
        view_id = parse_id(raw) if raw else None
        attempt(
            lambda: saved_views.choose_first_view(self.actor, view.endpoint, view_id),
            _("The list begins with this view from now on.")
            if view_id
            else _("The list begins with all records again."),
        )
        return self._back(view, f"view={view_id}" if view_id else "all=1")

    @expose("/columns/", methods=("POST",))
    def columns_view(self) -> ResponseReturnValue:
        """Keep the columns that a person looks at in a list; none means the list's own."""
        view = self._list(request.form.get("list", ""))
        named = {one.name for one in view.columns}
        chosen = list(dict.fromkeys(request.form.getlist("columns")))
        if not set(chosen) <= named:
            raise BadRequest(_("This list has no such column."))
        if request.form.get("reset"):
            chosen = []
        attempt(
            lambda: saved_views.choose_columns(self.actor, view.endpoint, chosen),
            _("These are your columns of this list from now on.")
            if chosen
            else _("The list shows its own columns again."),
        )
        return self._back(view)

    def _list(self, name: str) -> Any:
        """Return the list of this name. Raises NotFound unless the person may open it."""
        for view in views_of(current_app):
            if isinstance(view, ConsoleView) and view.endpoint == name:
                if view.may_open("index_view"):
                    return view
                break
        raise NotFound

    def _audience(self) -> Audience:
        """Return whom a form shares a view with: "", "all", or a store's id."""
        raw, role = request.form.get("audience", ""), request.form.get("role") or None
        match raw:
            case "":
                return saved_views.PRIVATE
            case "all" if self.actor.sees_all_stores:
                return Audience(is_everywhere=True, role=role)
            case "all":
                stores = self.actor.stores_with(Permission.STORE_EDIT)
                return Audience(stores=stores, role=role)
            case _:
                return Audience(stores=frozenset({chosen_id(raw)}), role=role)

    def _back(self, view: Any, query: str = "") -> ResponseReturnValue:
        clean = query if "\n" not in query and "\r" not in query and len(query) < MOST_QUERY else ""
        path = view.get_url(f"{view.endpoint}.index_view")
        return redirect(f"{path}?{clean.lstrip('?')}" if clean else path)


def _query(view: Any, raw: str) -> dict[str, list[str]]:
    """Return the query that a form keeps, as the list understands it. Raises BadRequest."""
    pairs = sent(raw).to_dict(flat=False)
    known, _lost = still_known(pairs, view.columns, view.filters)
    asked = view.opened(MultiDict([*known.items(multi=True), ("all", "1")])).asked
    return {name: list(values) for name, values in asked.query.items()}


def _count(view: Any, query: Any) -> str:
    """Return how many records a view shows, as its tab says it; "" where that takes too long."""
    known, _lost = still_known(query, view.columns, view.filters)
    opened = view.opened(MultiDict([*known.items(multi=True), ("all", "1")]))
    asked = view.narrowed(opened).asked
    if asked.words:
        return ""
    some = sa.select(view.model.id).where(*view.all_of(asked)).limit(COUNT_LIMIT + 1).subquery()
    try:
        with db.session.begin_nested():
            db.session.execute(sa.text(f"SET LOCAL statement_timeout = '{MOMENT}'"))
            count = db.session.scalar(sa.select(sa.func.count()).select_from(some)) or 0
    except DBAPIError:
        return ""
    return f"{number(COUNT_LIMIT)}+" if count > COUNT_LIMIT else number(count)
