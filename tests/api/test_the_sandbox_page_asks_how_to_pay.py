from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from shop_admin import wiring
from shop_admin.config import load_settings
from shop_admin.db import acting_as, db
from shop_admin.models.mixins import new_id
from shop_admin.permissions import command
from shop_admin.providers.payment.base import PaymentRequest

JOBS = text(
    "SELECT args ->> 'kind', coalesce(extract(epoch FROM scheduled_at - now()) > 60, false)"
    " FROM procrastinate_jobs WHERE task_name = 'sandbox.deliver'"
)


@pytest.fixture
def page(app: Flask) -> str:
    """Return the path of a bill's page."""
    request = PaymentRequest(
        payment_id=new_id(),
        amount=Decimal("1234.50"),
        currency="EUR",
        order_number="BER-10001",
        description="<b>Lamps & Co</b> · BER-10001",
        return_url="http://localhost/",
    )
    url = wiring.parts().payment_providers["sandbox"].start(request).url
    return url[url.index("/sandbox/") :]


def asked() -> list[tuple[str, bool]]:
    with acting_as(command().db_context()):
        return [(kind, is_late) for kind, is_late in db.session.execute(JOBS)]


def test_it_shows_the_bill_and_runs_no_script(client: FlaskClient, page: str) -> None:
    answer = client.get(page)

    assert answer.status_code == 200
    assert "€1,234.50" in answer.text
    assert "BER-10001" in answer.text
    assert "<b>Lamps" not in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("choice", "messages"),
    [
        ("pay", [("CAPTURED", False)]),
        ("late", [("CAPTURED", True)]),
        ("twice", [("CAPTURED", False)] * 2),
        ("decline", [("FAILED", False)]),
    ],
)
def test_each_choice_sends_its_messages(
    client: FlaskClient, page: str, choice: str, messages: list[tuple[str, bool]]
) -> None:
    answer = client.post(page, data={"choice": choice})

    assert answer.status_code == 200
    assert asked() == messages


def test_an_address_that_we_did_not_make_is_not_found(client: FlaskClient, page: str) -> None:
    worn = page[:-3] + ("AAA" if page[-3:] != "AAA" else "BBB")

    statuses = {client.get(one).status_code for one in (worn, "/sandbox/pay/x", "/sandbox/pay/ü")}
    assert statuses == {404}


def test_a_foreign_page_pays_nothing(client: FlaskClient, page: str) -> None:
    answer = client.post(page, data={"choice": "pay"}, headers={"Origin": "https://evil.example"})

    assert (answer.status_code, asked()) == (403, [])
    assert client.post(page, data={"choice": "rob"}).status_code == 400


def test_production_has_none(app: Flask) -> None:
    there = {rule.rule for rule in app.url_map.iter_rules()}
    assert "/sandbox/pay/<token>" in there
    production = load_settings(
        _env_file=None,
        env="production",
        secret_key="kW8vN3zQ7pL1xR5tY9uB2mC6dF0gH4jS",
        database_url="postgresql://shop@localhost/shop",
        public_url="https://shop.example.com",
        allowed_hosts="shop.example.com",
    )
    assert dict(wiring.assemble(production).payment_providers) == {}
