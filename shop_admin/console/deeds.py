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
from shop_admin.language import N_
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
        label=N_("Mark paid"),
        done=N_("The money is booked."),
        says=N_("Books the whole amount as received. The invoice follows by the store's rule."),
        form=MarkPaidForm,
        run=lambda actor, order_id, form: payments.mark_paid(
            actor, order_id, reference=form.reference.data
        ),
    ),
    "ship": Deed(
        label=N_("Ship"),
        done=N_("The parcel is on its way."),
        says=N_("What is left to send leaves as one parcel; for several, lower the numbers."),
        form=ShipForm,
        run=lambda actor, order_id, form: shipments.ship(
            actor, order_id, parts=form.parts or None, label=form.given()
        ),
    ),
    "complete": Deed(
        label=N_("Complete"),
        done=N_("The order is complete."),
        says=N_("The order arrived and is paid: nothing is left to do."),
        form=CompleteForm,
        run=lambda actor, order_id, form: orders.complete_order(actor, order_id),
    ),
    "cancel": Deed(
        label=N_("Cancel order"),
        done=N_("The order is cancelled and its stock is back."),
        says=N_("Its stock goes back on the shelf. A cancelled order is not opened again."),
        form=CancelForm,
        run=lambda actor, order_id, form: orders.cancel_order(
            actor, order_id, reason=form.reason.data
        ),
        tone="danger",
    ),
    "refund": Deed(
        label=N_("Refund"),
        done=N_("The money is on its way back."),
        says=N_(
            "A provider sends it by itself; cash and transfers you give back, then mark it here."
        ),
        form=RefundForm,
        run=lambda actor, order_id, form: refunds.refund_order(
            actor, order_id, form.amount.data, form.reason.data
        ),
        is_fresh=True,
    ),
    "mark_refunded": Deed(
        label=N_("Mark refunded"),
        done=N_("The refund is booked."),
        says=N_("Books the oldest open refund as given back by hand."),
        form=MarkPaidForm,
        run=lambda actor, order_id, form: refunds.mark_order_refunded(
            actor, order_id, reference=form.reference.data
        ),
        is_fresh=True,
    ),
    "retry_refund": Deed(
        label=N_("Retry refund"),
        done=N_("The provider is asked again."),
        says=N_("The provider refused a refund: ask it once more."),
        form=CompleteForm,
        run=lambda actor, order_id, form: refunds.retry_order_refund(actor, order_id),
    ),
    "cancel_paid": Deed(
        label=N_("Cancel and refund"),
        done=N_("The order is cancelled, and its money goes back."),
        says=N_("Its stock goes back on the shelf, and all of its money to the buyer."),
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
