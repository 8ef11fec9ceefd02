"""What a list shows as an XLSX workbook, written row by row in constant memory."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from shop_admin.documents.registers.cells import safe

Value = str | int | Decimal | datetime | None
LEAST_WIDTH, MOST_WIDTH = 11, 36
LONGEST = 32_767
"""So many letters a cell holds."""
BADLY_NAMED = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


class ListBook:
    """A workbook of one sheet: a head, then a line a record.

    Texts are text cells whatever they begin with; amounts are numbers with the decimals that they
    come with, moments are dates without a zone, as the store's clock said.
    """

    def __init__(self, path: Path, *, title: str, heads: Sequence[str], made_at: datetime) -> None:
        # The web process knows what values are, and never writes a book.
        import xlsxwriter  # noqa: PLC0415

        options = {
            "constant_memory": True,
            "tmpdir": str(path.parent),
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._book: Any = xlsxwriter.Workbook(str(path), options)
        self._book.set_properties({"title": title, "created": made_at.replace(tzinfo=None)})
        self._moment = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left"})
        self._amounts = [self._amount(places) for places in range(5)]
        self._sheet = self._book.add_worksheet(title.translate(BADLY_NAMED).strip()[:31] or None)
        self._row = 0
        self._write_heads(heads)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._book.close()

    def add(self, values: Sequence[Value]) -> None:
        """Write one line below those that are there."""
        for column, value in enumerate(values):
            self._write(column, value)
        self._row += 1

    def _write(self, column: int, value: Value) -> None:
        match value:
            case None | "":
                return
            case datetime():
                self._sheet.write_datetime(self._row, column, value, self._moment)
            case Decimal():
                places = min(max(-int(value.as_tuple().exponent), 0), 4)
                self._sheet.write_number(self._row, column, float(value), self._amounts[places])
            case int():
                self._sheet.write_number(self._row, column, value)
            case _:
                self._sheet.write_string(self._row, column, safe(value)[:LONGEST])

    def _write_heads(self, heads: Sequence[str]) -> None:
        bold = self._book.add_format({"bold": True, "bottom": 1})
        for column, head in enumerate(heads):
            width = min(max(len(head) + 4, LEAST_WIDTH), MOST_WIDTH)
            self._sheet.set_column(column, column, 18 if column == 0 else width)
            self._sheet.write_string(0, column, head, bold)
        self._sheet.freeze_panes(1, 0)
        self._sheet.repeat_rows(0)
        self._row = 1

    def _amount(self, places: int) -> Any:
        shape = "#,##0" + ("." + "0" * places if places else "")
        return self._book.add_format({"num_format": shape})
