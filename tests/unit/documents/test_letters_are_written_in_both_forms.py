"""Letters: text and HTML out of one pair of templates, each value escaped where it must be."""

from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import UndefinedError

from shop_admin.documents.mails import Letter, Sender, write_letter

HOSTILE = "<script>alert(1)</script>\r\nBcc: x"


def _order(**changes: Any) -> dict[str, Any]:
    order = {
        "number": "BER-10021",
        "contact_name": "Ada",
        "placed_at": datetime(2026, 11, 22, 23, 30, tzinfo=UTC),
        "currency": "EUR",
        "shipping_amount": Decimal("4.90"),
        "tax_amount": Decimal("30.18"),
        "prices_include_tax": True,
        "total_amount": Decimal("1510.90"),
    }
    item = {"name": "Lamp", "quantity": 2, "unit_price": Decimal(753), "line_total": Decimal(1506)}
    return {
        "order": SimpleNamespace(**order | changes),
        "store": SimpleNamespace(time_zone="Europe/Berlin"),
        "items": [SimpleNamespace(**item | ({"name": HOSTILE} if changes else {}))],
        "payment": None,
        "ship_to": ("Ada", "Lindenweg 4"),
        "bank_lines": [],
    }


def _letter(locale: str = "en", **changes: Any) -> Letter:
    sender = Sender(name="Shop", reply_to="a@example.com", locale=locale, lines=("Shop GmbH",))
    return write_letter("order_cancelled", sender=sender, subject="A\nB", **_order(**changes))


@pytest.mark.parametrize(
    ("locale", "money", "day"),
    [
        ("en", "€1,510.90", "November 23, 2026"),
        ("de", "1.510,90\xa0€", "23. November 2026"),
        ("fr", "1\u202f510,90\xa0€", "23 novembre 2026"),
    ],
)
def test_money_and_days_are_the_stores(locale: str, money: str, day: str) -> None:
    letter = _letter(locale)
    for form in (letter.text, letter.html):
        assert money in form
        assert day in form


def test_what_people_wrote_stays_text() -> None:
    letter = _letter(contact_name=HOSTILE)
    assert "<script>" not in letter.html
    assert "&lt;script&gt;" in letter.html
    assert "\r" not in letter.text
    assert "Hello <script>alert(1)</script> Bcc: x," in letter.text


def test_a_subject_is_one_line() -> None:
    assert _letter().subject == "A B"


def test_a_value_that_is_missing_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        write_letter("order_cancelled", sender=Sender(name="Shop"), subject="x")
