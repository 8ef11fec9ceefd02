"""Money that is to go back: how much may, and the row that says so until it has."""

from decimal import Decimal

from shop_admin.db import db
from shop_admin.models.payments import Payment, Refund
from shop_admin.money import ZERO
from shop_admin.queries import payments as queries
from shop_admin.queue import enqueue

SEND = "refunds.send"


def captured_amount(payment: Payment) -> Decimal:
    """Return what came in on an attempt, also where another one counts as the paid one."""
    if payment.is_paid:
        return payment.amount
    amount: Decimal = db.session.scalar(queries.captured(payment)) or ZERO
    return amount


def left_to_refund(payment: Payment) -> Decimal:
    """Return what came in and neither went back nor is promised to."""
    refunds = db.session.scalars(queries.refunds_of(payment)).all()
    promised = sum((one.amount for one in refunds if one.status != "FAILED"), ZERO)
    return captured_amount(payment) - promised


def owe_back(payment: Payment, amount: Decimal, reason: str) -> Refund:
    """Write that money is to go back; a provider is asked for it by a job, a person otherwise."""
    refund = Refund(store_id=payment.store_id, payment_id=payment.id, amount=amount, reason=reason)
    db.session.add(refund)
    db.session.flush()
    if payment.is_online:
        send(refund)
    return refund


def send(refund: Refund) -> None:
    """Ask for the job that asks the provider."""
    enqueue(SEND, queue="payments", store_id=str(refund.store_id), refund_id=str(refund.id))
