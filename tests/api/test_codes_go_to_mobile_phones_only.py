from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sms_service import SmsService
from werkzeug.test import TestResponse

from shop_admin import wiring


def ask(client: FlaskClient, number: object) -> TestResponse:
    return client.post("/api/auth/customer/request-otp/", json={"mobile_number": number})


@pytest.mark.parametrize(
    "number",
    [
        "+4915123456789",
        "+49 151 2345 6789",
        "0049-151-23456789",
        "+49 (0)151/23456789",
        "(+49) 151.234.567.89",
        " +49\u00a0151\u202f23456789 ",
        "\uff0b\uff14\uff19\uff11\uff15\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19",
    ],
)
def test_one_number_is_written_in_many_ways(
    client: FlaskClient, phones: SmsService, number: str
) -> None:
    assert ask(client, number).status_code == 202
    assert phones.messages[0]["to"] == "+4915123456789"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("015123456789", "country code"),
        ("4915123456789", "country code"),
        ("+49151", "country code"),
        ("+99915123456789", "country code"),
        ("+4915123456789;ext=1", "country code"),
        ("+49151234567x9", "country code"),
        ("+4930901820", "mobile phone"),
        ("+498001234567", "mobile phone"),
        ("", "at least 1"),
        (4915123456789, "text"),
        (None, "text"),
    ],
)
def test_what_is_none_is_422_in_words(
    client: FlaskClient, phones: SmsService, number: object, words: str
) -> None:
    answer = ask(client, number)

    assert answer.status_code == 422
    assert answer.json is not None
    (problem,) = answer.json["errors"]
    assert problem["pointer"] == "/mobile_number"
    assert words in problem["detail"]
    assert phones.messages == []


def test_numbers_that_may_be_mobile_are_taken(client: FlaskClient, phones: SmsService) -> None:
    # In America nothing tells them from landlines.
    assert ask(client, "+1 202 555 0143").status_code == 202


def test_countries_that_are_not_named_get_none(
    app: Flask, client: FlaskClient, phones: SmsService, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = wiring.parts()
    settings = parts.settings.model_copy(update={"sms_countries": ("DE", "FR")})
    monkeypatch.setitem(app.extensions, wiring.EXTENSION, replace(parts, settings=settings))

    allowed, refused = ask(client, "+33612345678"), ask(client, "+919812345678")

    assert (allowed.status_code, refused.status_code) == (202, 422)
    assert refused.json is not None
    assert refused.json["errors"][0]["pointer"] == "/mobile_number"


def test_where_nobody_sends_it_is_503(
    app: Flask, client: FlaskClient, phones: SmsService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, wiring.EXTENSION, replace(wiring.parts(), sms=None))

    answer = ask(client, "+4915123456789")

    assert answer.status_code == 503
    assert answer.json is not None
    assert (answer.json["code"], answer.json["detail"]) == (
        "unavailable",
        "This shop sends no codes at the moment.",
    )


def test_on_a_developers_own_machine_the_code_is_known(app: Flask, client: FlaskClient) -> None:
    ask(client, "+4915123456789")

    answer = client.post(
        "/api/auth/customer/login/", json={"mobile_number": "+4915123456789", "otp": "1234"}
    )

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "otp",
    ["123", "123456789", "12 345", "abcdef", "\uff11\uff12\uff13\uff14", 123456, None],
)
def test_a_code_is_digits_in_a_text(client: FlaskClient, phones: SmsService, otp: object) -> None:
    answer = client.post(
        "/api/auth/customer/login/", json={"mobile_number": "+4915123456789", "otp": otp}
    )

    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["errors"][0]["pointer"] == "/otp"
