"""A customer's orders of all stores; anybody else's are not there, with the same words."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from factories import cart_of, make_product, make_store
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shop_admin.api import guests
from shop_admin.db import transaction
from shop_admin.jobs import invoices as invoice_jobs
from shop_admin.models.accounts import User
from shop_admin.models.mixins import new_id
from shop_admin.models.orders import Order
from shop_admin.permissions import Actor, ActorKind, command, customer_in, guest
from shop_admin.services import checkout, customers, payments

ADA, EVE = "+4915123456789", "+4915123456780"
Customer = Callable[..., dict[str, str]]


@pytest.fixture
def ada(app: Flask, customer: Customer) -> dict[str, str]:
    """Return the token of a customer."""
    return customer(ADA)


@pytest.fixture
def eve(app: Flask, customer: Customer) -> dict[str, str]:
    """Return the token of another customer."""
    return customer(EVE)


def buy(number: str, store: UUID) -> str:
    with transaction(command().db_context()) as session:
        user_id = session.scalars(sa.select(User.id).where(User.mobile_number == number)).one()
    buyer = customer_in(Actor(kind=ActorKind.API_CUSTOMER, user_id=user_id), {store})
    lamp = make_product(store)
    with transaction(buyer.db_context()):
        return str(checkout.place_order(buyer, store, cart_of((lamp, 1))).id)


def ids(answer: TestResponse) -> list[str]:
    assert answer.json is not None
    return [one["id"] for one in answer.json["results"]]


def bare(answer: TestResponse) -> tuple[int, bytes, list[str]]:
    data = answer.data.replace(answer.headers["X-Request-Id"].encode(), b"")
    return answer.status_code, data, list(answer.headers.keys())


def test_their_own_of_all_stores_the_newest_first(
    client: FlaskClient, ada: dict[str, str], eve: dict[str, str]
) -> None:
    berlin, paris = make_store("Berlin"), make_store("Paris")
    bought = [buy(ADA, berlin), buy(ADA, paris), buy(ADA, berlin)]
    others = [buy(EVE, berlin)]

    assert ids(client.get("/api/orders/", headers=ada)) == bought[::-1]
    assert ids(client.get("/api/orders/", headers=eve)) == others
    assert ids(client.get(f"/api/orders/?store={paris}", headers=ada)) == [bought[1]]
    assert ids(client.get("/api/orders/?status=CANCELLED", headers=ada)) == []
    counted = client.get("/api/orders/?limit=2&count=true", headers=ada)
    assert counted.json is not None
    assert counted.json["count"] == 3
    assert ids(client.get(counted.json["next"], headers=ada)) == bought[:1]


def test_another_stores_slug_finds_nothing_of_others(
    client: FlaskClient, ada: dict[str, str], eve: dict[str, str]
) -> None:
    store = make_store()
    buy(EVE, store)

    assert ids(client.get(f"/api/orders/?store={store}", headers=ada)) == []
    assert ids(client.get("/api/orders/?q=Ada", headers=ada)) == []


def test_they_read_and_cancel_theirs(client: FlaskClient, ada: dict[str, str]) -> None:
    path = f"/api/orders/{buy(ADA, make_store())}/"

    shown = client.get(path, headers=ada)
    cancelled = client.post(f"{path}cancel/", headers=ada)
    again = client.post(f"{path}cancel/", headers=ada)

    assert shown.json is not None
    assert shown.json["status"] == "PLACED"
    assert "access_token" not in shown.json
    assert cancelled.json == {
        **shown.json,
        "status": "CANCELLED",
        "payment": {**shown.json["payment"], "status": "CANCELLED", "next_action": None},
    }
    assert again.status_code == 409


def test_they_open_their_invoice(client: FlaskClient, ada: dict[str, str]) -> None:
    store = make_store()
    order = buy(ADA, store)
    with transaction(command().db_context()):
        payments.mark_paid(command(), UUID(order))
    invoice_jobs.issue(store_id=str(store), order_id=order)
    with transaction(command().db_context()) as session:
        invoice = session.execute(sa.text("SELECT id FROM invoices")).scalar_one()
    invoice_jobs.make_file(store_id=str(store), invoice_id=str(invoice))

    answer = client.get(f"/api/orders/{order}/invoice.pdf", headers=ada)

    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF")


def test_anothers_order_is_told_like_one_that_never_was(
    client: FlaskClient, ada: dict[str, str], eve: dict[str, str]
) -> None:
    store = make_store()
    own = buy(ADA, store)
    foreign, draft = buy(EVE, store), draft_of(ADA, store)

    answers = [
        client.open(f"/api/orders/{name}{end}", method=method, headers=ada)
        for name in (foreign, draft, uuid4(), "not-an-id")
        for method, end in (("GET", "/"), ("GET", "/invoice.pdf"), ("POST", "/cancel/"))
    ]

    gets = {str(bare(one)) for one in answers if one.request.method == "GET"}
    posts = {str(bare(one)) for one in answers if one.request.method == "POST"}
    assert {one.status_code for one in answers} == {404}
    assert (len(gets), len(posts)) == (1, 1)
    assert client.get(f"/api/orders/{foreign}/", headers=eve).status_code == 200
    assert ids(client.get("/api/orders/", headers=ada)) == [own]


def test_a_guests_secret_opens_its_order_to_a_customer_too(
    app: Flask, client: FlaskClient, ada: dict[str, str]
) -> None:
    store = make_store()
    lamp, order_id = make_product(store), new_id()
    buyer, secret = guest(store, order_id=order_id), guests.secret_of(order_id)
    with transaction(buyer.db_context()):
        checkout.place_order(
            buyer,
            store,
            cart_of((lamp, 1)),
            order_id=order_id,
            guest_token_hash=guests.hash_of(secret),
        )
    path = f"/api/orders/{order_id}/"

    without = client.get(path, headers=ada)
    wrong = client.get(path, headers={**ada, "Order-Token": secret[:-1]})
    opened = client.get(path, headers={**ada, "Order-Token": secret})
    cancelled = client.post(f"{path}cancel/", headers={**ada, "Order-Token": secret})

    assert [without.status_code, wrong.status_code] == [404, 404]
    assert [opened.status_code, cancelled.status_code] == [200, 200]
    assert ids(client.get("/api/orders/", headers=ada)) == []


def test_what_is_for_staff_is_403_to_them(client: FlaskClient, ada: dict[str, str]) -> None:
    lamp = make_product(make_store())

    answers = [
        client.post("/api/products/", json={}, headers=ada),
        client.patch(f"/api/products/{lamp}/", json={}, headers=ada),
        client.delete(f"/api/products/{uuid4()}/", headers=ada),
        client.post("/api/categories/", json={}, headers=ada),
    ]

    assert [one.status_code for one in answers] == [403] * 4
    assert client.get(f"/api/products/{lamp}/", headers=ada).status_code == 200


def test_what_an_account_says_is_the_buyers_contact(app: Flask, ada: dict[str, str]) -> None:
    with transaction(command().db_context()) as session:
        user = session.scalars(sa.select(User).where(User.mobile_number == ADA)).one()
        user.name = "Ada"
        user_id = user.id
    actor = customer_in(Actor(kind=ActorKind.API_CUSTOMER, user_id=user_id), {make_store()})

    with transaction(actor.db_context()):
        contact: dict[str, Any] = customers.contact_of(actor)

    assert contact == {"name": "Ada", "email": "", "phone": ADA}


def draft_of(number: str, store: UUID) -> UUID:
    """Let staff prepare an order for a customer, who does not see it yet."""
    with transaction(command().db_context()) as session:
        user_id = session.scalars(sa.select(User.id).where(User.mobile_number == number)).one()
        draft = Order(
            store_id=store,
            user_id=user_id,
            channel="CONSOLE",
            currency="EUR",
            prices_include_tax=True,
            shipping_address={},
            billing_address={},
        )
        session.add(draft)
        session.flush()
        return draft.id
