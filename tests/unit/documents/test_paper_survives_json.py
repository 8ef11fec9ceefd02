"""The snapshot in the database is the paper: nothing is lost on the way there and back."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shop_admin.documents.paper import (
    BankAccount,
    InvoicePaper,
    PaperLine,
    PaperTax,
    Party,
    TaxComponent,
    from_json,
    to_json,
)

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
amounts = st.decimals("-9999999999.9999", "9999999999.9999", places=4)
days = st.dates()
parties = st.builds(
    Party,
    name=words,
    legal_name=words,
    lines=st.lists(words, max_size=3).map(tuple),
    country=words,
    tax_id=words,
    email=words,
    phone=words,
)
components = st.builds(TaxComponent, name=words, rate=amounts, amount=amounts)
taxes = st.builds(
    PaperTax,
    name=words,
    rate=amounts,
    net=amounts,
    tax=amounts,
    components=st.lists(components, max_size=2).map(tuple),
)
lines = st.builds(
    PaperLine,
    position=st.integers(1, 999),
    sku=words,
    name=words,
    quantity=st.integers(-(10**9), 10**9),
    unit_price=amounts,
    tax_rate=amounts,
    discount_amount=amounts,
    tax_amount=amounts,
    line_total=amounts,
    hsn_code=words,
)
papers = st.builds(
    InvoicePaper,
    kind=st.sampled_from(["INVOICE", "CREDIT_NOTE"]),
    invoice_number=words,
    issued_on=days,
    due_on=st.none() | days,
    supplied_on=st.none() | days,
    corrects=st.none() | words,
    currency=words,
    prices_include_tax=st.booleans(),
    seller=parties,
    bank=st.none() | st.builds(BankAccount, holder=words, iban=words, bic=words, bank=words),
    buyer=parties,
    ship_to=st.none() | parties,
    lines=st.lists(lines, max_size=3).map(tuple),
    taxes=st.lists(taxes, max_size=3).map(tuple),
    subtotal=amounts,
    tax_amount=amounts,
    total_amount=amounts,
    paid_on=st.none() | days,
    terms=words,
)


@given(papers)
def test_every_paper_comes_back_equal(paper: InvoicePaper) -> None:
    assert from_json(json.loads(json.dumps(to_json(paper)))) == paper


def test_amounts_are_strings_and_days_are_iso(german: InvoicePaper) -> None:
    snapshot = to_json(german)
    assert snapshot["total_amount"] == "244.80"
    assert snapshot["issued_on"] == "2026-11-22"
    assert snapshot["lines"][1]["unit_price"] == "7.95"


def test_trailing_zeros_are_kept(german: InvoicePaper) -> None:
    line = from_json(to_json(german)).lines[0]
    assert str(line.unit_price) == "189.00"


def test_what_is_no_paper_is_refused(german: InvoicePaper) -> None:
    snapshot = to_json(german)
    del snapshot["invoice_number"]
    with pytest.raises(ValidationError):
        from_json(snapshot)


def test_days_and_amounts_come_back_as_such(german: InvoicePaper) -> None:
    paper = from_json(to_json(german))
    assert (type(paper.issued_on), type(paper.total_amount)) == (date, Decimal)
