from decimal import Decimal

import pytest
import sqlalchemy as sa
import telling
from factories import make_person, make_product, make_store, place
from flask import Flask

from shop_admin import wiring
from shop_admin.db import acting_as, db, transaction
from shop_admin.errors import Conflict, Forbidden, Invalid
from shop_admin.jobs import invoices as invoice_jobs
from shop_admin.jobs import payments as jobs
from shop_admin.models.catalog import Product
from shop_admin.models.payments import Refund
from shop_admin.permissions import Actor, command
from shop_admin.providers.payment.base import RefundAnswer, RefundRefused, RefundRequest
from shop_admin.providers.payment.sandbox import Sandbox
from shop_admin.services import payments, refunds


class Refusing(Sandbox):
    """A provider that gives nothing back."""

    def refund(self, request: RefundRequest) -> RefundAnswer:
        raise RefundRefused("the card is closed")


def paid_sale() -> tuple[telling.Sale, Actor]:
    sale = telling.sell()
    telling.told("CAPTURED", sale.payment_id)
    return sale, make_person(sale.store_id, "MANAGER").actor


def ask(actor: Actor, sale: telling.Sale, amount: str) -> Refund:
    with transaction(actor.db_context()):
        refund = refunds.ask_refund(actor, sale.payment_id, Decimal(amount), "A lamp was cracked")
        db.session.flush()
        db.session.expunge(refund)
        return refund


def send(sale: telling.Sale, refund: Refund) -> None:
    jobs.send_refund(store_id=str(sale.store_id), refund_id=str(refund.id))


def test_the_provider_sends_parts_and_all(app: Flask) -> None:
    sale, manager = paid_sale()

    first = ask(manager, sale, "20.00")
    send(sale, first)
    part = telling.payment(sale.payment_id)
    second = ask(manager, sale, "30.00")
    for _ in range(2):
        send(sale, second)
    whole = telling.payment(sale.payment_id)

    assert (part.status, part.refunded_amount) == ("PARTIALLY_REFUNDED", Decimal(20))
    assert (whole.status, whole.refunded_amount) == ("REFUNDED", Decimal(50))
    assert telling.events(sale.payment_id).count("REFUNDED") == 2


def test_its_message_about_our_refund_changes_nothing(app: Flask) -> None:
    sale, manager = paid_sale()
    refund = ask(manager, sale, "20.00")
    message = {"refund_id": refund.id, "reference": f"re_{refund.id.hex}"}

    telling.told("REFUNDED", sale.payment_id, "20.00", **message)
    send(sale, refund)
    telling.told("REFUNDED", sale.payment_id, "20.00", **message)

    assert telling.payment(sale.payment_id).refunded_amount == Decimal(20)
    assert telling.events(sale.payment_id).count("REFUNDED") == 1
    assert [status for status, _, _ in telling.refunds(sale.payment_id)] == ["DONE"]


@pytest.mark.parametrize("amount", ["30.01", "0", "-1", "1.001"])
def test_never_more_than_is_left(app: Flask, amount: str) -> None:
    sale, manager = paid_sale()
    ask(manager, sale, "20.00")

    with pytest.raises(Invalid):
        ask(manager, sale, amount)


def test_staff_give_nothing_back(app: Flask) -> None:
    sale, _ = paid_sale()

    with pytest.raises(Forbidden):
        ask(make_person(sale.store_id).actor, sale, "1.00")


def test_what_is_refused_waits_for_a_person(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    sale, manager = paid_sale()
    refund = ask(manager, sale, "20.00")
    parts = wiring.parts()
    refusing = {"sandbox": Refusing("secret", "http://localhost")}
    other = wiring.Parts(**{**vars(parts), "payment_providers": refusing})
    monkeypatch.setitem(app.extensions, wiring.EXTENSION, other)

    with transaction(manager.db_context()), pytest.raises(Conflict):
        refunds.mark_refunded(manager, refund.id)
    send(sale, refund)
    with acting_as(manager.db_context()):
        legal = refunds.legal_actions(manager, db.session.get_one(telling.Order, sale.order_id))
    with transaction(manager.db_context()):
        refunds.mark_refunded(manager, refund.id, reference="Cash")

    assert {"mark_refunded", "retry_refund"} <= set(legal)
    assert telling.payment(sale.payment_id).refunded_amount == Decimal(20)
    assert "NOTE" in telling.events(sale.payment_id)


def test_cash_goes_back_by_hand(app: Flask) -> None:
    store = make_store()
    manager = make_person(store, "MANAGER").actor
    order_id = place(store, (make_product(store), 2))
    with transaction(manager.db_context()):
        payment_id = payments.mark_paid(manager, order_id).id
    for _ in range(2):
        with transaction(manager.db_context()):
            refund = refunds.ask_refund(manager, payment_id, Decimal(25), "Changed their mind")
            refunds.mark_refunded(manager, refund.id, reference="Cash")

    assert telling.payment(payment_id).status == "REFUNDED"
    assert telling.events(payment_id).count("REFUNDED") == 2
    assert telling.jobs_of("refunds.send", store_id=store) == 0


def test_a_paid_order_is_cancelled_with_its_money(app: Flask) -> None:
    sale, manager = paid_sale()

    with transaction(manager.db_context()):
        refunds.cancel_paid_order(manager, sale.order_id, reason="Broken")

    assert telling.order(sale.order_id).status == "CANCELLED"
    assert telling.refunds(sale.payment_id) == [("PENDING", Decimal(50), "Broken")]
    with acting_as(command().db_context()):
        stock = sa.select(Product.inventory_count).where(Product.id == sale.product_id)
        assert db.session.scalar(stock) == 10


def test_an_invoiced_order_needs_its_credit_note(app: Flask) -> None:
    sale, manager = paid_sale()
    invoice_jobs.issue(store_id=str(sale.store_id), order_id=str(sale.order_id))

    with pytest.raises(Conflict) as refused, transaction(manager.db_context()):
        refunds.cancel_paid_order(manager, sale.order_id)

    assert refused.value.code == "needs_credit_note"
    assert telling.order(sale.order_id).status == "PAID"
