"""Whatever a customer is called, no spreadsheet calculates it: in no format, in no column."""

import csv
import io
import itertools
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy as sa
from exporting import exported, issue
from factories import make_person, make_product, make_store
from flask import Flask

from shop_admin.db import acting_as
from shop_admin.documents.registers import Batch, Journal, RegisterLine, safe
from shop_admin.documents.registers.cells import BLANKS, DANGEROUS
from shop_admin.documents.registers.line import HEADINGS
from shop_admin.documents.registers.workbook import Workbook
from shop_admin.permissions import command

STARTS = ("", " ", "\u00a0", "\ufeff", "  ", "\u3000 ")
SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫")  # noqa: RUF001
COMMANDS = ("cmd|' /C calc'!A0", '1+1";"x', "SUM(A1:A9)", 'HYPERLINK("http://x","y")', "2,5;3")
PAYLOADS = tuple("".join(parts) for parts in itertools.product(STARTS, SIGNS, COMMANDS)) + tuple(
    f"{sign}{number}" for sign in SIGNS for number in range(4)
)
HARMLESS = ("", "Ada", "'=1", "1+1", "Lindenweg 4", " ", "a=b", "O'Hara", "ééé", "＃1", "0")  # noqa: RUF001


def line(text: str) -> RegisterLine:
    """Return a line that says this in each of its texts."""
    texts = ("store", "order_number", "corrects", "customer", "tax_id", "country", "tax_name")
    return RegisterLine(
        **dict.fromkeys(texts, text),
        kind="Invoice",
        number="BER-26-000001",
        issued_on=date(2026, 5, 1),
        currency="EUR",
        rate=Decimal(19),
        net=Decimal("10.00"),
        tax=Decimal("1.90"),
        gross=Decimal("11.90"),
        document_net=None,
        document_tax=None,
        document_total=None,
        position=1,
    )


def is_formula(cell: str) -> bool:
    """Tell what a spreadsheet would do with a text cell, in words of its own."""
    shown = cell.lstrip(" \u00a0\u3000\ufeff")
    return shown.startswith(SIGNS)


def test_there_are_enough() -> None:
    assert len(set(PAYLOADS)) >= 500
    assert all(is_formula(payload) for payload in PAYLOADS)
    assert not any(is_formula(safe(payload)) for payload in PAYLOADS)
    assert is_formula("\0=1") is False
    assert safe("\0=1") == "'\0=1"


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_harmless_stays(text: str) -> None:
    assert safe(text) == text


def test_the_database_has_the_same_rule(app: Flask) -> None:
    signs = [chr(code) for code in range(1, 0x3100)] + [chr(code) for code in range(0xFE00, 0xFFF0)]
    texts = [
        *PAYLOADS,
        *HARMLESS,
        *signs,
        *(f"{blank}{sign}1" for blank in BLANKS for sign in signs),
    ]
    with acting_as(command().db_context()) as session:
        rule = sa.text(
            "SELECT array_agg(formula_safe(cell) ORDER BY place) FROM"
            " unnest(CAST(:texts AS text[])) WITH ORDINALITY AS cells (cell, place)"
        )
        found = session.scalar(rule, {"texts": texts})
    assert found == [safe(text) for text in texts]
    assert sum(safe(text) != text for text in signs) == len(DANGEROUS) - 1  # NUL is in no text


def test_of_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    with Workbook(path, made_at=datetime(2026, 5, 1, tzinfo=UTC)) as book:
        for payload in PAYLOADS:
            book.add(line(payload))
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert len(cells) > 12 * len(PAYLOADS)
    assert {cell.data_type for cell in cells} == {"s", "n", "d"}
    assert not any(is_formula(str(cell.value)) for cell in cells if cell.data_type == "s")
    assert not any(cell.hyperlink for cell in cells)


def test_of_a_journal(tmp_path: Path) -> None:
    path = tmp_path / "EXTF_x.csv"
    day = date(2026, 5, 1)
    batch = Batch(
        consultant=1001,
        client=1,
        year_begins_on=date(2026, 1, 1),
        begins_on=day,
        ends_on=day,
        title="=1+1",
        made_at=datetime(2026, 5, 1, tzinfo=UTC),
    )
    with Journal(path, batch) as journal:
        for payload in PAYLOADS:
            journal.add(line(payload))
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode("cp1252")), delimiter=";"))
    assert len(rows) == len(PAYLOADS) + 2
    assert {len(row) for row in rows[1:]} == {125}
    assert not [cell for row in rows for cell in row if is_formula(cell)]


def test_of_a_register_as_text(app: Flask) -> None:
    store = make_store("=Berlin", slug="berlin-1", country="DE")
    product = make_product(store, name="@lamp")
    issue(store, (product, 1))
    data = exported(make_person(books=True).actor, store)
    heading, row = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert not [cell for cell in heading if is_formula(cell)]
    by_name = dict(zip((name for name, _ in HEADINGS), row, strict=True))
    assert by_name["store"] == "'=Berlin"
    assert by_name["gross"] == "25.00"
