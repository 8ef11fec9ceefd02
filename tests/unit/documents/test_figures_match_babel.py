"""The fast way to write amounts writes what babel writes, in every locale that was tried."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_admin.documents.figures import day, known_locale, money, percent
from shop_admin.money import display

locales = st.sampled_from(["en", "de", "de_CH", "de_AT", "fr", "en_IN", "hi", "sv", "ar", "pl"])
currencies = st.sampled_from(["EUR", "INR", "JPY", "KWD", "CHF", "USD"])


@given(st.decimals("-9999999999.9999", "9999999999.9999", places=4), currencies, locales)
def test_any_amount(amount: Decimal, currency: str, locale: str) -> None:
    assert money(amount, currency, locale) == display(amount, currency, locale)


@given(st.integers(-(10**12), 10**12), currencies, locales)
def test_amounts_that_fit(cents: int, currency: str, locale: str) -> None:
    amount = Decimal(cents).scaleb(-2)
    assert money(amount, currency, locale) == display(amount, currency, locale)


@pytest.mark.parametrize(("rate", "shown"), [("19.0000", "19%"), ("5.5", "5.5%"), ("0", "0%")])
def test_rates_keep_the_decimals_that_they_have(rate: str, shown: str) -> None:
    assert percent(Decimal(rate), "en") == shown


def test_a_day_as_the_locale_writes_it() -> None:
    assert day(date(2026, 11, 22), "de") == "22.11.2026"


@pytest.mark.parametrize(
    ("name", "known"), [("de-AT", "de_AT"), ("en_IN", "en_IN"), ("xx", "en"), ("", "en")]
)
def test_an_unknown_locale_is_english(name: str, known: str) -> None:
    assert known_locale(name) == known
