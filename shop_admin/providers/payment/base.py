"""What every way to be paid online can do: start, give back, and say what happened, signed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID


class ProviderDown(Exception):
    """The provider gave no answer, or not now: whether it acted is unknown, so ask again."""


class RefundRefused(Exception):
    """The provider will not give this money back; the message is its reason."""


class BadSignature(Exception):
    """Whoever sent this message is not the provider, or sent it long ago."""


class BadMessage(Exception):
    """The message is signed by the provider, yet it does not say what its messages say."""


class MessageKind(StrEnum):
    """What a provider tells; OTHER is all that no shop acts on."""

    AUTHORIZED = "AUTHORIZED"
    CAPTURED = "CAPTURED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"
    REFUNDED = "REFUNDED"
    DISPUTED = "DISPUTED"
    OTHER = "OTHER"


@dataclass(frozen=True, kw_only=True)
class PaymentRequest:
    """One attempt to be paid; its id is the provider's idempotency key."""

    payment_id: UUID
    amount: Decimal
    currency: str
    order_number: str
    description: str
    return_url: str


@dataclass(frozen=True, kw_only=True)
class NextAction:
    """What the buyer does next: go to this address."""

    url: str

    def to_json(self) -> dict[str, Any]:
        """Return it as answers and the payment's row hold it."""
        return {"type": "redirect", "url": self.url}


@dataclass(frozen=True, kw_only=True)
class RefundRequest:
    """Money that is to go back; the refund's id is the provider's idempotency key."""

    refund_id: UUID
    payment_id: UUID
    transaction_id: str
    amount: Decimal
    currency: str


@dataclass(frozen=True, kw_only=True)
class RefundAnswer:
    """The provider's own id of a refund, and whether the money is on its way already."""

    reference: str
    is_done: bool


@dataclass(frozen=True, kw_only=True)
class ProviderMessage:
    """What happened, in our words.

    `event_id` names the message, `transaction_id` the payment at the provider, `reference` what
    happened: a second message of the same kind and reference tells nothing new. Where a refund
    is one of ours, `refund_id` says which.
    """

    event_id: str
    kind: MessageKind
    payment_id: UUID | None = None
    refund_id: UUID | None = None
    transaction_id: str = ""
    reference: str = ""
    amount: Decimal | None = None
    currency: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)


class PaymentProvider(Protocol):
    """A provider of payments. It knows no database and keeps nothing."""

    name: str

    def start(self, request: PaymentRequest) -> NextAction:
        """Begin a payment, or return how it was begun. Raises ProviderDown."""
        ...

    def refund(self, request: RefundRequest) -> RefundAnswer:
        """Give money back, once for each refund id. Raises ProviderDown and RefundRefused."""
        ...

    def read(self, body: bytes, headers: Mapping[str, str], now: datetime) -> ProviderMessage:
        """Return what a message says, its signature checked over the raw body.

        Raises BadSignature and BadMessage.
        """
        ...
