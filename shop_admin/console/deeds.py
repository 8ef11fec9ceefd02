"""What can be done with an order: a button, a warning, a form and a service each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from shop_admin.console.forms.base import ConsoleForm
from shop_admin.console.forms.orders import (
    CancelForm,
    CompleteForm,
    MarkPaidForm,
    RefundForm,
    ShipForm,
)
from shop_admin.models.orders import Order
from shop_admin.permissions import Actor
from shop_admin.services import orders, payments, refunds, shipments


@dataclass(frozen=True, kw_only=True)
class Deed:
    """Something that can be done with an order: its button, its warning, its form, its service."""

    label: str
    done: str
    says: str
    form: type[ConsoleForm]
    run: Callable[[Actor, Any, Any], Any]
    tone: str = "main"
    is_fresh: bool = False
    """Whether the password is asked for again: money leaves the house."""


DEEDS: Mapping[str, Deed] = {
    "mark_paid": Deed(
        label="Mark paid",
        done="The money is booked.",
        says="Books the whole amount as received. The invoice follows by the store's rule.",
        form=MarkPaidForm,
        run=lambda actor, order_id, form: payments.mark_paid(
            actor, order_id, reference=form.reference.data
        ),
    ),
    "ship": Deed(
        label="Ship",
        done="The parcel is on its way.",
        says="What is left to send leaves as one parcel; for several, lower the numbers.",
        form=ShipForm,
        run=lambda actor, order_id, form: shipments.ship(
            actor, order_id, parts=form.parts or None, label=form.given()
        ),
    ),
    "complete": Deed(
        label="Complete",
        done="The order is complete.",
        says="The order arrived and is paid: nothing is left to do.",
        form=CompleteForm,
        run=lambda actor, order_id, form: orders.complete_order(actor, order_id),
    ),
    "cancel": Deed(
        label="Cancel order",
        done="The order is cancelled and its stock is back.",
        says="Its stock goes back on the shelf. A cancelled order is not opened again.",
        form=CancelForm,
        run=lambda actor, order_id, form: orders.cancel_order(
            actor, order_id, reason=form.reason.data
        ),
        tone="danger",
    ),
    "refund": Deed(
        label="Refund",
        done="The money is on its way back.",
        says="A provider sends it by itself; cash and transfers you give back, then mark it here.",
        form=RefundForm,
        run=lambda actor, order_id, form: refunds.refund_order(
            actor, order_id, form.amount.data, form.reason.data
        ),
        is_fresh=True,
    ),
    "mark_refunded": Deed(
        label="Mark refunded",
        done="The refund is booked.",
        says="Books the oldest open refund as given back by hand.",
        form=MarkPaidForm,
        run=lambda actor, order_id, form: refunds.mark_order_refunded(
            actor, order_id, reference=form.reference.data
        ),
        is_fresh=True,
    ),
    "retry_refund": Deed(
        label="Retry refund",
        done="The provider is asked again.",
        says="The provider refused a refund: ask it once more.",
        form=CompleteForm,
        run=lambda actor, order_id, form: refunds.retry_order_refund(actor, order_id),
    ),
    "cancel_paid": Deed(
        label="Cancel and refund",
        done="The order is cancelled, and its money goes back.",
        says="Its stock goes back on the shelf, and all of its money to the buyer.",
        form=CancelForm,
        run=lambda actor, order_id, form: refunds.cancel_paid_order(
            actor, order_id, reason=form.reason.data
        ),
        tone="danger",
        is_fresh=True,
    ),
}


def legal_deeds(actor: Actor, order: Order) -> list[str]:
    """Return what this person may do with the order now."""
    return [*orders.legal_actions(actor, order), *refunds.legal_actions(actor, order)]
