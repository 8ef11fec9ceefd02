"""From the outbox to the post: built out of what is true, sent once, failures kept in words."""

import dataclasses
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from uuid import UUID

import pytest
import sqlalchemy as sa
from factories import make_person, make_product, make_store, place
from flask import Flask

from shop_admin import wiring
from shop_admin.db import acting_as, db, transaction
from shop_admin.errors import ProviderDown
from shop_admin.jobs import invoices as invoice_jobs
from shop_admin.jobs import mails as jobs
from shop_admin.models.invoices import Invoice
from shop_admin.models.mails import Mail
from shop_admin.permissions import command
from shop_admin.providers.mail.base import Mailer, MailRefused, Message
from shop_admin.providers.mail.off import OffMailer
from shop_admin.services import mails, orders, payments


class Failing:
    """A mailer that fails as it is told, and counts."""

    def __init__(self, error: Exception) -> None:
        self.error, self.count = error, 0

    def send(self, message: Message) -> None:
        self.count += 1
        raise self.error


def _with(app: Flask, monkeypatch: pytest.MonkeyPatch, mailer: Mailer) -> None:
    changed = dataclasses.replace(wiring.parts(), mail=mailer)
    monkeypatch.setitem(app.extensions, wiring.EXTENSION, changed)


def _mail(order_id: UUID, kind: str) -> Mail:
    with acting_as(command().db_context()):
        statement = sa.select(Mail).where(Mail.order_id == order_id, Mail.kind == kind)
        mail = db.session.scalars(statement).one()
        db.session.expunge(mail)
        return mail


def _send(mail: Mail) -> None:
    jobs.send(mail_id=str(mail.id), store_id=str(mail.store_id))


def _delivered(mail: Mail) -> EmailMessage:
    (file,) = wiring.parts().settings.mail_dir.glob(f"*-{mail.id}.eml")
    return message_from_bytes(file.read_bytes(), policy=default)  # type: ignore[return-value]


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def _rich(mail: EmailMessage) -> str:
    body = mail.get_body(("html",))
    assert body is not None
    return str(body.get_content())


def test_a_confirmation_says_what_was_bought(app: Flask) -> None:
    store = make_store(
        bank_details={"holder": "Shop GmbH", "iban": "DE02120300000000202051"}, language="de"
    )
    order_id = place(store, (make_product(store, name="Lamp <b>bold</b>"), 2))
    mail = _mail(order_id, "order_confirmation")
    _send(mail)

    sent, arrived = _mail(order_id, "order_confirmation"), _delivered(mail)
    assert (sent.status, sent.attempts, sent.error) == ("SENT", 1, "")
    assert sent.subject == arrived["Subject"]
    text, rich = _text(arrived), _rich(arrived)
    assert "2 × Lamp <b>bold</b>: 50,00\xa0€" in text
    assert "DE02120300000000202051" in text
    assert "Lamp &lt;b&gt;bold&lt;/b&gt;" in rich
    assert "<b>bold</b>" not in rich
    assert arrived["Reply-To"] == "shop@example.com"


def test_a_second_job_sends_nothing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    store = make_store()
    mail = _mail(place(store, (make_product(store), 1)), "order_confirmation")
    _send(mail)
    counter = Failing(ProviderDown("never reached"))
    _with(app, monkeypatch, counter)
    _send(mail)
    assert counter.count == 0


def test_the_invoice_travels_along(app: Flask) -> None:
    store = make_store()
    staff = make_person(store).actor
    order_id = place(store, (make_product(store), 1))
    with transaction(staff.db_context()):
        payments.mark_paid(staff, order_id)
    invoice_jobs.issue(store_id=str(store), order_id=str(order_id))
    with acting_as(command().db_context()):
        invoice = db.session.scalars(sa.select(Invoice).where(Invoice.order_id == order_id)).one()
        number, invoice_id = invoice.invoice_number, str(invoice.id)
    invoice_jobs.make_file(store_id=str(store), invoice_id=invoice_id)
    mail = _mail(order_id, "invoice")
    _send(mail)

    arrived = _delivered(mail)
    (file,) = arrived.iter_attachments()
    assert arrived["Subject"] == f"Your invoice {number}"
    assert file.get_filename() == f"{number}.pdf"
    assert file.get_content().startswith(b"%PDF")


def test_an_invoice_without_its_file_waits(app: Flask) -> None:
    store = make_store()
    order_id = place(store, (make_product(store), 1))
    with transaction(command().db_context()) as session:
        mails.tell_invoiced(session.get_one(orders.Order, order_id))
    with pytest.raises(Exception, match="not there yet"):
        _send(_mail(order_id, "invoice"))
    assert _mail(order_id, "invoice").status == "PENDING"


def test_a_parcel_is_told_with_its_number(app: Flask) -> None:
    store = make_store()
    staff = make_person(store).actor
    order_id = place(store, (make_product(store), 1), method="cash_on_delivery")
    with transaction(staff.db_context()):
        orders.ship_order(staff, order_id, carrier="DHL\r\nBcc: x", tracking_number="00340434")
    mail = _mail(order_id, "shipped")
    _send(mail)
    text = _text(_delivered(mail))
    assert "with DHL Bcc: x." in text
    assert "Tracking number: 00340434" in text
    assert "when your parcel arrives" in text


def test_a_cancelled_order_is_told(app: Flask) -> None:
    store = make_store()
    staff = make_person(store).actor
    order_id = place(store, (make_product(store), 1))
    with transaction(staff.db_context()):
        orders.cancel_order(staff, order_id)
    mail = _mail(order_id, "order_cancelled")
    _send(mail)
    assert "There is nothing to pay." in _text(_delivered(mail))


def test_off_is_written_down(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    store = make_store()
    order_id = place(store, (make_product(store), 1))
    _with(app, monkeypatch, OffMailer())
    _send(_mail(order_id, "order_confirmation"))
    assert _mail(order_id, "order_confirmation").status == "OFF"


def test_a_refusal_for_good_is_not_tried_again(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    store = make_store()
    order_id = place(store, (make_product(store), 1))
    _with(app, monkeypatch, Failing(MailRefused("The mail server refused the recipient (550).")))
    _send(_mail(order_id, "order_confirmation"))
    mail = _mail(order_id, "order_confirmation")
    assert (mail.status, mail.error) == ("FAILED", "The mail server refused the recipient (550).")


def test_after_eight_tries_it_has_failed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    store = make_store()
    order_id = place(store, (make_product(store), 1))
    _with(app, monkeypatch, Failing(ProviderDown("The mail server does not answer.")))
    states = []
    for _ in range(8):
        with pytest.raises(ProviderDown):
            _send(_mail(order_id, "order_confirmation"))
        states.append(_mail(order_id, "order_confirmation").status)
    assert states == ["PENDING"] * 7 + ["FAILED"]


def test_an_unknown_failure_shows_no_insides(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    store = make_store()
    order_id = place(store, (make_product(store), 1))
    _with(app, monkeypatch, Failing(RuntimeError("password=hunter2")))
    with pytest.raises(RuntimeError):
        _send(_mail(order_id, "order_confirmation"))
    assert _mail(order_id, "order_confirmation").error == "RuntimeError"
