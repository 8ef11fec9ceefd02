import pytest
import sqlalchemy as sa
import telling
from flask import Flask

from shop_admin.db import acting_as, db
from shop_admin.models.inbox import ProviderEventResult
from shop_admin.models.payments import PaymentEvent
from shop_admin.permissions import command


@pytest.mark.parametrize(
    ("amount", "currency"), [("49.99", "EUR"), ("50.01", "EUR"), ("50.00", "USD")]
)
def test_it_is_noted_for_the_staff(app: Flask, amount: str, currency: str) -> None:
    sale = telling.sell()

    telling.told("CAPTURED", sale.payment_id, amount, currency=currency)

    assert telling.payment(sale.payment_id).status == "PENDING"
    assert telling.order(sale.order_id).status == "PENDING"
    assert telling.events(sale.payment_id) == ["CREATED", "NOTE"]
    with acting_as(command().db_context()):
        note = db.session.scalars(
            sa.select(PaymentEvent.summary).where(PaymentEvent.kind == "NOTE")
        ).one()
        assert note == db.session.scalars(sa.select(ProviderEventResult.note)).one()
    assert "€50.00 is due: nothing was booked" in note
