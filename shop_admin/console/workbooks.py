"""Workbooks: what a list shows as XLSX; asked for here, read here while a worker writes them."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask import Flask, current_app

from shop_admin import money
from shop_admin.console import choices, display
from shop_admin.console.base.columns import currency_of
from shop_admin.console.base.opening import Opened
from shop_admin.console.sheets import sheet_of, value_of
from shop_admin.console.site import views_of
from shop_admin.db import db
from shop_admin.documents.registers.listbook import Value
from shop_admin.errors import Conflict
from shop_admin.jobs.holdings import LIST_READER
from shop_admin.language import N_, _
from shop_admin.models.accounts import User
from shop_admin.models.exports import Export
from shop_admin.models.mixins import Scope
from shop_admin.permissions import Actor
from shop_admin.queries.visibility import visible
from shop_admin.services import exports
from shop_admin.services.exports import Holding, ListInput


def install(app: Flask) -> None:
    """Leave with the application how lists read their records: workers write what they say."""
    app.extensions[LIST_READER] = read_rows


def ask_for_workbook(view: Any, opened: Opened) -> Export:
    """Ask for a workbook of all that a list shows to somebody who may take it away.

    Raises Conflict for an empty list, and for one that is too long.
    """
    sheet = sheet_of(view, opened)
    given = ListInput(
        list_name=view.endpoint,
        title=_(str(view.name)),
        columns=tuple(one.name for one in sheet.columns),
        heads=tuple(sheet.heads),
        stores=_stores_of(view, sheet.ids),
    )
    return exports.ask_for_list(view.actor, given, sheet.ids)


def read_rows(actor: Actor, holding: Holding, ids: Sequence[UUID]) -> Sequence[Sequence[Value]]:
    """Return what a list's columns say of these records, as numbers, dates and texts.

    Raises Conflict where the list has lost a column since it was asked for.
    """
    choices.forget()
    view = next(one for one in views_of(current_app) if one.endpoint == holding.list_name)
    named = {one.name: one for one in view.columns}
    if not set(holding.columns) <= set(named):
        raise Conflict(N_("This list has other columns by now. Ask for the export again."))
    columns = [named[name] for name in holding.columns]
    records = view.load(ids, columns)
    shows_people = any(one.kind == "person" for one in columns)
    people = _people(actor, view, records) if shows_people else {}
    stores = {store.id: store.name for store in choices.stores(actor)}
    zones = {store.id: store.time_zone for store in choices.stores(actor)}
    has_money = any(one.kind == "money" for one in columns)
    rows: list[list[Value]] = []
    for record in records:
        zone = ZoneInfo(zones.get(getattr(record, "store_id", None) or record.id, "UTC"))
        currency = currency_of(record) if has_money else ""
        values = (value_of(one, record, stores, people) for one in columns)
        row = [_typed(value, zone, currency) for value in values]
        rows.append([*row, currency] if has_money else row)
    return rows


def _stores_of(view: Any, ids: Sequence[UUID]) -> tuple[UUID, ...]:
    """Return the stores whose records are taken away: the right to each is asked for again."""
    if view.model.scope is not Scope.STORE:
        return ()
    found = sa.select(view.model.store_id).where(view.model.id.in_(ids)).distinct()
    return tuple(sorted(one for one in db.session.scalars(found) if one is not None))


def _people(actor: Actor, view: Any, records: Sequence[Any]) -> dict[UUID, str]:
    ids = {person for one in records for person in view.authors(one)} - {None}
    statement = sa.select(User).where(User.id.in_(ids), *visible(User, actor))
    return {user.id: str(user) for user in db.session.scalars(statement)}


def _typed(value: Any, zone: ZoneInfo, currency: str) -> Value:
    """Return a value as a workbook keeps it: amounts rounded to the currency, moments local."""
    match value:
        case None | "":
            return None
        case datetime():
            return value.astimezone(zone).replace(tzinfo=None)
        case Decimal():
            return Decimal(money.plain(value, currency)) if currency else value
        case bool():
            return display.shown(value)
        case int():
            return value
        case _:
            return display.shown(value)
