"""The walks that may be cut off anywhere: what is there before, the act, and what follows a cut."""

import contextlib
import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
import telling
from factories import ADDRESS, cart_of, make_person, make_product, make_store
from flask import Flask

from fire.arranging import METHODS
from shop_admin.api.guests import hash_of, secret_of
from shop_admin.db import acting_as, transaction
from shop_admin.errors import Conflict
from shop_admin.jobs import invoices as invoice_jobs
from shop_admin.jobs import payments as payment_jobs
from shop_admin.models.inbox import ProviderEvent
from shop_admin.models.invoices import Invoice
from shop_admin.models.mixins import new_id
from shop_admin.models.payments import Refund
from shop_admin.permissions import WEBHOOK, Actor, command, guest, job
from shop_admin.providers.payment.base import MessageKind
from shop_admin.providers.payment.sandbox import HEADER, Sandbox, told
from shop_admin.services import attempts, checkout, inbox, invoices, payments, refunds
from shop_admin.wiring import EXTENSION

ORDERS = "/api/orders/"
STOCK = 100_000
Act = Callable[[], object]


@dataclass
class Stage:
    """A store with one product, its manager, and the application that they work with."""

    app: Flask
    store: UUID
    product: UUID
    manager: Actor

    def order(self, method: str) -> telling.Sale:
        """Let a guest order one; return the order."""
        order_id = new_id()
        buyer = guest(self.store, order_id=order_id)
        cart = cart_of((self.product, 1), method=method)
        with transaction(buyer.db_context()):
            checkout.place_order(
                buyer,
                self.store,
                cart,
                order_id=order_id,
                online=METHODS,
                guest_token_hash=_hash(self.app, order_id),
            )
        payment_id = telling.latest_payment(order_id).id
        return telling.Sale(
            store_id=self.store, product_id=self.product, order_id=order_id, payment_id=payment_id
        )

    def paid(self, method: str = "bank_transfer") -> telling.Sale:
        """Let an order be ordered and paid."""
        sale = self.order(method)
        if method == "bank_transfer":
            with transaction(self.manager.db_context()):
                payments.mark_paid(self.manager, sale.order_id)
            return sale
        started = self._started(sale)
        self.app.extensions[EXTENSION].payment_providers[method].start(started.request)
        message = told(sale.payment_id, MessageKind.CAPTURED, Decimal(25), "EUR")
        with transaction(WEBHOOK.db_context()):
            inbox.receive(method, message)
        with acting_as(command().db_context()) as session:
            stored = sa.select(ProviderEvent.id).where(ProviderEvent.event_id == message.event_id)
            event_id = session.scalars(stored).one()
        payment_jobs.handle(event_id=str(event_id))
        return sale

    def _started(self, sale: telling.Sale) -> attempts.Started:
        with acting_as(job(self.store).db_context()):
            started = attempts.find_started(job(self.store), sale.order_id, return_url="/")
        assert started is not None
        return started


def set_stage(app: Flask) -> Stage:
    """Make the store."""
    store = make_store(payment_methods=METHODS)
    product = make_product(store, stock=STOCK)
    return Stage(app=app, store=store, product=product, manager=make_person(store, "MANAGER").actor)


def checking_out(method: str) -> Callable[[Stage], Act]:
    """Order over the API with a key; again with it, the one order is answered, byte for byte."""

    def arrange(stage: Stage) -> Act:
        headers = {"Idempotency-Key": str(uuid.uuid4())}
        body = {
            "items": [{"product_id": str(stage.product), "quantity": 1}],
            "contact": {"email": "ada@example.com"},
            "shipping_address": ADDRESS,
            "payment_method": method,
        }
        answers: set[bytes] = set()

        def act() -> None:
            answer = stage.app.test_client().post(ORDERS, json=body, headers=headers)
            assert answer.status_code == 201, answer.text
            answers.add(answer.data)
            assert len(answers) == 1, "two answers to one key"

        return act

    return arrange


def marking_paid(stage: Stage) -> Act:
    """Book a transfer; whoever does it again is told that it is done."""
    sale = stage.order("bank_transfer")

    def act() -> None:
        with _unless("already_paid"), transaction(stage.manager.db_context()):
            payments.mark_paid(stage.manager, sale.order_id)

    return act


def receiving_a_message(stage: Stage) -> Act:
    """Take the sandbox's signed message over the API; it comes again until it is taken."""
    sale = stage.order("sandbox")
    sandbox = Sandbox(stage.app.extensions[EXTENSION].settings.secret(), "http://127.0.0.1")
    message = told(sale.payment_id, MessageKind.CAPTURED, Decimal(25), "EUR")
    body = sandbox.compose(message)

    def act() -> None:
        with stage.app.app_context(), acting_as(command().db_context()) as session:
            now = session.scalar(sa.text("SELECT clock_timestamp()"))
        headers = {HEADER: sandbox.sign(body, now), "Content-Type": "application/json"}
        answer = stage.app.test_client().post("/api/webhooks/sandbox/", data=body, headers=headers)
        assert answer.status_code == 200, answer.text

    return act


def handling_a_message(stage: Stage) -> Act:
    """Do the job that books a provider's message."""
    sale = stage.order("sandbox")
    event_id = telling.tell("CAPTURED", sale.payment_id, "25.00")
    return lambda: payment_jobs.handle(event_id=str(event_id))


def issuing_an_invoice(stage: Stage) -> Act:
    """Do the job that takes the number."""
    sale = stage.paid()
    return lambda: invoice_jobs.issue(store_id=str(stage.store), order_id=str(sale.order_id))


def making_the_file(stage: Stage) -> Act:
    """Do the job that draws and stores the PDF."""
    sale = stage.paid()
    actor = job(stage.store)
    with transaction(actor.db_context()):
        invoice: Invoice | None = invoices.issue_invoice(actor, sale.order_id)
        assert invoice is not None
        invoice_id = str(invoice.id)
    return lambda: invoice_jobs.make_file(store_id=str(stage.store), invoice_id=invoice_id)


def cancelling(stage: Stage) -> Act:
    """Cancel one's order over the API; again, it is said that there is nothing to cancel."""
    sale = stage.order("cash_on_delivery")
    with stage.app.app_context():
        secret = secret_of(sale.order_id)

    def act() -> None:
        path, headers = f"{ORDERS}{sale.order_id}/cancel/", {"Order-Token": secret}
        answer = stage.app.test_client().post(path, headers=headers)
        assert answer.status_code == 200 or json.loads(answer.data)["code"] == "not_cancellable"

    return act


def sweeping(stage: Stage) -> Act:
    """Give up an order whose time is over; the sweep comes round again."""
    sale = stage.order("sandbox")
    with transaction(command().db_context()) as session:
        session.execute(
            sa.text(
                "UPDATE orders SET reserved_until = shop_now() - interval '1 minute' WHERE id = :id"
            ),
            {"id": sale.order_id},
        )
    return payment_jobs.sweep


def asking_for_a_refund(stage: Stage) -> Act:
    """Promise all of the money back; again, there is nothing left to promise."""
    sale = stage.paid("stripe")

    def act() -> None:
        with _unless("nothing_to_refund"), transaction(stage.manager.db_context()):
            refunds.refund_order(stage.manager, sale.order_id, Decimal(25), "Changed my mind")

    return act


def sending_a_refund(stage: Stage) -> Act:
    """Do the job that asks the provider for a refund."""
    sale = stage.paid("stripe")
    with transaction(stage.manager.db_context()):
        refund: Refund = refunds.refund_order(stage.manager, sale.order_id, Decimal(25), "Late")
        refund_id = str(refund.id)
    return lambda: payment_jobs.send_refund(store_id=str(stage.store), refund_id=refund_id)


FLOWS: dict[str, Callable[[Stage], Act]] = {
    "checkout, by transfer": checking_out("bank_transfer"),
    "checkout, charged by a provider": checking_out("stripe"),
    "mark paid": marking_paid,
    "webhook": receiving_a_message,
    "webhook job": handling_a_message,
    "invoice job": issuing_an_invoice,
    "invoice file job": making_the_file,
    "cancel": cancelling,
    "sweep": sweeping,
    "refund": asking_for_a_refund,
    "refund job": sending_a_refund,
}


@contextlib.contextmanager
def _unless(code: str) -> Iterator[None]:
    """Let be what was done before."""
    try:
        yield
    except Conflict as done:
        if done.code != code:
            raise


def _hash(app: Flask, order_id: UUID) -> str:
    with app.app_context():
        return hash_of(secret_of(order_id))
