"""Asking for an export: what it will hold is found out, written down and never looked up again."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from shop_admin.db import db
from shop_admin.documents.registers import unknown_rates
from shop_admin.errors import Conflict, Invalid
from shop_admin.language import _, number
from shop_admin.models.exports import Export
from shop_admin.models.stores import Store
from shop_admin.permissions import Actor, Permission
from shop_admin.queries import exports as queries
from shop_admin.queries.exports import Run
from shop_admin.queries.visibility import get, visible
from shop_admin.queue import enqueue
from shop_admin.services.exports.downloads import get_own
from shop_admin.services.exports.given import (
    DOCUMENTS,
    FORMATS,
    KINDS,
    Documents,
    ExportInput,
    contents_of,
    to_json,
)
from shop_admin.services.invoices import fiscal_year

MAKE = "exports.make"


def ask_for_export(actor: Actor, given: ExportInput) -> Export:
    """Write down what is to be exported and ask for the job that makes the file.

    The documents are found now: what is issued later is not in it, however late the job runs.
    Raises Invalid on the field that is wrong: no document in the period, too many, or a store
    whose books have another format.
    """
    stores = _stores(actor, given.store_id)
    _check(given)
    runs = queries.find_runs(actor, stores, KINDS[given.kind], given.begins_on, given.ends_on)
    of = dict.fromkeys(run.store_id for run in runs)
    contents = Documents(given=given, stores=tuple(of), runs=tuple(runs))
    _check_count(contents)
    if given.format == "DATEV":
        _check_journal(actor, contents)
    export = Export(
        user_id=actor.user_id,
        store_id=given.store_id,
        kind=DOCUMENTS,
        parameters=to_json(contents),
        total_count=contents.count,
    )
    db.session.add(export)
    db.session.flush()
    enqueue_making(actor, export)
    return export


def retry_export(actor: Actor, export_id: UUID) -> Export:
    """Let a failed export be made again, of the same documents. Raises NotFound, Conflict."""
    export = get_own(actor, export_id)
    if export.status != "FAILED":
        raise Conflict(_("This export has not failed: there is nothing to try again."))
    export.status, export.problem, export.finished_at = "QUEUED", "", None
    export.done_count = 0
    db.session.flush()
    enqueue_making(actor, export)
    return export


def fiscal_year_begins(day: date, first_month: int) -> date:
    """Return the first day of the fiscal year that a day lies in."""
    return date(fiscal_year(day, first_month), first_month, 1)


def enqueue_making(actor: Actor, export: Export) -> None:
    """Ask for the job that makes the file."""
    # The queue takes jobs of stores in scope only; any store of the export or person will do.
    store_id = min((*contents_of(export).stores, *actor.stores), default="", key=str)
    enqueue(
        MAKE,
        queue="exports",
        lock=f"export:{export.id}",
        store_id=str(store_id),
        export_id=str(export.id),
    )


def _stores(actor: Actor, store_id: UUID | None) -> Sequence[UUID]:
    """Return the stores in which the actor may export: the one named, or all of them."""
    if store_id is not None:
        actor.require(Permission.EXPORT, store_id)
        store: Store = get(Store, actor, store_id)
        return [store.id]
    actor.require_somewhere(Permission.EXPORT)
    # The books of a store that was removed are kept, and exported, by those who see all stores.
    statement = sa.select(Store.id).order_by(Store.id)
    if not actor.may(Permission.EXPORT):
        allowed = actor.stores_with(Permission.EXPORT)
        statement = statement.where(*visible(Store, actor), Store.id.in_(allowed))
    return db.session.scalars(statement).all()


def _check(given: ExportInput) -> None:
    if given.format not in FORMATS or given.kind not in KINDS:
        raise Invalid(_("There is no such export."), field="format")
    if given.ends_on < given.begins_on:
        raise Invalid(_("The period ends before it begins."), field="ends_on")


def _check_count(contents: Documents) -> None:
    if contents.count == 0:
        raise Invalid(
            _("No document of this kind was issued in this period: there is nothing to export."),
            field="begins_on",
        )
    most = contents.format.most
    if contents.count > most:
        raise Invalid(
            _(
                "These are %(count)s documents; a file of this format holds %(most)s at most."
                " Choose a shorter period.",
                count=number(contents.count),
                most=number(most),
            ),
            field="ends_on",
        )


def _check_journal(actor: Actor, contents: Documents) -> None:
    """Refuse what the format or its accounts do not know: see documents.registers.datev."""
    given = contents.given
    if given.store_id is None:
        raise Invalid(_("A journal is made for one store: choose it."), field="store_id")
    store: Store = get(Store, actor, given.store_id)
    if store.country != "DE" or {run.currency for run in contents.runs} != {"EUR"}:
        raise Invalid(
            _(
                "The DATEV-style journal is for stores in Germany with euros. For %(store)s take"
                " the register as CSV or XLSX.",
                store=store.name,
            ),
            field="format",
        )
    days = given.begins_on, given.ends_on
    years = {fiscal_year_begins(day, store.fiscal_year_start) for day in days}
    if len(years) > 1 or given.begins_on.year != given.ends_on.year:
        raise Invalid(
            _("A journal lies within one calendar year and one fiscal year: make one for each."),
            field="ends_on",
        )
    _check_rates(contents.runs)


def _check_rates(runs: Sequence[Run]) -> None:
    rates = unknown_rates({rate for run in runs for rate in queries.rates_of(run)})
    if rates:
        named = ", ".join(f"{rate.normalize():f} %" for rate in rates)
        raise Invalid(
            _(
                "The journal has accounts for 19, 7 and 0 %%; these documents have %(rates)s too."
                " Take the register as CSV or XLSX.",
                rates=named,
            ),
            field="format",
        )


def last_month(today: date) -> tuple[date, date]:
    """Return the first and the last day of the month before: what accountants export most."""
    year, month = (today.year, today.month - 1) if today.month > 1 else (today.year - 1, 12)
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])
