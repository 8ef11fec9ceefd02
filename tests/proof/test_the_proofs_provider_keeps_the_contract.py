"""The provider that the proof is paid by keeps the promises of every provider."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from fire.ledger import Entry, read_entries
from fire.psp import HEADER, Psp

from shop_admin.providers.payment import signatures
from shop_admin.providers.payment.base import (
    BadMessage,
    BadSignature,
    MessageKind,
    PaymentProvider,
    PaymentRequest,
    ProviderDown,
    RefundRefused,
    RefundRequest,
)

NOW = datetime(2026, 11, 22, 8, 26, tzinfo=UTC)
SECRET = "the provider's secret"


def charge(payment_id: UUID) -> PaymentRequest:
    return PaymentRequest(
        payment_id=payment_id,
        amount=Decimal("12.50"),
        currency="EUR",
        order_number="BER-10001",
        description="Berlin · BER-10001",
        return_url="/",
    )


def back(payment_id: UUID, refund_id: UUID, amount: str = "12.50") -> RefundRequest:
    return RefundRequest(
        refund_id=refund_id,
        payment_id=payment_id,
        transaction_id="",
        amount=Decimal(amount),
        currency="EUR",
    )


def test_starting_twice_is_charging_once(psp: PaymentProvider, ledger: Path) -> None:
    one = uuid4()

    assert psp.start(charge(one)) == psp.start(charge(one)) != psp.start(charge(uuid4()))
    assert [entry for entry in read_entries(ledger, "charges") if entry.key == str(one)] == [
        Entry(key=str(one), payment_id=str(one), amount=1250)
    ]


def test_a_refund_is_one_however_often_it_is_asked_for(psp: PaymentProvider) -> None:
    paid, refund = uuid4(), uuid4()
    psp.start(charge(paid))

    assert psp.refund(back(paid, refund)) == psp.refund(back(paid, refund))


def test_what_was_not_charged_does_not_go_back(psp: PaymentProvider) -> None:
    with pytest.raises(RefundRefused):
        psp.refund(back(uuid4(), uuid4()))


def test_silence_is_told_as_silence() -> None:
    with pytest.raises(ProviderDown):
        Psp("http://127.0.0.1:9", SECRET).start(charge(uuid4()))


def message(**changes: object) -> bytes:
    data = {
        "payment_id": str(uuid4()),
        "amount": 1250,
        "currency": "EUR",
        "charge": "pay_1",
        "reference": "ch_1",
        **changes,
    }
    return json.dumps({"id": "evt_1", "type": "charge.captured", "data": data}).encode()


def test_what_it_tells_is_read(psp: PaymentProvider) -> None:
    body = message()

    read = psp.read(body, {HEADER: signatures.sign(body, SECRET.encode(), NOW)}, NOW)

    assert (read.kind, read.amount, read.event_id) == (
        MessageKind.CAPTURED,
        Decimal("12.50"),
        "evt_1",
    )


def test_who_has_no_secret_is_not_read(psp: PaymentProvider) -> None:
    body = message()

    for headers in ({}, {HEADER: signatures.sign(body, b"another", NOW)}):
        with pytest.raises(BadSignature):
            psp.read(body, headers, NOW)


def test_what_says_no_sense_is_not_read(psp: PaymentProvider) -> None:
    body = message(amount=-1)

    with pytest.raises(BadMessage):
        psp.read(body, {HEADER: signatures.sign(body, SECRET.encode(), NOW)}, NOW)
