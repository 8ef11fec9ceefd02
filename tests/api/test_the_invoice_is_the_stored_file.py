import hashlib
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from factories import Person, make_person, make_product, make_store
from flask import Flask
from flask.testing import FlaskClient

from shop_admin import wiring
from shop_admin.db import acting_as, transaction
from shop_admin.permissions import command, job
from shop_admin.services import invoices, payments

PAPER = b"%PDF-1.7 as it was stored"
KEY = "invoices/2026/11/ab/abcdef.pdf"


@pytest.fixture
def order(app: Flask, client: FlaskClient, cart: Callable[..., dict[str, Any]]) -> dict[str, Any]:
    """Return a guest's order as checkout answered it."""
    answer = client.post("/api/orders/", json=cart((make_product(make_store()), 1)))
    assert answer.json is not None
    return answer.json


def issue(order: dict[str, Any]) -> UUID:
    """Have the order paid and its invoice issued, without the file."""
    person, worker = command(), job(UUID(order["store"]["id"]))
    with transaction(person.db_context()):
        payments.mark_paid(person, UUID(order["id"]))
    with transaction(worker.db_context()):
        return invoices.issue_invoice(worker, UUID(order["id"])).id


def store_file(order: dict[str, Any], invoice_id: UUID) -> None:
    wiring.parts().storage.put(KEY, PAPER, "application/pdf")
    worker = job(UUID(order["store"]["id"]))
    with transaction(worker.db_context()):
        invoices.record_file(
            worker,
            invoice_id,
            key=KEY,
            sha256=hashlib.sha256(PAPER).hexdigest(),
            size=len(PAPER),
        )


def test_the_stored_bytes_are_served(client: FlaskClient, order: dict[str, Any]) -> None:
    store_file(order, issue(order))
    secret = {"Order-Token": order["access_token"]}

    shown = client.get(f"/api/orders/{order['id']}/", headers=secret).json
    assert shown is not None
    path = shown["invoice"]["pdf_url"].removeprefix("http://127.0.0.1:8000")
    answer = client.get(path, headers=secret)

    assert (answer.status_code, answer.mimetype, answer.data) == (200, "application/pdf", PAPER)
    assert answer.headers["ETag"] == f'"{hashlib.sha256(PAPER).hexdigest()}"'
    number = shown["invoice"]["invoice_number"]
    assert answer.headers["Content-Disposition"] == f'inline; filename="{number}.pdf"'
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert shown["invoice"]["amount"] == shown["total_amount"]
    assert client.get(path).status_code == 404


def test_before_its_file_is_there_it_is_404(client: FlaskClient, order: dict[str, Any]) -> None:
    secret = {"Order-Token": order["access_token"]}
    path = f"/api/orders/{order['id']}/invoice.pdf"

    assert client.get(path, headers=secret).status_code == 404
    issue(order)
    assert client.get(path, headers=secret).status_code == 404


def test_staff_of_its_store_open_it(
    client: FlaskClient, order: dict[str, Any], bearer: Callable[[Person], dict[str, str]]
) -> None:
    store_file(order, issue(order))
    own = bearer(make_person(UUID(order["store"]["id"]), "ACCOUNTANT"))
    other = bearer(make_person(make_store("Paris")))
    path = f"/api/orders/{order['id']}/invoice.pdf"

    assert client.get(path, headers=own).data == PAPER
    assert client.get(path, headers=other).status_code == 404


def test_a_lost_file_does_not_tell_its_place(
    app: Flask, client: FlaskClient, order: dict[str, Any]
) -> None:
    store_file(order, issue(order))
    with acting_as(command().db_context()):
        wiring.parts().storage.delete(KEY)

    answer = client.get(
        f"/api/orders/{order['id']}/invoice.pdf", headers={"Order-Token": order["access_token"]}
    )

    assert answer.status_code == 503
    assert KEY.encode() not in answer.data
