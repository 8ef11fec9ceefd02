"""Months, quarters and years: written in addresses, followed by the next, never overlapping."""

from datetime import date

import pytest
from werkzeug.exceptions import BadRequest

from shop_admin.console.periods import Period, at_hand, containing, latest, parse


@pytest.mark.parametrize(
    ("key", "first", "last", "before", "after"),
    [
        ("2026-01", date(2026, 1, 1), date(2026, 1, 31), "2025-12", "2026-02"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "2024-01", "2024-03"),
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31), "2025-Q4", "2026-Q2"),
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "2025", "2027"),
        ("FY2025", date(2025, 4, 1), date(2026, 3, 31), "FY2024", "FY2026"),
    ],
)
def test_a_period(key: str, first: date, last: date, before: str, after: str) -> None:
    period = parse(key, year_start=4)
    assert (period.key, period.first, period.last) == (key, first, last)
    assert (period.previous.key, period.next.key) == (before, after)
    assert period.previous.end == first
    assert containing(last, period.unit, year_start=4) == period


@pytest.mark.parametrize("raw", ["2026-13", "2026-00", "2026-Q5", "FY2026-01", "26", "2026-1", "x"])
def test_what_is_none(raw: str) -> None:
    with pytest.raises(BadRequest):
        parse(raw)


def test_what_is_at_hand() -> None:
    keys = [period.key for _, period in at_hand(date(2026, 1, 31))]
    assert keys == ["2026-01", "2025-12", "2026-Q1", "2025-Q4", "2026"]
    month = Period(unit="month", first=date(2026, 1, 1))
    assert [one.key for one in latest(month, 3)] == ["2026-01", "2025-12", "2025-11"]
