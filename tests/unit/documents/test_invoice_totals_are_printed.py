"""Whatever the sums are, the paper shows exactly those."""

from dataclasses import replace
from decimal import Decimal

from drafting import german_paper, line
from hypothesis import given, settings
from hypothesis import strategies as st
from printed import text

from shop_admin.documents.invoices import render_invoice
from shop_admin.money import display

amounts = st.integers(0, 10**12 - 1).map(lambda cents: Decimal(cents).scaleb(-2))


@settings(max_examples=60, deadline=None)
@given(amounts, amounts, amounts, amounts, st.sampled_from([("EUR", "de"), ("INR", "en_IN")]))
def test_the_sums_are_those_of_the_paper(
    subtotal: Decimal, discount: Decimal, tax: Decimal, total: Decimal, money: tuple[str, str]
) -> None:
    currency, locale = money
    paper = replace(
        german_paper((line(1, "Lamp", 1, "5.00", "19"),)),
        currency=currency,
        locale=locale,
        prices_include_tax=False,
        subtotal=subtotal,
        discount_amount=discount,
        tax_amount=tax,
        total_amount=total,
        amount_due=total,
    )
    shown = text(render_invoice(paper))

    def written(amount: Decimal) -> str:
        return display(amount, currency, locale).replace("\xa0", " ")

    assert f"Subtotal {written(subtotal)}" in shown
    assert f"Tax {written(tax)} Total {written(total)}" in shown
    if discount:
        assert f"Discount {written(-discount)}" in shown
