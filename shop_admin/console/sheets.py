"""Sheets: what a list shows, all its pages, for a spreadsheet: the same rows, order and columns."""

import csv as csv_files
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from shop_admin.console import choices, display
from shop_admin.console.base.columns import Column, currency_of
from shop_admin.console.base.opening import Opened
from shop_admin.db import DbContext, acting_as
from shop_admin.documents.registers.cells import safe
from shop_admin.errors import Conflict
from shop_admin.language import _, number
from shop_admin.permissions import Permission

MOST = 100_000
PIECE = 500
BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What goes into the file: the records by their ids, in order, and how each is written."""

    ids: Sequence[Any]
    columns: Sequence[Column]
    load: Callable[[Sequence[Any]], Sequence[Any]]
    people: Callable[[Sequence[Any]], dict[UUID, str]]
    stores: dict[UUID, str]
    zones: dict[UUID, str]
    context: DbContext

    @property
    def heads(self) -> list[str]:
        """Return the first line; amounts are followed by their currency."""
        heads = [_(one.title) for one in self.columns]
        return [*heads, _("Currency")] if self.has_money else heads

    @property
    def has_money(self) -> bool:
        """Tell whether there is an amount among the columns."""
        return any(one.kind == "money" for one in self.columns)

    def lines(self) -> Iterator[list[str]]:
        """Yield the records as text, read piece by piece: no transaction waits for the reader."""
        for start in range(0, len(self.ids), PIECE):
            with acting_as(self.context):
                choices.forget()
                records = self.load(self.ids[start : start + PIECE])
                people = self.people(records)
                lines = [self._line(record, people) for record in records]
            yield from lines

    def _line(self, record: Any, people: dict[UUID, str]) -> list[str]:
        zone = self.zones.get(getattr(record, "store_id", None) or record.id, "UTC")
        cells = [self._text(one, record, zone, people) for one in self.columns]
        return [*cells, currency_of(record)] if self.has_money else cells

    def _text(self, column: Column, record: Any, zone: str, people: dict[UUID, str]) -> str:
        return _plain(value_of(column, record, self.stores, people), zone)


def value_of(
    column: Column, record: Any, stores: Mapping[UUID, str], people: Mapping[UUID, str]
) -> Any:
    """Return what a column holds of a record, stores and people by their names."""
    value = column.read(record)
    if column.kind == "store":
        return stores.get(value)
    if column.kind == "person":
        return people.get(value, value if isinstance(value, str) else None)
    return value


def _plain(value: Any, zone: str) -> str:
    """Write a value as spreadsheets read it; a text that they would calculate is made safe."""
    match value:
        case None | "":
            return ""
        case datetime():
            return value.astimezone(ZoneInfo(zone)).isoformat(sep=" ", timespec="minutes")
        case Decimal():
            return f"{value.normalize():f}"
        case bool() | int():
            return display.shown(value)
        case _:
            return safe(display.shown(value))


def sheet_of(view: Any, opened: Opened) -> Sheet:
    """Return all that a list shows to somebody who may take it away. Raises Conflict past a limit.

    Of stores where the person may look but not export, nothing is in it.
    """
    columns = [
        one for one in view.shown_columns(opened.asked, opened.choice) if one.kind != "picture"
    ]
    ids = view.all_ids(opened.asked, Permission.EXPORT, MOST + 1)
    if len(ids) > MOST:
        raise Conflict(
            _(
                "A file holds %(most)s records at most. Narrow the list with filters.",
                most=number(MOST),
            )
        )
    stores = choices.stores(view.actor)
    shows_people = any(one.kind == "person" for one in columns)
    return Sheet(
        ids=ids,
        columns=columns,
        load=lambda some: view.load(some, columns),
        people=view.people if shows_people else lambda records: {},
        stores={store.id: store.name for store in stores},
        zones={store.id: store.time_zone for store in stores},
        context=view.actor.db_context(),
    )


def csv(sheet: Sheet) -> Iterator[str]:
    """Yield the file, with the mark by which spreadsheets know UTF-8."""
    yield BYTE_ORDER_MARK + _written([sheet.heads])
    lines: list[list[str]] = []
    for line in sheet.lines():
        lines.append(line)
        if len(lines) == PIECE:
            yield _written(lines)
            lines = []
    yield _written(lines)


def _written(lines: Sequence[Sequence[str]]) -> str:
    buffer = io.StringIO()
    csv_files.writer(buffer, lineterminator="\r\n").writerows(lines)
    return buffer.getvalue()
