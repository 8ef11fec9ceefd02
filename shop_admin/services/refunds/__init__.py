"""Money that goes back: asked for by staff, sent by a provider or by hand, and never twice."""

from shop_admin.services.refunds.answers import (
    PARKED,
    Sending,
    book,
    find_sending,
    note_answer,
    note_refusal,
)
from shop_admin.services.refunds.asking import (
    ask_refund,
    cancel_paid_order,
    legal_actions,
    mark_order_refunded,
    mark_refunded,
    open_refunds,
    refund_order,
    retry_order_refund,
    retry_refund,
)

__all__ = [
    "PARKED",
    "Sending",
    "ask_refund",
    "book",
    "cancel_paid_order",
    "find_sending",
    "legal_actions",
    "mark_order_refunded",
    "mark_refunded",
    "note_answer",
    "note_refusal",
    "open_refunds",
    "refund_order",
    "retry_order_refund",
    "retry_refund",
]
