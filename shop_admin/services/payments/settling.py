"""What a payment's move means for its order: paid, cancelled, and the invoice that follows."""

from shop_admin import clock
from shop_admin.db import db
from shop_admin.models.orders import Order
from shop_admin.models.payments import Payment
from shop_admin.models.stores import Store
from shop_admin.permissions import Actor
from shop_admin.queries.visibility import get
from shop_admin.services import invoices, mails
from shop_admin.services.payments.events import record


def settle(actor: Actor, order: Order, payment: Payment) -> None:
    """Make an attempt the paid one; the order follows, and its invoice is asked for."""
    paid_at = clock.now(db.session())
    payment.move("PAID")
    payment.paid_at = paid_at
    if order.status in ("PENDING", "PLACED"):
        order.move("PAID")
    order.reserved_until = None
    db.session.flush()
    if order.status == "CANCELLED":
        return
    # Not only where the rule says "paid": it may have been another one when the order was placed.
    is_due = invoices.is_due(order, get(Store, actor, order.store_id), is_paid=True)
    if is_due and invoices.find_invoice(order) is None:
        invoices.ask_for_invoice(order)
    else:
        mails.tell_paid(order)


def cancel(payment: Payment, why: str) -> None:
    """Give up an attempt that is not paid."""
    payment.move("CANCELLED")
    record(payment, "CANCELLED", summary=why)
