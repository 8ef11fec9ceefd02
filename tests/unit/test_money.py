from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_admin.money import fits, plain, round_amount, split, tax_part, unit

amounts = st.decimals(min_value=0, max_value=10**8, places=2)
weights = st.lists(st.decimals(min_value=0, max_value=10**4, places=2), min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("amount", "currency", "rounded"),
    [("2.345", "EUR", "2.35"), ("2.5", "JPY", "3"), ("1.0005", "KWD", "1.001")],
)
def test_rounds_half_up_to_the_currency(amount: str, currency: str, rounded: str) -> None:
    assert round_amount(Decimal(amount), currency) == Decimal(rounded)


@given(amounts, weights)
def test_parts_add_up_exactly(amount: Decimal, shares: list[Decimal]) -> None:
    parts = split(amount, shares, "EUR")
    assert sum(parts) == amount
    assert all(part == round_amount(part, "EUR") for part in parts)


def test_nothing_cannot_take_a_share() -> None:
    with pytest.raises(ValueError, match="over nothing"):
        split(Decimal(1), [], "EUR")


def test_inclusive_and_exclusive_tax() -> None:
    assert tax_part(Decimal("119.00"), Decimal(19), "EUR", inclusive=True) == Decimal("19.00")
    assert tax_part(Decimal("100.00"), Decimal(19), "EUR", inclusive=False) == Decimal("19.00")


def test_decimals_that_a_currency_lacks_do_not_fit() -> None:
    assert fits(Decimal("1.50"), "EUR")
    assert not fits(Decimal("1.505"), "EUR")
    assert not fits(Decimal("1.5"), "JPY")
    assert unit("KWD") == Decimal("0.001")
    assert plain(Decimal("12.5000"), "EUR") == "12.50"
