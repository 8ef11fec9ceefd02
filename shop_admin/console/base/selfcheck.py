"""The self-check: the application does not start while a view breaks a rule of HARDENING.md."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from flask import Flask
from sqlalchemy.orm import InstrumentedAttribute, RelationshipProperty
from wtforms.fields.core import UnboundField

from shop_admin.console.base.access import ConsolePage, Guarded
from shop_admin.console.base.acts import by_job
from shop_admin.console.base.bulk import Bulk
from shop_admin.console.base.closed import Closed
from shop_admin.console.base.errors import ConsoleError
from shop_admin.console.base.permits import VIEWING
from shop_admin.console.base.view import ConsoleView
from shop_admin.console.base.writing import Writing
from shop_admin.console.forms.base import ConsoleForm
from shop_admin.services.bulk import ACTS

SECRETS = frozenset(
    {"password_hash", "token_hash", "guest_token_hash", "code_hmac", "body_hash", "next_action"}
)
KEPT = {
    "_handle_view": Guarded,
    "_run_view": Guarded,
    "permission_for": Guarded,
    "delete_model": Writing,
    "create_model": Writing,
    "update_model": Writing,
    "action_view": Bulk,
    "_create_ajax_loader": Closed,
}
"""Methods that close a fault: a view that overrides one would open it again."""
RELATIONS = ("QuerySelect", "AjaxSelect", "InlineModel", "InlineForm", "FieldList")
REQUEST_METHODS = frozenset({"GET", "POST"})


def check(app: Flask, views: Sequence[Any]) -> None:
    """Walk the views. Raises ConsoleError with every rule that is broken, one a line."""
    problems = list(_protection(app, views))
    for view in views:
        if not isinstance(view, ConsolePage | ConsoleView):
            problems.append(f"{_name(view)}: is no ConsoleView or ConsolePage (F9).")
            continue
        rules = PAGE_RULES + (VIEW_RULES if isinstance(view, ConsoleView) else ())
        problems += [f"{_name(view)}: {problem}" for rule in rules for problem in rule(view)]
    if problems:
        raise ConsoleError("\n".join(problems))


def _name(view: Any) -> str:
    return type(view).__name__


def _protection(app: Flask, views: Sequence[Any]) -> Iterator[str]:
    csrf = app.extensions.get("csrf")
    if csrf is None or not app.config.get("WTF_CSRF_CHECK_DEFAULT", True):
        yield "The application: CSRFProtect does not watch every request (F6)."
        return
    for view in views:
        exempt = view.endpoint in csrf._exempt_blueprints or any(
            str(name).endswith(f".{view.endpoint}") for name in csrf._exempt_views
        )
        if exempt:
            yield f"{_name(view)}: is exempt from CSRF protection (F6)."


def _is_closed_by_default(view: Any) -> Iterator[str]:
    if not view.permits:
        yield "declares no permits: say which permission opens which endpoint (F9)."
    for name, owner in KEPT.items():
        if hasattr(owner, name) and getattr(type(view), name, None) is not getattr(owner, name):
            wrapped = getattr(getattr(type(view), name, None), "__wrapped__", None)
            if wrapped is not getattr(owner, name) and isinstance(view, owner):
                yield f"overrides {name}, which closes a fault (F1-F23)."


def _exposes_what_it_permits(view: Any) -> Iterator[str]:
    for _, endpoint, methods in view._urls:
        permits = view.permits.get(endpoint, {})
        for method in methods:
            if method not in REQUEST_METHODS:
                yield f"exposes {endpoint} by {method}; the console speaks GET and POST (F39)."
        yield from _permits_of(endpoint, frozenset(methods), permits)
    for endpoint in set(view.permits) - {endpoint for _, endpoint, _ in view._urls}:
        yield f"permits {endpoint}, which it does not have (F39)."
    for endpoint in sorted(one for one in view.fresh if "POST" not in view.permits.get(one, {})):
        yield f"asks for the password on {endpoint}, which changes nothing."


def _permits_of(endpoint: str, methods: frozenset[str], permits: Any) -> Iterator[str]:
    for method, permission in permits.items():
        if method not in methods:
            yield f"permits {method} on {endpoint}, which does not take it (F39)."
        if method == "POST" and permission in VIEWING:
            yield f"lets {permission} change something by POST on {endpoint} (F39)."


def _names_its_columns(view: Any) -> Iterator[str]:
    for name in ("column_list", "column_details_list"):
        if not getattr(view, name):
            yield f"has no {name}: Flask-Admin would show every column (F11)."
    for name in ("column_searchable_list", "column_sortable_list", "column_filters"):
        if getattr(view, name) is None:
            yield f"has None for {name}: Flask-Admin would take every column (F11)."
    shown = [*view.columns, *(one for group in view.groups for one in group.columns)]
    read = {one.name.rpartition(".")[2] for one in shown}
    read |= {getattr(one.sort, "key", "") for one in shown}
    read |= {getattr(one.column, "key", "") for one in view.filters}
    for secret in sorted(read & SECRETS):
        yield f"shows {secret}, which is nobody's business (F11)."


def _filters_by_leaves(view: Any) -> Iterator[str]:
    if view.column_filters:
        yield "uses column_filters: declare `filters` instead (F5)."
    for one in view.filters:
        column = one.column
        if isinstance(column, InstrumentedAttribute) and isinstance(
            column.property, RelationshipProperty
        ):
            yield f"filters by the relation {column.key}, and so by every column behind it (F5)."


def _declares_its_forms(view: Any) -> Iterator[str]:
    for form in {view._create_form_class, view._edit_form_class, view.edit_form_class} - {None}:
        if not issubclass(form, ConsoleForm):
            yield f"uses {form.__name__}, which is no ConsoleForm (F12)."
        for name in dir(form):
            field = getattr(form, name)
            kind = field.field_class.__name__ if isinstance(field, UnboundField) else ""
            if any(word in kind for word in RELATIONS):
                yield f"has the relation field {name}, which would list a whole table (F4)."
    if view.form_columns or view.form_ajax_refs or view.inline_models:
        yield "scaffolds a form: declare `form` instead (F4, F12)."


def _keeps_flask_admin_shut(view: Any) -> Iterator[str]:
    if view.can_export or "export" in {endpoint for _, endpoint, _ in view._urls}:
        yield "exports by Flask-Admin: unlimited, unescaped, by GET (F19)."
    if view._actions:
        yield "has Flask-Admin actions: list them in `bulk` (F20)."
    for act in (*view.bulk, *view.bulk_in_bin) if "action_view" in view.permits else ():
        if act.name in ACTS and view.model.__tablename__ not in ACTS[act.name].nouns:
            yield f"does {act.name} in bulk, which its records do not know (F20)."
        if act.permission in VIEWING and act.start is by_job:
            yield f"lets {act.permission} do {act.name} in bulk (F20)."
    if view.fast_mass_delete:
        yield "deletes for real by fast_mass_delete (F21)."
    if view.column_editable_list or "ajax_update" in {endpoint for _, endpoint, _ in view._urls}:
        yield "edits within the list (F2)."
    for name in ("can_view_details", "can_create", "can_edit", "can_delete"):
        if not isinstance(getattr(type(view), name, None), bool):
            yield f"computes {name}; permits decide, Flask-Admin reads it at import (F24)."
    if not view.can_view_details:
        yield "switches can_view_details off; leave details_view out of its permits (F24)."


Rule = Callable[[Any], Iterator[str]]
PAGE_RULES: tuple[Rule, ...] = (_is_closed_by_default, _exposes_what_it_permits)
VIEW_RULES: tuple[Rule, ...] = (
    _names_its_columns,
    _filters_by_leaves,
    _declares_its_forms,
    _keeps_flask_admin_shut,
)
