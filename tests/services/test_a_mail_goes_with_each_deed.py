"""Which mails a deed asks for: each once, to whom, and none where there is no address."""

from uuid import UUID

import sqlalchemy as sa
from factories import make_person, make_product, make_store, place
from flask import Flask

from shop_admin.db import acting_as, db, transaction
from shop_admin.models.mails import Mail
from shop_admin.models.orders import Order
from shop_admin.models.payments import Payment
from shop_admin.permissions import command, job
from shop_admin.services import invoices, mails, orders, payments

JOBS = sa.text("SELECT args ->> 'mail_id' FROM procrastinate_jobs WHERE task_name = 'mails.send'")


def _asked_now(order_id: UUID) -> list[str]:
    kinds = sa.select(Mail.kind).where(Mail.order_id == order_id).order_by(Mail.id)
    return list(db.session.scalars(kinds))


def _asked(order_id: UUID) -> list[str]:
    with acting_as(command().db_context()):
        return _asked_now(order_id)


def _enqueued(order_id: UUID) -> list[str]:
    with acting_as(command().db_context()):
        wanted = set(db.session.scalars(JOBS))
        mails_of = sa.select(Mail).where(Mail.order_id == order_id).order_by(Mail.id)
        return [mail.kind for mail in db.session.scalars(mails_of) if str(mail.id) in wanted]


def _invoice(store: UUID, order_id: UUID) -> None:
    actor = job(store)
    with transaction(actor.db_context()):
        invoices.issue_invoice(actor, order_id)


def test_a_placed_order_is_confirmed_once(app: Flask) -> None:
    store = make_store()
    order_id = place(store, (make_product(store), 1))
    with transaction(command().db_context()) as session:
        mails.confirm_order(session.get_one(Order, order_id))

    assert _asked(order_id) == ["order_confirmation"]
    assert _enqueued(order_id) == ["order_confirmation"]


def test_the_invoice_waits_for_its_file(app: Flask) -> None:
    store = make_store()
    staff = make_person(store).actor
    order_id = place(store, (make_product(store), 1))
    with transaction(staff.db_context()):
        payments.mark_paid(staff, order_id)
    _invoice(store, order_id)
    assert _asked(order_id) == ["order_confirmation", "invoice"]
    assert _enqueued(order_id) == ["order_confirmation"]

    with transaction(job(store).db_context()):
        mails.send_waiting(store, order_id)
    assert _enqueued(order_id) == ["order_confirmation", "invoice"]


def _make_online(order_id: UUID, status: str) -> None:
    with transaction(command().db_context()) as session:
        payment = session.scalars(sa.select(Payment).where(Payment.order_id == order_id)).one()
        payment.payment_method = "sandbox"
        session.get_one(Order, order_id).move(status)


def test_what_is_paid_online_is_confirmed_with_its_invoice(app: Flask) -> None:
    store = make_store()
    with mails.kept_quiet():
        order_id = place(store, (make_product(store), 1))
    _make_online(order_id, "PENDING")
    with transaction(command().db_context()) as session:
        order = session.get_one(Order, order_id)
        mails.confirm_order(order)
        mails.tell_paid(order)
        assert _asked_now(order_id) == []
        mails.tell_invoiced(order)
        assert _asked_now(order_id) == ["order_confirmation"]
    assert _enqueued(order_id) == []


def test_what_is_paid_online_and_invoiced_later_is_confirmed_at_once(app: Flask) -> None:
    store = make_store()
    with mails.kept_quiet():
        order_id = place(store, (make_product(store), 1))
    _make_online(order_id, "PAID")
    with transaction(command().db_context()) as session:
        order = session.get_one(Order, order_id)
        mails.tell_paid(order)
        mails.tell_invoiced(order)
    assert _asked(order_id) == ["order_confirmation", "invoice"]
    assert _enqueued(order_id) == ["order_confirmation"]


def test_shipping_and_cancelling_are_told(app: Flask) -> None:
    store = make_store()
    staff = make_person(store).actor
    product = make_product(store)
    sent, cancelled = (place(store, (product, 1), method="cash_on_delivery") for _ in range(2))
    with transaction(staff.db_context()):
        orders.ship_order(staff, sent, carrier="DHL", tracking_number="1")
        orders.cancel_order(staff, cancelled)

    assert _asked(sent) == ["order_confirmation", "shipped"]
    assert _asked(cancelled) == ["order_confirmation", "order_cancelled"]


def test_without_an_address_nobody_is_told(app: Flask) -> None:
    store = make_store()
    order_id = place(store, (make_product(store), 1))
    with transaction(command().db_context()) as session:
        order = session.get_one(Order, order_id)
        for address in ("", "no address", "a@b\r\nBcc: x@y", "@" * 400):
            order.contact_email = address
            assert mails.ask_for_mail("order_cancelled", order) is None
    assert _asked(order_id) == ["order_confirmation"]


def test_the_past_is_told_to_nobody(app: Flask) -> None:
    store = make_store()
    product = make_product(store)
    with mails.kept_quiet():
        order_id = place(store, (product, 1))
    assert _asked(order_id) == []


def test_a_mail_about_a_record_of_its_own(app: Flask) -> None:
    store = make_store()
    record = make_product(store)
    with transaction(job(store).db_context()):
        own = mails.enqueue_mail("invitation", store, "new@example.com", record)
    with transaction(command().db_context()):
        shared = mails.enqueue_mail("invitation", None, "new@example.com", record)
    with acting_as(command().db_context()):
        assert {str(own), str(shared)} <= set(db.session.scalars(JOBS))
        assert db.session.get_one(Mail, own).record_id == record
