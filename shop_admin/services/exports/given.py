"""What somebody asks an export for, in which format, and how it is kept with the export."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from shop_admin.models.exports import Export
from shop_admin.models.invoices import INVOICE_KINDS
from shop_admin.permissions import Permission
from shop_admin.queries.exports import Run, run_from_json, run_to_json

BOTH = "BOTH"
KINDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {BOTH: INVOICE_KINDS, **{kind: (kind,) for kind in INVOICE_KINDS}}
)
DOCUMENTS, LIST, SLIPS = "documents", "list", "slips"
"""The kinds of exports: documents of a period, what a list shows, packing slips of orders."""


@dataclass(frozen=True, kw_only=True)
class Format:
    """A format of file: its name's end, its content type, how many documents go in at most."""

    suffix: str
    content_type: str
    most: int


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "ZIP": Format(suffix="zip", content_type="application/zip", most=50_000),
        "CSV": Format(suffix="csv", content_type="text/csv; charset=utf-8", most=2_000_000),
        "XLSX": Format(
            suffix="xlsx",
            content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            most=300_000,
        ),
        "PDF": Format(suffix="pdf", content_type="application/pdf", most=500),
        "DATEV": Format(suffix="csv", content_type="text/csv; charset=windows-1252", most=40_000),
    }
)


@dataclass(frozen=True, kw_only=True)
class ExportInput:
    """The documents of one store (None: all that the person may export) and a period of days.

    `kind` is INVOICE, CREDIT_NOTE or BOTH, `format` a key of FORMATS; the tax adviser's numbers
    are for DATEV-style journals only.
    """

    store_id: UUID | None
    kind: str
    begins_on: date
    ends_on: date
    format: str
    consultant: int = 1001
    client: int = 1


@dataclass(frozen=True, kw_only=True)
class Documents:
    """What an export is to hold, as it is kept: what was asked, and which documents that meant.

    `stores` are those with a document in it; there is at least one.
    """

    given: ExportInput
    stores: tuple[UUID, ...]
    runs: tuple[Run, ...]

    @property
    def count(self) -> int:
        """Return how many documents these are."""
        return sum(run.count for run in self.runs)

    @property
    def format(self) -> Format:
        """Return the format asked for."""
        return FORMATS[self.given.format]


@dataclass(frozen=True, kw_only=True)
class Holding:
    """An export of records by their ids: a list as a workbook, or packing slips.

    `columns` are the list's, `heads` what they are called in the asker's language. `stores` are
    those with a record in it; shared records have none.
    """

    kind: str
    format_name: str
    list_name: str
    title: str
    stores: tuple[UUID, ...]
    count: int
    columns: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()

    @property
    def format(self) -> Format:
        """Return the format of the file."""
        return FORMATS[self.format_name]


Contents = Documents | Holding


def right_to(export: Export) -> Permission:
    """Return the permission that it takes to ask for such an export, and to take it away."""
    return Permission.ORDER_VIEW if export.kind == SLIPS else Permission.EXPORT


def to_json(contents: Documents) -> dict[str, Any]:
    """Return what an export keeps as its parameters."""
    given = contents.given
    return {
        "store": str(given.store_id) if given.store_id else None,
        "kind": given.kind,
        "from": given.begins_on.isoformat(),
        "to": given.ends_on.isoformat(),
        "format": given.format,
        "consultant": given.consultant,
        "client": given.client,
        "stores": [str(store) for store in contents.stores],
        "runs": [run_to_json(run) for run in contents.runs],
    }


def holding_to_json(holding: Holding) -> dict[str, Any]:
    """Return what an export of records keeps as its parameters."""
    return {**vars(holding), "stores": [str(store) for store in holding.stores]}


def contents_of(export: Export) -> Contents:
    """Return what an export is to hold."""
    return documents_of(export) if export.kind == DOCUMENTS else _holding_of(export)


def _holding_of(export: Export) -> Holding:
    kept = export.parameters
    lists = {name: tuple(kept[name]) for name in ("columns", "heads")}
    return Holding(**{**kept, **lists, "stores": tuple(UUID(store) for store in kept["stores"])})


def documents_of(export: Export) -> Documents:
    """Return which documents an export of documents holds."""
    kept = export.parameters
    given = ExportInput(
        store_id=UUID(kept["store"]) if kept["store"] else None,
        kind=kept["kind"],
        begins_on=date.fromisoformat(kept["from"]),
        ends_on=date.fromisoformat(kept["to"]),
        format=kept["format"],
        consultant=kept["consultant"],
        client=kept["client"],
    )
    return Documents(
        given=given,
        stores=tuple(UUID(store) for store in kept["stores"]),
        runs=tuple(run_from_json(run) for run in kept["runs"]),
    )
