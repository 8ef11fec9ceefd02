from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from shop_admin.providers.payment.base import (
    BadMessage,
    BadSignature,
    MessageKind,
    PaymentProvider,
    PaymentRequest,
    RefundRequest,
)
from shop_admin.providers.payment.sandbox import HEADER, PAGE, Sandbox, told

NOW = datetime(2026, 11, 22, 8, 26, tzinfo=UTC)
SANDBOX = Sandbox("a secret", "http://127.0.0.1:8000")


def request(payment_id: UUID) -> PaymentRequest:
    return PaymentRequest(
        payment_id=payment_id,
        amount=Decimal("12.50"),
        currency="EUR",
        order_number="BER-10001",
        description="Berlin · BER-10001",
        return_url="http://127.0.0.1:8000/",
    )


def test_it_is_a_provider() -> None:
    provider: PaymentProvider = SANDBOX
    assert provider.name == "sandbox"


def test_starting_twice_is_starting_once() -> None:
    one = uuid4()
    first, again, other = (SANDBOX.start(request(one)) for one in (one, one, uuid4()))

    assert first == again != other
    bill = SANDBOX.find_bill(first.url.split(PAGE)[1])
    assert bill is not None
    assert (bill.payment_id, bill.amount, bill.currency) == (one, Decimal("12.50"), "EUR")


def test_what_it_tells_is_what_is_read() -> None:
    message = told(uuid4(), MessageKind.CAPTURED, Decimal("12.50"), "EUR")
    body = SANDBOX.compose(message)

    read = SANDBOX.read(body, {HEADER: SANDBOX.sign(body, NOW)}, NOW)

    assert (read.event_id, read.kind, read.payment_id) == (
        message.event_id,
        MessageKind.CAPTURED,
        message.payment_id,
    )
    assert (read.amount, read.currency, read.reference) == (
        Decimal("12.50"),
        "EUR",
        message.reference,
    )


def test_who_has_no_secret_is_not_read() -> None:
    body = SANDBOX.compose(told(uuid4(), MessageKind.CAPTURED, Decimal(1), "EUR"))
    stranger = Sandbox("another secret", "http://127.0.0.1:8000")

    for headers in ({}, {HEADER: stranger.sign(body, NOW)}):
        with pytest.raises(BadSignature):
            SANDBOX.read(body, headers, NOW)


@pytest.mark.parametrize(
    "data",
    [
        '{"amount": 1.5, "currency": "EUR"}',
        '{"amount": true, "currency": "EUR"}',
        '{"amount": -1, "currency": "EUR"}',
        '{"amount": 1, "currency": "XXXX"}',
        '{"payment_id": "none"}',
        '{"reference": "a\\u0007b"}',
        "[]",
    ],
)
def test_what_says_no_sense_is_not_read(data: str) -> None:
    body = f'{{"id": "evt_1", "type": "payment.captured", "data": {data}}}'.encode()

    with pytest.raises(BadMessage):
        SANDBOX.read(body, {HEADER: SANDBOX.sign(body, NOW)}, NOW)


def test_a_refund_is_one_however_often_it_is_asked_for() -> None:
    asked = RefundRequest(
        refund_id=uuid4(),
        payment_id=uuid4(),
        transaction_id="pay_1",
        amount=Decimal(5),
        currency="EUR",
    )
    assert SANDBOX.refund(asked) == SANDBOX.refund(asked)
