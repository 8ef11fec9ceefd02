from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

MALFORMED = {
    "nothing": b"",
    "cut off": b'{"email": "a',
    "NaN": b'{"email": NaN}',
    "Infinity": b'{"email": -Infinity}',
    "beyond a double": b'{"email": 1e999}',
    "a number of 5,000 digits": b'{"email": ' + b"9" * 5_000 + b"}",
    "NUL": b'{"email": "a\\u0000b"}',
    "NUL in a name": b'{"em\\u0000ail": "a"}',
    "half a character": b'{"email": "\\ud800"}',
    "the same name twice": b'{"email": "a", "email": "b"}',
    "deeper than 20": b"[" * 21 + b"]" * 21,
    "deeper than the stack": b"[" * 100_000 + b"]" * 100_000,
    "more than 10,000 values": b"[" + b"1," * 10_001 + b"1]",
    "not UTF-8": b'{"email": "\xff"}',
    "UTF-16": '{"email": "a"}'.encode("utf-16"),
    "a byte order mark": b'\xef\xbb\xbf{"email": "a"}',
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
def test_a_malformed_body_is_400(client: FlaskClient, body: bytes) -> None:
    answer = client.post("/api/auth/admin/login/", data=body, content_type="application/json")

    assert answer.status_code == 400
    assert answer.json is not None
    assert answer.json["code"] == "malformed"


def test_depth_20_is_well_formed(client: FlaskClient) -> None:
    body = b"[" * 20 + b"]" * 20
    answer = client.post("/api/auth/admin/login/", data=body, content_type="application/json")

    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ("[]", ""),
        ("{}", "/email"),
        ('{"email": 7, "password": "x"}', "/email"),
        ('{"email": "a", "password": "x", "is_admin": true}', "/is_admin"),
        ('{"email": "a", "password": "x", "a/b~c": 1}', "/a~1b~0c"),
    ],
)
def test_a_wrong_body_is_422_on_its_pointer(client: FlaskClient, body: str, pointer: str) -> None:
    answer = client.post("/api/auth/admin/login/", data=body, content_type="application/json")

    assert answer.status_code == 422
    assert answer.json is not None
    assert pointer in [one["pointer"] for one in answer.json["errors"]]


@pytest.mark.parametrize("quantity", [1.5, "1", True, None, 0, 1000, -1, 10**30])
def test_a_quantity_is_a_whole_number_in_range(
    client: FlaskClient, cart: Callable[..., dict[str, Any]], quantity: object
) -> None:
    body = cart()
    body["items"] = [{"product_id": "01a20304-0bd5-7334-be82-ac339e61ef51", "quantity": quantity}]
    answer = client.post("/api/orders/", json=body)

    assert answer.status_code == 422
    assert answer.json is not None
    assert [one["pointer"] for one in answer.json["errors"]] == ["/items/0/quantity"]


def test_a_refusal_does_not_echo_what_was_sent(client: FlaskClient) -> None:
    body = {"email": ["hunter2"], "password": {"hunter2": 1}, "totp": "hunter2"}
    answer = client.post("/api/auth/admin/login/", json=body)

    assert answer.status_code == 422
    assert b"hunter2" not in answer.data
