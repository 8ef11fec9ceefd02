from decimal import Decimal

import pytest

from shop_admin.providers.payment.minor_units import from_minor, to_minor


@pytest.mark.parametrize(
    ("amount", "currency", "units"),
    [("12.50", "EUR", 1250), ("0", "EUR", 0), ("1250", "JPY", 1250), ("1.234", "KWD", 1234)],
)
def test_by_the_currencys_exponent(amount: str, currency: str, units: int) -> None:
    assert to_minor(Decimal(amount), currency) == units
    assert from_minor(units, currency) == Decimal(amount)


@pytest.mark.parametrize(("amount", "currency"), [("12.505", "EUR"), ("1.5", "JPY")])
def test_a_part_of_the_smallest_unit_is_refused(amount: str, currency: str) -> None:
    with pytest.raises(ValueError, match="smallest"):
        to_minor(Decimal(amount), currency)
