"""What happens to the demo's orders: each state is a deed of the services, by who would do it."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa

from shop_admin import money
from shop_admin.db import db
from shop_admin.demo.cast import Cast
from shop_admin.demo.moments import become
from shop_admin.demo.orders import PlannedOrder
from shop_admin.demo.records import filled
from shop_admin.models.accounts import User
from shop_admin.models.inbox import ProviderEvent
from shop_admin.models.orders import Order
from shop_admin.models.payments import Payment
from shop_admin.permissions import IDENTITY, Actor, command, customer_in, guest, job
from shop_admin.providers.payment.base import MessageKind, RefundAnswer
from shop_admin.providers.payment.sandbox import Sandbox, told
from shop_admin.queries import payments as queries
from shop_admin.services import (
    attempts,
    checkout,
    customers,
    drafts,
    inbox,
    invoices,
    orders,
    payments,
    refunds,
    sessions,
    shipments,
)

ONLINE = (Sandbox.name,)
# About what the worker takes to issue an invoice once its payment is booked.
ISSUING = timedelta(seconds=2)
CARRIERS = {"berlin": "DHL", "paris": "Colissimo", "mumbai": "Delhivery"}
REASONS = ("Arrived with a crack", "Wrong colour", "Changed their mind", "Lost by the carrier")


@dataclass(frozen=True, kw_only=True)
class Deed:
    """An order of the plan, what happens to it, and when."""

    plan: PlannedOrder
    order_id: UUID
    at: datetime
    cast: Cast

    @property
    def store_id(self) -> UUID:
        """Return the store that sells."""
        return self.cast.stores[self.plan.store]

    @property
    def clerk(self) -> Actor:
        """Return who works there."""
        return self.cast.clerks[self.plan.store]

    @property
    def manager(self) -> Actor:
        """Return who decides there."""
        return self.cast.managers[self.plan.store]

    @property
    def worker(self) -> Actor:
        """Return the store's background job."""
        return job(self.store_id)

    def as_(self, actor: Actor, *, later: timedelta = timedelta(0)) -> Actor:
        """Let this party act from now on, and return it."""
        become(actor, self.at + later)
        return actor


def happen(state: str, deed: Deed) -> None:
    """Let it happen. Raises KeyError for a state that nobody knows."""
    _DEEDS[state](deed)


def _place(deed: Deed) -> None:
    plan, buyer = deed.plan, deed.as_(_buyer(deed))
    cart = checkout.Cart(
        items=tuple(
            checkout.CartItem(
                product_id=deed.cast.products[plan.store, item.sku],
                quantity=item.quantity,
                field=f"items.{position}",
            )
            for position, item in enumerate(plan.items)
        ),
        contact=_contact(plan),
        shipping_address=_address(plan),
        payment_method=plan.payment_method,
        channel=plan.channel,
    )
    checkout.place_order(buyer, deed.store_id, cart, order_id=deed.order_id, online=ONLINE)


def _buyer(deed: Deed) -> Actor:
    """Return who buys: a guest, or a customer, whose account is made with the first order."""
    person = deed.plan.customer
    if not person.has_account:
        return guest(deed.store_id)
    deed.as_(IDENTITY)
    user_id = customers.welcome(person.mobile_number)
    user = db.session.get_one(User, user_id)
    actor = sessions.actor_of(user, "api_customer")
    assert actor is not None, "a new customer is welcome"
    if not user.name:
        deed.as_(actor)
        edit = customers.ProfileEdit(name=person.name, email=person.email)
        customers.edit_own_profile(actor, edit)
    return customer_in(actor, {deed.store_id})


def _write_down(deed: Deed) -> None:
    clerk, plan = deed.as_(deed.clerk), deed.plan
    draft = drafts.create_draft(clerk, deed.store_id, _contact(plan))
    given = drafts.DraftInput(
        contact=_contact(plan),
        shipping_address=_address(plan),
        comments=plan.note,
        quantities={deed.cast.products[plan.store, item.sku]: item.quantity for item in plan.items},
    )
    drafts.save_draft(clerk, draft.id, given, version=None)


def _note(deed: Deed) -> None:
    clerk = deed.as_(deed.clerk)
    order = db.session.get_one(Order, deed.order_id)
    edit = orders.OrderEdit(
        contact_name=order.contact_name,
        contact_email=order.contact_email,
        contact_phone=order.contact_phone,
        shipping_address=order.shipping_address,
        billing_address=order.billing_address,
        comments=deed.plan.note,
    )
    orders.edit_order(clerk, order.id, edit, version=None)


def _collect(deed: Deed) -> None:
    is_cash = deed.plan.payment_method == "cash_on_delivery"
    reference = "" if is_cash else f"Bank statement {deed.at:%Y-%m-%d}"
    payments.mark_paid(deed.as_(deed.clerk), deed.order_id, reference=reference)
    _issue(deed)


def _issue(deed: Deed) -> None:
    """Issue the invoice as the worker does a moment later, whose job then finds it issued."""
    worker = deed.as_(deed.worker, later=ISSUING)
    invoices.issue_invoice(worker, deed.order_id)


def _tell(deed: Deed, kind: MessageKind) -> None:
    """Let the provider tell of the order's latest attempt: its message is stored, then handled."""
    deed.as_(command())
    attempt = _latest_attempt(deed)
    message = told(attempt.id, kind, attempt.amount, attempt.currency)
    inbox.receive(Sandbox.name, message)
    stored = sa.select(ProviderEvent.id).where(ProviderEvent.event_id == message.event_id)
    event_id = db.session.scalars(stored).one()
    inbox.handle(deed.as_(deed.worker), event_id)


def _capture(deed: Deed) -> None:
    _tell(deed, MessageKind.CAPTURED)
    _issue(deed)


def _fail(deed: Deed) -> None:
    _tell(deed, MessageKind.FAILED)


def _retry(deed: Deed) -> None:
    _pay_again(deed, Sandbox.name)


def _switch(deed: Deed) -> None:
    _pay_again(deed, "bank_transfer")


def _pay_again(deed: Deed, method: str) -> None:
    buyer = deed.as_(_returning(deed))
    attempts.pay_again(buyer, deed.order_id, method, online=ONLINE)


def _returning(deed: Deed) -> Actor:
    """Return the buyer of an order that is there: its customer, or the guest with its secret."""
    if deed.plan.customer.has_account:
        return _buyer(deed)
    return guest(deed.store_id, order_id=deed.order_id)


def _expire(deed: Deed) -> None:
    orders.expire_order(deed.as_(deed.worker), deed.order_id)


def _withdraw(deed: Deed) -> None:
    orders.cancel_own_order(deed.as_(_returning(deed)), deed.order_id)


def _cancel(deed: Deed) -> None:
    orders.cancel_order(deed.as_(deed.clerk), deed.order_id, reason="Ordered twice by mistake")


def _send_first(deed: Deed) -> None:
    """Send one line of the order; the rest follows."""
    clerk = deed.as_(deed.clerk)
    first = shipments.open_items(db.session.get_one(Order, deed.order_id))[0]
    parts = {first.item.id: first.left}
    shipments.ship(clerk, deed.order_id, parts=parts, label=_label(deed, "1"))


def _send(deed: Deed) -> None:
    shipments.ship(deed.as_(deed.clerk), deed.order_id, label=_label(deed, "2"))


def _label(deed: Deed, parcel: str) -> shipments.Label:
    number = f"{deed.order_id.int % 10**10:010d}{parcel}"
    return shipments.Label(carrier=CARRIERS[deed.plan.store], tracking_number=number)


def _complete(deed: Deed) -> None:
    orders.complete_order(deed.as_(deed.clerk), deed.order_id)


def _give_all_back(deed: Deed) -> None:
    _ask_back(deed, Decimal(1))


def _give_part_back(deed: Deed) -> None:
    _ask_back(deed, Decimal("0.25"))


def _ask_back(deed: Deed, share: Decimal) -> None:
    manager = deed.as_(deed.manager)
    payment = _paid_attempt(deed)
    amount = money.round_amount(payment.amount * share, payment.currency)
    reason = REASONS[deed.order_id.int % len(REASONS)]
    refunds.ask_refund(manager, payment.id, amount, reason)


def _give_back(deed: Deed) -> None:
    """Book that the money went back: by the provider's answer, or by hand."""
    manager = deed.as_(deed.manager)
    payment = _paid_attempt(deed)
    refund = db.session.scalars(queries.refunds_of(payment)).one()
    if payment.is_online:
        answer = RefundAnswer(reference=f"re_{refund.id.hex}", is_done=True)
        refunds.note_answer(deed.as_(deed.worker), refund.id, answer)
    else:
        refunds.mark_refunded(manager, refund.id, reference="By transfer")


def _latest_attempt(deed: Deed) -> Payment:
    statement = sa.select(Payment).where(Payment.order_id == deed.order_id)
    return db.session.scalars(statement.order_by(Payment.id.desc()).limit(1)).one()


def _paid_attempt(deed: Deed) -> Payment:
    statement = sa.select(Payment).where(
        Payment.order_id == deed.order_id, Payment.paid_at.is_not(None)
    )
    return db.session.scalars(statement).one()


def _contact(plan: PlannedOrder) -> checkout.Contact:
    buyer = plan.customer
    return checkout.Contact(name=buyer.name, email=buyer.email, phone=buyer.mobile_number)


def _address(plan: PlannedOrder) -> dict[str, str]:
    return filled({"name": plan.customer.name, **asdict(plan.customer.address)})


_DEEDS: Mapping[str, Callable[[Deed], None]] = {
    "PLACED": _place,
    "DRAFT": _write_down,
    "NOTED": _note,
    "PAID": _collect,
    "CAPTURED": _capture,
    "FAILED": _fail,
    "RETRIED": _retry,
    "SWITCHED": _switch,
    "EXPIRED": _expire,
    "WITHDRAWN": _withdraw,
    "CANCELLED": _cancel,
    "PARCEL": _send_first,
    "SHIPPED": _send,
    "COMPLETED": _complete,
    "REFUND_ALL": _give_all_back,
    "REFUND_PART": _give_part_back,
    "REFUNDED": _give_back,
}
