"""What an export's columns add up to is what the documents come to, to the cent."""

import csv
import io
from collections import defaultdict
from decimal import Decimal
from uuid import UUID

import openpyxl
import pytest
from exporting import credit, documents, exported, issue
from factories import make_person, make_product, make_store
from flask import Flask

from shop_admin.documents.registers.line import HEADINGS
from shop_admin.permissions import Actor

Rows = list[dict[str, str]]


@pytest.fixture
def berlin(app: Flask) -> UUID:
    store = make_store()
    lamp = make_product(store, price="12.49", stock=50)
    bread = make_product(store, price="3.33", stock=50, tax_class="reduced")
    first = issue(store, (lamp, 3), (bread, 7), moment="2026-05-02T08:00:00Z")
    issue(store, (bread, 1), moment="2026-05-03T08:00:00Z")
    credit(first)
    return store


@pytest.fixture
def books(app: Flask) -> Actor:
    return make_person(books=True).actor


def rows_of(data: bytes) -> Rows:
    assert data.startswith(b"\xef\xbb\xbfStore,Kind,Number,Issued,")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def total(rows: Rows, column: str) -> Decimal:
    return sum((Decimal(row[column]) for row in rows if row[column]), Decimal(0))


def test_of_a_register_as_text(berlin: UUID, books: Actor) -> None:
    rows = rows_of(exported(books, berlin))
    assert [(row["Kind"], row["Rate %"]) for row in rows] == [
        ("Invoice", "19"),
        ("Invoice", "7"),
        ("Invoice", "7"),
        ("Credit note", "19"),
        ("Credit note", "7"),
    ]
    assert total(rows, "Gross") == total(rows, "Document total") == documents()["EUR"]
    assert total(rows, "Net") == total(rows, "Document net")
    assert total(rows, "Tax amount") == total(rows, "Document tax")
    assert rows[0]["Document total"] == "60.78"
    assert rows[1]["Document total"] == ""
    assert rows[3]["Document total"] == "-60.78"
    assert rows[3]["Corrects"] == rows[0]["Number"]
    assert rows[0]["Issued"] == "2026-05-02"


def test_of_a_workbook(berlin: UUID, books: Actor) -> None:
    book = openpyxl.load_workbook(io.BytesIO(exported(books, berlin, "XLSX")))
    sheet = book.active
    assert sheet is not None
    assert sheet.freeze_panes == "A2"
    lines = list(sheet.iter_rows(values_only=True))
    assert lines[0] == tuple(heading for _, heading in HEADINGS)
    place = {heading: number for number, heading in enumerate(lines[0])}
    assert lines[-1][0] == "Total EUR"
    body = lines[1:-1]
    assert len(body) == 5
    for column in ("Gross", "Document total"):
        found = sum(Decimal(str(line[place[column]] or 0)) for line in body)
        assert found == Decimal(str(lines[-1][place[column]])) == documents()["EUR"]
    assert body[0][place["Issued"]].isoformat() == "2026-05-02T00:00:00"  # type: ignore[union-attr]
    assert isinstance(body[0][place["Net"]], float)
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}


def test_of_a_journal(berlin: UUID, books: Actor) -> None:
    text = exported(books, berlin, "DATEV").decode("cp1252")
    bookings = list(csv.reader(io.StringIO(text), delimiter=";"))[2:]
    signed = [Decimal(one[0].replace(",", ".")) * (-1 if one[1] == "H" else 1) for one in bookings]
    assert sum(signed) == documents()["EUR"]
    assert [one[7] for one in bookings] == ["8400", "8300", "8300", "8400", "8300"]
    assert {one[6] for one in bookings} == {"10000"}


def test_currencies_are_never_one_sum(berlin: UUID, books: Actor) -> None:
    london = make_store("London", country="GB", currency="GBP")
    issue(london, (make_product(london, price="10.01"), 2))
    data = exported(books, None, "XLSX")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    lines = list(sheet.iter_rows(values_only=True))
    place = {heading: number for number, heading in enumerate(lines[0])}
    sums = {line[0]: line[place["Document total"]] for line in lines[-2:]}
    assert sums == {
        "Total EUR": float(documents()["EUR"]),
        "Total GBP": float(documents()["GBP"]),
    }
    text: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in rows_of(exported(books, None)):
        text[row["Currency"]] += Decimal(row["Gross"])
    assert text == documents()
