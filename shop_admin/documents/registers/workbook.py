"""A register as an XLSX workbook, written row by row in constant memory."""

from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import xlsxwriter

from shop_admin.documents.registers.cells import safe
from shop_admin.documents.registers.line import HEADINGS, RegisterLine

ZERO = Decimal(0)
SUMS = ("net", "tax", "gross", "document_net", "document_tax", "document_total")
WIDTHS = {"store": 18, "kind": 12, "number": 17, "issued_on": 12, "order_number": 16}
WIDTHS |= {
    "corrects": 17,
    "customer": 30,
    "tax_id": 20,
    "country": 9,
    "currency": 10,
    "tax_name": 12,
    "rate": 8,
}
AMOUNT_WIDTH = 15
MOST_ROWS = 1_048_576
"""How many rows a sheet holds, heading and totals included."""


class Workbook:
    """A workbook with one sheet of lines, and below them the sums of each currency.

    Texts are text cells whatever they begin with; amounts are numbers, days are dates. The moment
    it was asked for is all that the file says of its making, so the same lines make the same file.
    """

    def __init__(self, path: Path, *, made_at: datetime) -> None:
        options = {
            "constant_memory": True,
            "tmpdir": str(path.parent),
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._book: Any = xlsxwriter.Workbook(str(path), options)
        self._book.set_properties({"title": "Register", "created": made_at.replace(tzinfo=None)})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        self._amounts = {places: self._amount(places, bold=False) for places in range(5)}
        self._sheet = self._book.add_worksheet("Register")
        self._row = 0
        self._sums: dict[str, dict[str, Decimal]] = defaultdict(lambda: dict.fromkeys(SUMS, ZERO))
        self._write_heading()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self._write_sums()
        self._book.close()

    def add(self, line: RegisterLine) -> None:
        """Write one line below those that are there."""
        sums = self._sums[line.currency]
        for column, (name, _) in enumerate(HEADINGS):
            value = getattr(line, name)
            self._write(column, value)
            if name in sums and value is not None:
                sums[name] += value
        self._row += 1

    def _write(self, column: int, value: str | date | Decimal | None) -> None:
        if isinstance(value, date):
            self._sheet.write_datetime(self._row, column, value, self._day)
        elif isinstance(value, Decimal):
            places = max(-int(value.as_tuple().exponent), 0)
            self._sheet.write_number(self._row, column, float(value), self._amounts[min(places, 4)])
        elif value:
            self._sheet.write_string(self._row, column, safe(value))

    def _write_heading(self) -> None:
        bold = self._book.add_format({"bold": True, "bottom": 1})
        for column, (name, heading) in enumerate(HEADINGS):
            self._sheet.set_column(column, column, WIDTHS.get(name, AMOUNT_WIDTH))
            self._sheet.write_string(0, column, heading, bold)
        self._sheet.freeze_panes(1, 0)
        self._sheet.repeat_rows(0)
        self._row = 1

    def _write_sums(self) -> None:
        """Write what each currency adds up to: amounts of two currencies are never one sum."""
        bold = self._book.add_format({"bold": True, "top": 1})
        columns = {name: column for column, (name, _) in enumerate(HEADINGS)}
        for currency, sums in sorted(self._sums.items()):
            self._sheet.write_string(self._row, 0, f"Total {currency}", bold)
            self._sheet.write_string(self._row, columns["currency"], currency, bold)
            for name, total in sums.items():
                places = max(-int(total.as_tuple().exponent), 0)
                look = self._amount(min(places, 4), bold=True)
                self._sheet.write_number(self._row, columns[name], float(total), look)
            self._row += 1

    def _amount(self, places: int, *, bold: bool) -> Any:
        shape = "#,##0" + ("." + "0" * places if places else "")
        return self._book.add_format({"num_format": shape, "bold": bold, "top": int(bold)})
