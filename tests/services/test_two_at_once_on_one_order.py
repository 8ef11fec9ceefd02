"""What meets on one order at the same moment, with real threads and real commits."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
import telling
from factories import make_product
from flask import Flask

from shop_admin.config import Settings
from shop_admin.db import acting_as, db, transaction
from shop_admin.errors import ShopError
from shop_admin.factory import create_app
from shop_admin.jobs import payments as jobs
from shop_admin.models.catalog import Product
from shop_admin.models.orders import Order
from shop_admin.models.payments import Payment
from shop_admin.permissions import command, guest
from shop_admin.services import orders

ROUNDS = 4
Deed = Callable[[], Any]
LIVE = ("PENDING", "AUTHORIZED", "PAID", "PARTIALLY_REFUNDED", "REFUNDED")


@pytest.fixture(scope="module")
def real(live_settings: Settings) -> Flask:
    """Return an application whose commits are real."""
    return create_app(live_settings)


def at_once(app: Flask, deeds: Sequence[Deed]) -> None:
    """Do all of it at the same moment; what is refused in words is one of the ways to end."""
    start = Barrier(len(deeds))

    def run(deed: Deed) -> None:
        with app.app_context():
            start.wait(10)
            with suppress(ShopError):
                deed()

    with ThreadPoolExecutor(len(deeds)) as pool:
        for done in [pool.submit(run, deed) for deed in deeds]:
            done.result(30)


def cancel(sale: telling.Sale) -> None:
    buyer = guest(sale.store_id, order_id=sale.order_id)
    with transaction(buyer.db_context()):
        orders.cancel_own_order(buyer, sale.order_id)


def run_out(sale: telling.Sale) -> None:
    with transaction(command().db_context()) as session:
        session.execute(
            sa.update(Order)
            .where(Order.id == sale.order_id)
            .values(reserved_until=sa.func.shop_now() - sa.text("interval '1 minute'"))
        )


def check_books(sale: telling.Sale, stock: int = 10) -> tuple[str, list[str]]:
    """Return how order and attempts ended; they must agree with each other and with the shelf."""
    with acting_as(command().db_context()):
        order = db.session.get_one(Order, sale.order_id).status
        attempts = db.session.scalars(
            sa.select(Payment.status).where(Payment.order_id == sale.order_id).order_by(Payment.id)
        ).all()
        left = db.session.get_one(Product, sale.product_id).inventory_count
    assert sum(one in LIVE for one in attempts) <= 1
    assert left == (stock if order == "CANCELLED" else stock - 2)
    assert ("PAID" in attempts) == (order == "PAID")
    return order, list(attempts)


def sale_in(store: UUID) -> telling.Sale:
    return telling.sell(store, make_product(store, stock=10))


@pytest.mark.parametrize("times", range(ROUNDS))
def test_the_sweep_and_the_money(real: Flask, times: int) -> None:
    with real.test_request_context():
        sale = sale_in(telling.online_store())
        run_out(sale)
        event = str(telling.tell("CAPTURED", sale.payment_id))

        at_once(real, [jobs.sweep, lambda: jobs.handle(event_id=event), jobs.sweep])

        # Swept first, it is taken again: the money wins as long as the stock is there.
        assert check_books(sale) == ("PAID", ["PAID"])
        assert telling.refunds(sale.payment_id) == []


@pytest.mark.parametrize("times", range(ROUNDS))
def test_two_workers_with_the_money_of_one_attempt(real: Flask, times: int) -> None:
    with real.test_request_context():
        sale = sale_in(telling.online_store())
        same = str(telling.tell("CAPTURED", sale.payment_id, reference="cap_1"))
        other = str(telling.tell("CAPTURED", sale.payment_id, reference="cap_1"))

        at_once(real, [lambda e=e: jobs.handle(event_id=e) for e in (same, same, other)])  # type: ignore[misc]

        assert check_books(sale) == ("PAID", ["PAID"])
        assert telling.events(sale.payment_id) == ["CREATED", "CAPTURED"]
        assert telling.jobs_of("invoices.issue", order_id=sale.order_id) == 1


@pytest.mark.parametrize("times", range(ROUNDS))
def test_the_money_and_the_buyer_who_cancels(real: Flask, times: int) -> None:
    with real.test_request_context():
        sale = sale_in(telling.online_store())
        event = str(telling.tell("CAPTURED", sale.payment_id))

        at_once(real, [lambda: cancel(sale), lambda: jobs.handle(event_id=event)])

        assert check_books(sale) == ("PAID", ["PAID"])


@pytest.mark.parametrize("times", range(ROUNDS))
def test_two_attempts_begun_at_once(real: Flask, times: int) -> None:
    with real.test_request_context():
        sale = sale_in(telling.online_store())

        at_once(real, [lambda: telling.pay_again(sale)] * 3)

        status, attempts = check_books(sale)
        assert status == "PENDING"
        assert attempts.count("PENDING") == 1


@pytest.mark.parametrize("times", range(ROUNDS))
def test_a_new_attempt_and_the_money_of_the_old_one(real: Flask, times: int) -> None:
    with real.test_request_context():
        sale = sale_in(telling.online_store())
        event = str(telling.tell("CAPTURED", sale.payment_id))

        at_once(real, [lambda: telling.pay_again(sale), lambda: jobs.handle(event_id=event)])

        status, attempts = check_books(sale)
        assert (status, attempts[0]) == ("PAID", "PAID")
        assert telling.payment(sale.payment_id).status == "PAID"


@pytest.mark.parametrize("times", range(ROUNDS))
def test_two_attempts_are_paid_at_once(real: Flask, times: int) -> None:
    with real.test_request_context():
        sale = sale_in(telling.online_store())
        newer = telling.pay_again(sale)
        events = [str(telling.tell("CAPTURED", one)) for one in (sale.payment_id, newer)]

        at_once(real, [lambda e=e: jobs.handle(event_id=e) for e in events])  # type: ignore[misc]

        status, attempts = check_books(sale)
        assert (status, sorted(attempts)) == ("PAID", ["CANCELLED", "PAID"])
        owed = [*telling.refunds(sale.payment_id), *telling.refunds(newer)]
        assert [reason for _, _, reason in owed] == ["The order was paid twice"]


@pytest.mark.parametrize("times", range(ROUNDS))
def test_the_sweep_and_a_new_attempt(real: Flask, times: int) -> None:
    with real.test_request_context():
        sale = sale_in(telling.online_store())
        run_out(sale)

        at_once(real, [jobs.sweep, lambda: telling.pay_again(sale)])

        status, attempts = check_books(sale)
        assert status in ("PENDING", "CANCELLED")
        assert attempts.count("PENDING") == (status == "PENDING")
