"""Money that comes late: its order may have been given up, and its stock may be gone."""

from shop_admin.language import N_
from shop_admin.models.orders import Order
from shop_admin.models.payments import Payment
from shop_admin.permissions import Actor
from shop_admin.services import stock
from shop_admin.services.payments.events import HANDLED, Outcome
from shop_admin.services.payments.owing import owe_back
from shop_admin.services.payments.settling import settle


def settle_even_late(actor: Actor, order: Order, payment: Payment) -> Outcome:
    """Settle, also where the order was cancelled: its stock is taken again, or the money goes."""
    if order.status != "CANCELLED":
        settle(actor, order, payment)
        return HANDLED
    if stock.take_again(order):
        order.move("PAID")
        settle(actor, order, payment)
        return Outcome(word="HANDLED", note=N_("Paid late: the stock was taken again."))
    settle(actor, order, payment)
    owe_back(payment, payment.amount, N_("Paid late, when the stock was gone"))
    return Outcome(
        word="HANDLED", note=N_("Paid late, when the stock was gone: the money goes back.")
    )
