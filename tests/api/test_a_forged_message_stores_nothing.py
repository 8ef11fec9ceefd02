import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse

from shop_admin import wiring
from shop_admin.db import acting_as, db
from shop_admin.models.inbox import ProviderEvent
from shop_admin.permissions import command
from shop_admin.providers.payment.base import MessageKind
from shop_admin.providers.payment.sandbox import HEADER, Sandbox, told

ADDRESS = "/api/webhooks/sandbox/"


def sandbox() -> Sandbox:
    found = wiring.parts().payment_providers["sandbox"]
    assert isinstance(found, Sandbox)
    return found


def a_message() -> bytes:
    return sandbox().compose(told(uuid4(), MessageKind.CAPTURED, Decimal("50.00"), "EUR"))


def send(client: FlaskClient, body: bytes, *signatures: str) -> TestResponse:
    headers = Headers([(HEADER, one) for one in signatures])
    return client.post(ADDRESS, data=body, headers=headers)


def stored() -> int:
    with acting_as(command().db_context()):
        return db.session.scalar(sa.select(sa.func.count()).select_from(ProviderEvent)) or 0


def forged(count: int) -> Iterator[tuple[bytes, tuple[str, ...]]]:
    """Yield messages that somebody else made, or that changed on their way."""
    dice, now = random.Random(11), datetime.now(UTC)
    other = Sandbox("another shop's secret", "http://localhost")
    for number in range(count):
        body = a_message()
        good = sandbox().sign(body, now)
        flipped = bytearray(body)
        flipped[dice.randrange(len(body))] ^= 1 << dice.randrange(8)
        digit = dice.randrange(good.index("v1=") + 3, len(good))
        worn = good[:digit] + ("0" if good[digit] != "0" else "1") + good[digit + 1 :]
        late = timedelta(seconds=dice.choice((-1, 1)) * dice.randrange(310, 10_000))
        yield (
            (bytes(flipped), (good,)),
            (body, (worn,)),
            (body, ()),
            (body, (good, good)),
            (body, (sandbox().sign(body, now + late),)),
            (body, (other.sign(body, now),)),
            (body, (dice.choice(("", "t=1", "v1=", good.replace("v1", "v0"), "t=x,v1=y")),)),
        )[number % 7]


def test_a_thousand_forged_ones_are_refused(app: Flask, client: FlaskClient) -> None:
    statuses = {send(client, body, *headers).status_code for body, headers in forged(1_000)}

    assert statuses == {400}
    assert stored() == 0


def test_the_refusal_is_problem_json(app: Flask, client: FlaskClient) -> None:
    answer = send(client, a_message(), "t=1,v1=" + "0" * 64)

    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["code"] == "bad_signature"


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"id": "evt_1"}', b"\xff", b"[" * 100_000])
def test_what_is_signed_but_unreadable_is_refused(
    app: Flask, client: FlaskClient, body: bytes
) -> None:
    answer = send(client, body, sandbox().sign(body, datetime.now(UTC)))

    assert (answer.status_code, answer.get_json()["code"]) == (400, "bad_message")
    assert stored() == 0


def test_the_provider_of_nobody_is_not_found(app: Flask, client: FlaskClient) -> None:
    assert client.post("/api/webhooks/nobody/", data=b"{}").status_code == 404


def test_a_good_one_is_stored_once_however_often_it_comes(app: Flask, client: FlaskClient) -> None:
    body = a_message()
    signature = sandbox().sign(body, datetime.now(UTC))

    answers = [send(client, body, signature) for _ in range(3)]

    assert [(one.status_code, one.data) for one in answers] == [(200, b"{}")] * 3
    assert stored() == 1
    with acting_as(command().db_context()):
        asked = sa.text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'inbox.handle'")
        assert db.session.scalar(asked) == 1


def test_a_kind_that_nobody_knows_is_taken(app: Flask, client: FlaskClient) -> None:
    body = b'{"id": "evt_x", "type": "customer.\\u0000created", "data": {}}'

    answer = send(client, body, sandbox().sign(body, datetime.now(UTC)))

    assert (answer.status_code, stored()) == (200, 1)
