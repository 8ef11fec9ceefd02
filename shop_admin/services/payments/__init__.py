"""Money that came in, by hand or told by a provider; the order follows, and so does its invoice."""

from shop_admin.services.payments.by_hand import mark_paid
from shop_admin.services.payments.events import HANDLED, TOLD_BEFORE, Outcome, record
from shop_admin.services.payments.owing import (
    SEND,
    captured_amount,
    left_to_refund,
    owe_back,
    send,
)
from shop_admin.services.payments.settling import cancel
from shop_admin.services.payments.told import book

__all__ = [
    "HANDLED",
    "SEND",
    "TOLD_BEFORE",
    "Outcome",
    "book",
    "cancel",
    "captured_amount",
    "left_to_refund",
    "mark_paid",
    "owe_back",
    "record",
    "send",
]
