"""Where PostgreSQL cannot be reached every part of the shop says so: 503, and when to ask again."""

from decimal import Decimal
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop_admin.config import Settings
from shop_admin.factory import create_app
from shop_admin.providers.payment.base import PaymentRequest
from shop_admin.providers.payment.sandbox import Sandbox

NOWHERE = "postgresql+psycopg2://shop_app@/shop?host=/nonexistent"


@pytest.fixture
def stranded(settings: Settings) -> Flask:
    """Return an application whose database is not there."""
    app = create_app(settings.model_copy(update={"database_url": NOWHERE}))
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def somebody(stranded: Flask) -> FlaskClient:
    """Return a browser that was logged in at the console before."""
    client = stranded.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = "the secret of a session"
    return client


@pytest.mark.parametrize("path", ["/admin/", "/admin/orders/", "/api/products/", "/readyz"])
def test_what_is_read_is_to_be_asked_for_later(somebody: FlaskClient, path: str) -> None:
    answer = somebody.get(path)

    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0


def test_what_is_done_is_to_be_done_later(somebody: FlaskClient) -> None:
    answer = somebody.post("/admin/orders/act/", data={"id": uuid4().hex, "deed": "mark_paid"})

    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0


def test_play_money_waits_too(stranded: Flask, settings: Settings) -> None:
    request = PaymentRequest(
        payment_id=uuid4(),
        amount=Decimal(5),
        currency="EUR",
        order_number="BER-10001",
        description="Berlin",
        return_url="/",
    )
    page = Sandbox(settings.secret(), "").start(request).url

    answer = stranded.test_client().post(page, data={"choice": "pay"})

    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
