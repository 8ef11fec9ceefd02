"""Cells: what a list's columns say of its records, worked out here once so that no macro has to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from shop_admin.console import choices, display
from shop_admin.console.base.columns import Column, currency_of
from shop_admin.language import _
from shop_admin.models.mixins import Scope
from shop_admin.permissions import Actor

NUMERIC = frozenset({"money", "number"})


class Cell(NamedTuple):
    """One value: how its column looks, what it says, and what its looks need besides."""

    kind: str
    looks: str
    text: Any = ""
    href: str = ""
    stamp: str = ""
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class Row:
    """A record of a list with its cells; `href` is its page, for those who may open it."""

    record: Any
    cells: Sequence[Cell]
    href: str


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who reads a list: what stores and people are called, and by which clock things are told."""

    stores: Mapping[UUID, str]
    zones: Mapping[UUID, str]
    people: Mapping[UUID, str]
    page_of: Callable[[Any], str]

    def zone(self, record: Any) -> str:
        """Return the zone of a record's store, or of the record that is one."""
        return self.zones.get(getattr(record, "store_id", None) or record.id, "UTC")

    def rows(self, records: Sequence[Any], columns: Sequence[Column]) -> list[Row]:
        """Return the records with their cells."""
        styled = [
            (column, looks_of(column), PAINTERS.get(column.kind, _text)) for column in columns
        ]
        return [
            Row(
                record=record,
                cells=[paint(self, record, column, looks) for column, looks, paint in styled],
                href=self.page_of(record),
            )
            for record in records
        ]


def reader_for(actor: Actor, people: Mapping[UUID, str], page_of: Callable[[Any], str]) -> Reader:
    """Return the reader of a request."""
    stores = choices.stores(actor)
    return Reader(
        stores={store.id: store.name for store in stores},
        zones={store.id: store.time_zone for store in stores},
        people=people,
        page_of=page_of,
    )


def looks_of(column: Column) -> str:
    """Return the classes of a column's cells and of its head."""
    looks = [
        f"k-{column.kind}",
        "number text-end" if column.kind in NUMERIC else "",
        "secondary" if column.secondary else "",
        "clip" if column.kind == "text" else "",
    ]
    return " ".join(filter(None, looks))


def _text(reader: Reader, record: Any, column: Column, looks: str) -> Cell:
    value = column.read(record)
    if value is None or value in ("", {}):
        return Cell("nothing", looks)
    if not isinstance(value, str | int | float):
        value = display.shown(value)
    return Cell("text", looks, value, column.href(record) if column.href else "")


def _number(reader: Reader, record: Any, column: Column, looks: str) -> Cell:
    cell = _text(reader, record, column, looks)
    is_low = column.name == "inventory_count" and record.is_low
    return cell._replace(looks=f"{looks} low") if is_low else cell


def _link(reader: Reader, record: Any, column: Column, looks: str) -> Cell:
    href = column.href(record) if column.href else reader.page_of(record)
    if column.name == "cdate":
        return _moment(reader, record, column, looks)._replace(href=href)
    return Cell("text", looks, column.read(record) or _("Draft"), href)


def _money(reader: Reader, record: Any, column: Column, looks: str) -> Cell:
    value = column.read(record)
    if value is None:
        return Cell("nothing", looks)
    return Cell("text", looks, display.amount(value, currency_of(record)))


def _moment(reader: Reader, record: Any, column: Column, looks: str) -> Cell:
    value = column.read(record)
    if value is None:
        return Cell("nothing", looks)
    exact = display.exact(value, reader.zone(record))
    return Cell("moment", looks, display.ago(value), "", display.iso(value), exact)


def _pill(reader: Reader, record: Any, column: Column, looks: str) -> Cell:
    value = column.read(record)
    if not value:
        return Cell("nothing", looks)
    off = column.name == "status_flag" and record.is_suspended
    text, tone = display.words(value), display.tone(value)
    return Cell("pill", looks, text, "", tone, _("Suspended") if off else "")


def _flag(reader: Reader, record: Any, column: Column, looks: str) -> Cell:
    return Cell("text", looks, _("Yes") if column.read(record) else _("No"))


def _mono(reader: Reader, record: Any, column: Column, looks: str) -> Cell:
    cell = _text(reader, record, column, looks)
    return cell._replace(kind="mono") if cell.kind == "text" else cell


def _person(reader: Reader, record: Any, column: Column, looks: str) -> Cell:
    value = column.read(record)
    if not value:
        return Cell("nothing", looks)
    known = reader.people.get(value, value if isinstance(value, str) else _("Somebody"))
    return Cell("text", looks, known)


def _store(reader: Reader, record: Any, column: Column, looks: str) -> Cell:
    value = column.read(record)
    if value is None:
        is_shared = type(record).scope is Scope.SHARED
        return Cell("store", looks, _("All stores")) if is_shared else Cell("nothing", looks)
    known = reader.stores.get(value)
    return (
        Cell("store", looks, known, "", str(value))
        if known
        else Cell("muted", looks, _("another store"))
    )


def _picture(reader: Reader, record: Any, column: Column, looks: str) -> Cell:
    images = column.read(record)
    return Cell("picture", looks, images[0].id if images else "")


Painter = Callable[[Reader, Any, Column, str], Cell]
PAINTERS: Mapping[str, Painter] = {
    "link": _link,
    "mono": _mono,
    "money": _money,
    "number": _number,
    "moment": _moment,
    "pill": _pill,
    "flag": _flag,
    "picture": _picture,
    "person": _person,
    "store": _store,
}
