"""Money told of twice for one attempt, as two captures, is written down for the staff."""

from decimal import Decimal

import sqlalchemy as sa
import telling
from flask import Flask

from shop_admin.db import acting_as, db
from shop_admin.models.payments import PaymentEvent
from shop_admin.permissions import command


def test_a_second_capture_is_noted_and_not_booked(app: Flask) -> None:
    sale = telling.sell()
    telling.told("CAPTURED", sale.payment_id, "50.00", reference="charge one")

    telling.told("CAPTURED", sale.payment_id, "50.00", reference="charge two")

    assert telling.payment(sale.payment_id).status == "PAID"
    assert telling.events(sale.payment_id) == ["CREATED", "CAPTURED", "CAPTURED", "NOTE"]
    with acting_as(command().db_context()):
        note = sa.select(PaymentEvent.summary).where(PaymentEvent.kind == "NOTE")
        assert "tells of €50.00 once more" in db.session.scalars(note).one()


def test_an_attempt_that_was_given_up_owes_its_money_once(app: Flask) -> None:
    sale = telling.sell()
    telling.pay_again(sale)
    telling.told("CAPTURED", telling.latest_payment(sale.order_id).id, "50.00")

    for charge in ("charge one", "charge two"):
        telling.told("CAPTURED", sale.payment_id, "50.00", reference=charge)

    assert [amount for _, amount, _ in telling.refunds(sale.payment_id)] == [Decimal(50)]
