"""Play money: a page of our own pays, and its messages come over the wire, signed like others."""

import base64
import binascii
import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from babel.numbers import is_currency

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
    RefundRequest,
)
from shop_admin.providers.payment.minor_units import from_minor, to_minor
from shop_admin.providers.payment.payloads import payload_of

HEADER = "Sandbox-Signature"
PAGE, WEBHOOK = "/sandbox/pay/", "/api/webhooks/sandbox/"
SECONDS = 10
# What a column of NUMERIC(14,4) holds, even of a currency without decimals.
MOST_UNITS = 10**10
KINDS = {f"payment.{kind.lower()}": kind for kind in MessageKind if kind != MessageKind.OTHER}
_MARK = 16


@dataclass(frozen=True, kw_only=True)
class Bill:
    """What the page asks a buyer to pay."""

    payment_id: UUID
    amount: Decimal
    currency: str
    order_number: str
    description: str


class Sandbox:
    """A provider that keeps nothing: its page's address holds the bill, signed."""

    name = "sandbox"

    def __init__(self, secret: str, base_url: str) -> None:
        self._webhooks = _derived(secret, "sandbox webhooks")
        self._pages = _derived(secret, "sandbox pages")
        self._base_url = base_url

    def start(self, request: PaymentRequest) -> NextAction:
        """Return the page's address; it is the same however often it is asked for."""
        bill = {
            "payment_id": str(request.payment_id),
            "amount": to_minor(request.amount, request.currency),
            "currency": request.currency,
            "order_number": request.order_number,
            "description": request.description,
        }
        content = json.dumps(bill, separators=(",", ":")).encode()
        mark = hmac.digest(self._pages, content, "sha256")[:_MARK]
        token = base64.urlsafe_b64encode(mark + content).decode().rstrip("=")
        return NextAction(url=f"{self._base_url}{PAGE}{token}")

    def find_bill(self, token: str) -> Bill | None:
        """Return what an address of the page asks for, None for one that we did not make."""
        try:
            signed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        except (binascii.Error, ValueError):
            return None
        mark, content = signed[:_MARK], signed[_MARK:]
        if not hmac.compare_digest(mark, hmac.digest(self._pages, content, "sha256")[:_MARK]):
            return None
        bill = json.loads(content)
        return Bill(
            payment_id=UUID(bill["payment_id"]),
            amount=from_minor(bill["amount"], bill["currency"]),
            currency=bill["currency"],
            order_number=bill["order_number"],
            description=bill["description"],
        )

    def refund(self, request: RefundRequest) -> RefundAnswer:
        """Give play money back at once."""
        return RefundAnswer(reference=f"re_{request.refund_id.hex}", is_done=True)

    def read(self, body: bytes, headers: Mapping[str, str], now: datetime) -> ProviderMessage:
        """Return what a message says. Raises BadSignature and BadMessage."""
        header = headers.get(HEADER)
        if header is None:
            raise BadSignature("there is no signature")
        signatures.check(body, header, (self._webhooks,), now)
        content = payload_of(body)
        try:
            return _message(content)
        except (ValueError, KeyError, TypeError, AttributeError) as wrong:
            raise BadMessage("the message does not say what its kind says") from wrong

    def deliver(self, message: ProviderMessage, now: datetime) -> None:
        """Send a message to the shop, as providers do. Raises ProviderDown unless it is taken."""
        body = self.compose(message)
        headers = {HEADER: self.sign(body, now), "Content-Type": "application/json"}
        address = f"{self._base_url}{WEBHOOK}"
        import httpx  # noqa: PLC0415 - 8 MB with what it loads; the worker alone delivers

        try:
            answer = httpx.post(address, content=body, headers=headers, timeout=SECONDS)
        except httpx.HTTPError as silent:
            raise ProviderDown("the shop did not answer") from silent
        if not answer.is_success:
            raise ProviderDown(f"the shop answered {answer.status_code}")

    def compose(self, message: ProviderMessage) -> bytes:
        """Return a message as it travels."""
        told = asdict(message)
        amount = message.amount
        units = None if amount is None else to_minor(amount, message.currency)
        data = {name: _plain(told[name]) for name in _DATA} | {"amount": units}
        kind = f"payment.{message.kind.lower()}"
        return json.dumps({"id": message.event_id, "type": kind, "data": data}).encode()

    def sign(self, body: bytes, now: datetime) -> str:
        """Return the header that signs a message at this moment."""
        return signatures.sign(body, self._webhooks, now)


_DATA = ("payment_id", "refund_id", "transaction_id", "reference", "currency")


def told(payment_id: UUID, kind: MessageKind, amount: Decimal, currency: str) -> ProviderMessage:
    """Return the message that something happened to a payment, the same each time it is told."""
    return ProviderMessage(
        event_id=f"evt_{uuid5(payment_id, kind).hex}",
        kind=kind,
        payment_id=payment_id,
        transaction_id=f"pay_{payment_id.hex}",
        reference=f"{kind.lower()}_{payment_id.hex}",
        amount=amount,
        currency=currency,
    )


def _derived(secret: str, purpose: str) -> bytes:
    return hmac.digest(secret.encode(), purpose.encode(), "sha256")


def _plain(value: Any) -> str | None:
    return None if value is None else str(value)


def _message(content: Any) -> ProviderMessage:
    data, kind = content["data"], KINDS.get(content["type"], MessageKind.OTHER)
    currency, units = data.get("currency") or "", data.get("amount")
    if not isinstance(content["id"], str) or not 1 <= len(content["id"]) <= 255:
        raise ValueError("a message has an id")
    if units is not None and not (type(units) is int and 0 <= units < MOST_UNITS):
        raise ValueError("an amount is a whole number of smallest units")
    if units is not None and not is_currency(currency):
        raise ValueError("an amount has a currency")
    return ProviderMessage(
        event_id=content["id"],
        kind=kind,
        payment_id=_id(data.get("payment_id")),
        refund_id=_id(data.get("refund_id")),
        transaction_id=_text(data.get("transaction_id")),
        reference=_text(data.get("reference")),
        amount=None if units is None else from_minor(units, currency),
        currency=currency,
        payload=content,
    )


def _id(value: str | None) -> UUID | None:
    return UUID(value) if value else None


def _text(value: str | None) -> str:
    text = value or ""
    if len(text) > 255 or not text.isprintable():
        raise ValueError("an id is a short line of text")
    return text
