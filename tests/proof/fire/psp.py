"""A provider of payments over HTTP: it asks a real process that keeps a ledger of its charges."""

import http.client
import json
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from shop_admin.providers.payment import signatures
from shop_admin.providers.payment.base import (
    BadMessage,
    BadSignature,
    MessageKind,
    NextAction,
    PaymentRequest,
    ProviderDown,
    ProviderMessage,
    RefundAnswer,
    RefundRefused,
    RefundRequest,
)
from shop_admin.providers.payment.minor_units import from_minor, to_minor
from shop_admin.providers.payment.payloads import payload_of

HEADER = "Psp-Signature"
KINDS = {"charge.captured": MessageKind.CAPTURED, "charge.refunded": MessageKind.REFUNDED}
SECONDS = 2.0


class Psp:
    """A provider that charges when it is asked to, once for each key."""

    name = "stripe"
    """One of the names that stores may be paid by, and that has no provider of our own."""

    def __init__(self, url: str, secret: str, *, seconds: float = SECONDS) -> None:
        self._url = url
        self._secret = secret.encode()
        self._seconds = seconds

    def start(self, request: PaymentRequest) -> NextAction:
        """Charge, once for each payment. Raises ProviderDown."""
        charge = {
            "payment_id": str(request.payment_id),
            "amount": to_minor(request.amount, request.currency),
            "currency": request.currency,
        }
        answer = self._asked("/charges", str(request.payment_id), charge)
        return NextAction(url=f"{self._url}/receipts/{answer['id']}")

    def refund(self, request: RefundRequest) -> RefundAnswer:
        """Give money back, once for each refund. Raises ProviderDown and RefundRefused."""
        wanted = {
            "payment_id": str(request.payment_id),
            "refund_id": str(request.refund_id),
            "amount": to_minor(request.amount, request.currency),
            "currency": request.currency,
        }
        answer = self._asked("/refunds", str(request.refund_id), wanted)
        return RefundAnswer(reference=answer["id"], is_done=True)

    def read(self, body: bytes, headers: Mapping[str, str], now: datetime) -> ProviderMessage:
        """Return what a message says. Raises BadSignature and BadMessage."""
        header = headers.get(HEADER)
        if header is None:
            raise BadSignature("there is no signature")
        signatures.check(body, header, (self._secret,), now)
        content = payload_of(body)
        try:
            return _message(content)
        except (ValueError, KeyError, TypeError, AttributeError) as wrong:
            raise BadMessage("the message does not say what its kind says") from wrong

    def _asked(self, path: str, key: str, body: Mapping[str, Any]) -> dict[str, Any]:
        host = urlsplit(self._url).netloc
        with closing(http.client.HTTPConnection(host, timeout=self._seconds)) as line:
            try:
                line.request("POST", path, json.dumps(body), {"Idempotency-Key": key})
                answer = line.getresponse()
                told: dict[str, Any] = json.loads(answer.read())
            except (OSError, http.client.HTTPException, ValueError) as silent:
                raise ProviderDown("the provider did not answer") from silent
        if answer.status == 402:
            raise RefundRefused(told["reason"])
        if answer.status != 200:
            raise ProviderDown(f"the provider answered {answer.status}")
        return told


def _message(content: Mapping[str, Any]) -> ProviderMessage:
    data, amount = content["data"], content["data"]["amount"]
    if type(amount) is not int or amount < 0 or not isinstance(content["id"], str):
        raise ValueError("a message has an id and an amount of smallest units")
    return ProviderMessage(
        event_id=content["id"],
        kind=KINDS.get(content["type"], MessageKind.OTHER),
        payment_id=UUID(data["payment_id"]),
        refund_id=UUID(data["refund_id"]) if data.get("refund_id") else None,
        transaction_id=str(data["charge"]),
        reference=str(data["reference"]),
        amount=from_minor(amount, data["currency"]),
        currency=data["currency"],
        payload=content,
    )
