"""What an export is made of: which documents, their lines and their files; and whose exports.

Documents are frozen and each series counts without a gap, so a run of numbers names the same
documents for ever: what was found once is read in pieces, and read again, with the same result.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import IO, Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from babel.numbers import get_currency_precision

from shop_admin.db import db
from shop_admin.documents.registers.line import HEADINGS, RegisterLine
from shop_admin.language import N_
from shop_admin.models.exports import Export
from shop_admin.models.invoices import Invoice, InvoiceSeries
from shop_admin.models.stores import Store
from shop_admin.permissions import Actor, Permission
from shop_admin.queries.visibility import visible

# Whole registers are read at once: what is too long for a page is right for a job.
_PATIENCE = "SET LOCAL statement_timeout = '60s'; SET LOCAL work_mem = '32MB'; SET LOCAL jit = off"
_KINDS = {"INVOICE": N_("Invoice"), "CREDIT_NOTE": N_("Credit note")}
_TAXES = "jsonb_to_recordset(taxes) AS (name text, rate numeric, net numeric, tax numeric)"
_RUN = """
    store_id = %(store_id)s AND series_id = %(series_id)s
    AND number BETWEEN %(first)s AND %(last)s
    AND issued_at >= %(begins_at)s AND issued_at < %(ends_at)s
"""
# Documents stand in the order of their numbers and are not sorted again with their rates.
_LINES = """
    SELECT {safe}(%(store)s::text) AS store, %(kind)s::text AS kind, invoice_number AS number,
        issued_on, order_number, corrects, customer, tax_id, country,
        %(currency)s::text AS currency, {safe}(rates.name) AS tax_name,
        trim_scale(rates.rate) AS rate,
        {sign}round(rates.net, %(places)s) AS net, {sign}round(rates.tax, %(places)s) AS tax,
        {sign}round(rates.net + rates.tax, %(places)s) AS gross,
        CASE WHEN position = 1 THEN {sign}document_net END AS document_net,
        CASE WHEN position = 1 THEN {sign}document_tax END AS document_tax,
        CASE WHEN position = 1 THEN {sign}document_total END AS document_total
        {position}
    FROM (
        SELECT invoice_number, (issued_at AT TIME ZONE %(time_zone)s)::date AS issued_on, taxes,
            {safe}(order_number) AS order_number, {safe}(corrects_number) AS corrects,
            {safe}(buyer_name) AS customer, {safe}(buyer_tax_id) AS tax_id,
            {safe}(buyer_country) AS country,
            round(amount - tax_amount, %(places)s) AS document_net,
            round(tax_amount, %(places)s) AS document_tax,
            round(amount, %(places)s) AS document_total
        FROM invoices WHERE {run} ORDER BY number
    ) AS documents
    CROSS JOIN LATERAL ROWS FROM ({taxes}) WITH ORDINALITY AS rates (name, rate, net, tax, position)
"""
_FILES = """
    SELECT invoice_number AS number, (issued_at AT TIME ZONE %(time_zone)s)::date AS issued_on,
        key, sha256
    FROM invoices LEFT JOIN invoice_files AS files ON files.invoice_id = invoices.id
        AND files.store_id = invoices.store_id
    WHERE invoices.{run} ORDER BY number
"""
_UNEVEN = """
    SELECT invoice_number FROM invoices CROSS JOIN LATERAL (
        SELECT sum(rates.net + rates.tax) AS gross, sum(rates.tax) AS tax FROM {taxes_as_rates}
    ) AS sums
    WHERE {run} AND (gross IS DISTINCT FROM amount OR tax IS DISTINCT FROM tax_amount)
    ORDER BY number LIMIT 1
"""
_RATES = "SELECT DISTINCT rates.rate FROM invoices CROSS JOIN LATERAL {taxes_as_rates} WHERE {run}"


@dataclass(frozen=True, kw_only=True)
class Run:
    """Documents of one series from number to number, issued between two moments."""

    series_id: UUID
    store_id: UUID
    store: str
    time_zone: str
    kind: str
    currency: str
    first: int
    last: int
    count: int
    begins_at: datetime
    ends_at: datetime

    def pages(self, size: int) -> Iterator[tuple[int, int]]:
        """Yield from which number to which a piece of at most so many documents goes."""
        for first in range(self.first, self.last + 1, size):
            yield first, min(first + size - 1, self.last)

    def values(self, first: int | None = None, last: int | None = None) -> dict[str, Any]:
        """Return what the statements of this module ask for: the whole run, or a piece of it."""
        return {
            "series_id": str(self.series_id),
            "store_id": str(self.store_id),
            "first": first or self.first,
            "last": last or self.last,
            "begins_at": self.begins_at,
            "ends_at": self.ends_at,
            "time_zone": self.time_zone,
            "places": get_currency_precision(self.currency),
            "currency": self.currency,
            "store": self.store,
            "kind": _KINDS[self.kind],
        }


@dataclass(frozen=True, kw_only=True)
class PaperFile:
    """A document's number and day, and where its PDF lies; no key before it was made."""

    number: str
    issued_on: date
    key: str | None
    sha256: str | None


def find_runs(
    actor: Actor, stores: Collection[UUID], kinds: Collection[str], begins_on: date, ends_on: date
) -> list[Run]:
    """Return the documents issued from a day to a day (both included) in each store's time zone.

    In the order of an export: store by store, invoices before credit notes, by their numbers.
    """
    zoned = sa.func.timezone
    midnight = datetime.combine(begins_on, time())
    after = datetime.combine(ends_on, time()) + timedelta(days=1)
    statement = (
        sa.select(
            *(Invoice.series_id, Invoice.store_id, Store.name, Store.time_zone, Invoice.kind),
            *(Invoice.currency, sa.func.min(Invoice.number).label("first")),
            sa.func.max(Invoice.number).label("last"),
            sa.func.count().label("count"),
        )
        .join(Store, Store.id == Invoice.store_id)
        .join(InvoiceSeries, InvoiceSeries.id == Invoice.series_id)
        .where(
            *visible(Invoice, actor),
            Invoice.store_id.in_(stores),
            Invoice.kind.in_(kinds),
            Invoice.issued_at >= zoned(Store.time_zone, sa.cast(midnight, sa.DateTime)),
            Invoice.issued_at < zoned(Store.time_zone, sa.cast(after, sa.DateTime)),
        )
        .group_by(Invoice.series_id, Invoice.store_id, Store.id, Invoice.kind, Invoice.currency)
        .group_by(InvoiceSeries.fiscal_year)
        .order_by(Store.name, Store.id, Invoice.kind.desc(), InvoiceSeries.fiscal_year)
    )
    return [_run(row, midnight, after) for row in db.session.execute(statement)]


def copy_register(run: Run, target: IO[bytes], *, has_heading: bool = True) -> int:
    """Write the register of a run as CSV (RFC 4180, UTF-8) into a file; return how many lines.

    PostgreSQL makes the text and streams it (COPY), so 100,000 lines take a fraction of a second
    and no memory here. One line a document and tax rate: amounts with a decimal point in the
    currency's decimals, days as ISO 8601, the document's totals on its first line only. Texts that
    a spreadsheet would calculate are led by an apostrophe (`formula_safe`). Call it as a party
    that sees the run: row-level security holds for what is copied too.
    """
    columns = ", ".join(f'{name} AS "{heading}"' for name, heading in HEADINGS)
    heading = ", HEADER" if has_heading else ""
    with _cursor() as cursor:
        lines = cursor.mogrify(_lines(run, safe="formula_safe"), run.values()).decode()
        select = f"SELECT {columns} FROM ({lines}) AS lines"  # noqa: S608 - our own SQL
        cursor.copy_expert(f"COPY ({select}) TO STDOUT (FORMAT csv{heading})", target)
        return int(cursor.rowcount)


def read_lines(run: Run, first: int, last: int) -> list[RegisterLine]:
    """Return the lines of a piece of a run, as they are: whoever writes them makes cells safe."""
    sql = _lines(run, position=", position")
    with _cursor() as cursor:
        cursor.execute(sql, run.values(first, last))
        names = [column.name for column in cursor.description]
        return [RegisterLine(**dict(zip(names, row, strict=True))) for row in cursor]


def read_files(run: Run, first: int, last: int) -> list[PaperFile]:
    """Return where the PDFs of a piece of a run lie, by their documents' numbers."""
    with _cursor() as cursor:
        cursor.execute(_FILES.format(run=_RUN.strip()), run.values(first, last))
        names = [column.name for column in cursor.description]
        return [PaperFile(**dict(zip(names, row, strict=True))) for row in cursor]


def find_uneven(run: Run) -> str | None:
    """Return the number of a document whose rates do not add up to its amount and tax, or None."""
    with _cursor() as cursor:
        cursor.execute(_UNEVEN.format(run=_RUN, taxes_as_rates=_rates()), run.values())
        found = cursor.fetchone()
        return str(found[0]) if found else None


def rates_of(run: Run) -> set[Decimal]:
    """Return the tax rates, in per cent, that the documents of a run name."""
    with _cursor() as cursor:
        cursor.execute(_RATES.format(run=_RUN, taxes_as_rates=_rates()), run.values())
        return {row[0] for row in cursor}


def exports_of(actor: Actor) -> sa.Select[Any]:
    """Return the exports that a person finds: their own; all of them, for an admin."""
    own = () if actor.may(Permission.SETTINGS) else (Export.user_id == actor.user_id,)
    return sa.select(Export).where(*visible(Export, actor), *own)


def list_exports(actor: Actor, *, offset: int, limit: int) -> Sequence[Export]:
    """Return a page of the exports that a person finds, the newest first."""
    statement = exports_of(actor).order_by(Export.id.desc()).offset(offset).limit(limit)
    return db.session.scalars(statement).all()


def _run(row: Any, begins: datetime, ends: datetime) -> Run:
    zone = ZoneInfo(row.time_zone)
    return Run(
        series_id=row.series_id,
        store_id=row.store_id,
        store=row.name,
        time_zone=row.time_zone,
        kind=row.kind,
        currency=row.currency,
        first=row.first,
        last=row.last,
        count=row.count,
        begins_at=begins.replace(tzinfo=zone),
        ends_at=ends.replace(tzinfo=zone),
    )


def _lines(run: Run, *, safe: str = "", position: str = "") -> str:
    sign = "-" if run.kind == "CREDIT_NOTE" else ""
    return _LINES.format(run=_RUN, taxes=_TAXES, sign=sign, safe=safe, position=position)


def _rates() -> str:
    return _TAXES.replace(" AS (", " AS rates (", 1)


def _cursor() -> Any:
    """Return a cursor of the running transaction, for what only the driver itself can do."""
    cursor = db.session.connection().connection.cursor()
    cursor.execute(_PATIENCE)
    return cursor


def run_to_json(run: Run) -> Mapping[str, Any]:
    """Return a run as JSON values."""
    return {
        name: value if isinstance(value, int) else str(value) for name, value in vars(run).items()
    }


def run_from_json(values: Mapping[str, Any]) -> Run:
    """Return the run of its JSON values."""
    ids = {name: UUID(values[name]) for name in ("series_id", "store_id")}
    moments = {name: datetime.fromisoformat(values[name]) for name in ("begins_at", "ends_at")}
    return Run(**{**values, **ids, **moments})
