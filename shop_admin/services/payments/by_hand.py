"""Cash and transfers: a person says that they came in."""

from uuid import UUID

from shop_admin.errors import Conflict
from shop_admin.language import N_, _
from shop_admin.models.orders import Order
from shop_admin.models.payments import Payment
from shop_admin.permissions import Actor, Permission
from shop_admin.queries.visibility import get_locked
from shop_admin.services.orders import collectable_payment
from shop_admin.services.payments.events import record
from shop_admin.services.payments.late import settle_even_late


def mark_paid(actor: Actor, order_id: UUID, *, reference: str = "") -> Payment:
    """Book cash or a transfer that came in. Raises Conflict where there is nothing to pay.

    An order that is shipped already stays shipped: only its payment moves, and its invoice
    is issued. One that was cancelled takes its stock again, or the money is to go back.
    """
    order: Order = get_locked(Order, actor, order_id)
    actor.require(Permission.ORDER_COLLECT, order.store_id)
    payment = collectable_payment(order)
    if payment is None or payment.is_paid:
        raise Conflict(_("There is nothing to pay on this order."), code="already_paid")
    if payment.is_online:
        raise Conflict(_("This payment is confirmed by its provider, not by hand."))
    payment.transaction_id = reference or None
    record(
        payment,
        "CAPTURED",
        amount=payment.amount,
        reference=reference,
        summary=N_("Booked by hand"),
    )
    settle_even_late(actor, order, payment)
    return payment
