"""Sending costs money and disturbs people: limits a number, an address, a block and a day."""

import logging
from collections.abc import Callable
from dataclasses import replace

import pytest
from clocks import set_clock
from flask import Flask
from flask.testing import FlaskClient
from sms_service import SmsService
from werkzeug.test import TestResponse

from shop_admin import wiring

NUMBER = "+4915123456789"
Ask = Callable[..., TestResponse]


@pytest.fixture
def ask(app: Flask, limits_on: None, phones: SmsService, client: FlaskClient) -> Ask:
    """Return what asks for a code, with the limits on, from an address of one's own choice."""
    set_clock("2026-05-01T10:00:00Z")

    def post(number: str = NUMBER, address: str = "192.0.2.1") -> TestResponse:
        return client.post(
            "/api/auth/customer/request-otp/",
            json={"mobile_number": number},
            environ_base={"REMOTE_ADDR": address},
        )

    return post


def waits(answer: TestResponse) -> int:
    assert answer.status_code == 429
    assert answer.json is not None
    assert answer.json["code"] == "rate_limited"
    return int(answer.headers["Retry-After"])


def test_once_a_minute_whatever_is_tried_meanwhile(ask: Ask, phones: SmsService) -> None:
    assert ask().status_code == 202
    set_clock("2026-05-01T10:00:20Z")
    assert [waits(ask()) for _ in range(3)] == [40] * 3
    set_clock("2026-05-01T10:00:59.5Z")
    assert waits(ask()) == 1
    set_clock("2026-05-01T10:01:00Z")
    assert ask().status_code == 202
    assert len(phones.messages) == 2


def test_three_in_any_ten_minutes(ask: Ask) -> None:
    for minute in ("09:57:00", "10:04:00", "10:05:30"):
        set_clock(f"2026-05-01T{minute}Z")
        assert ask().status_code == 202
    set_clock("2026-05-01T10:06:40Z")
    assert waits(ask()) == 20
    set_clock("2026-05-01T10:07:00Z")
    assert ask().status_code == 202
    set_clock("2026-05-01T10:08:10Z")
    assert waits(ask()) == 350


def test_six_in_any_day(ask: Ask) -> None:
    for hour in range(6):
        set_clock(f"2026-05-01T{10 + 2 * hour}:00:00Z")
        assert ask().status_code == 202
    set_clock("2026-05-02T09:59:00Z")
    assert waits(ask()) == 60
    set_clock("2026-05-02T10:00:00Z")
    assert ask().status_code == 202


def test_five_an_hour_from_one_address(ask: Ask) -> None:
    numbers = [f"+49151234{block}6789" for block in range(6)]
    assert [ask(number).status_code for number in numbers[:5]] == [202] * 5
    set_clock("2026-05-01T10:30:00Z")

    assert waits(ask(numbers[5])) == 1800
    assert ask(numbers[5], "192.0.2.2").status_code == 202


def test_twenty_an_hour_to_one_block_of_numbers(ask: Ask) -> None:
    answers = [ask(f"+4915123456{n:03d}", f"192.0.2.{n}").status_code for n in range(20)]

    assert answers == [202] * 20
    assert waits(ask("+4915123456999", "192.0.2.99")) == 3600
    assert ask("+4915123476999", "192.0.2.99").status_code == 202


def test_the_days_budget_is_told_once_and_then_kept(
    app: Flask, ask: Ask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = wiring.parts()
    settings = parts.settings.model_copy(update={"sms_daily_limit": 2})
    monkeypatch.setitem(app.extensions, wiring.EXTENSION, replace(parts, settings=settings))
    logging.getLogger("shop_admin").addHandler(caplog.handler)
    numbers = [f"+49151234{block}6789" for block in range(4)]

    answers = [ask(number) for number in numbers]

    logging.getLogger("shop_admin").removeHandler(caplog.handler)
    assert [one.status_code for one in answers] == [202, 202, 429, 429]
    assert waits(answers[2]) == 14 * 3600
    told = [one for one in caplog.records if one.levelno == logging.ERROR]
    assert [one.getMessage() for one in told] == [
        "all 2 codes of today are sent: see SHOP_SMS_DAILY_LIMIT"
    ]
    set_clock("2026-05-02T00:00:01Z")
    assert ask(numbers[2]).status_code == 202


def test_what_was_refused_counts_against_nothing_else(ask: Ask) -> None:
    assert ask().status_code == 202
    assert [ask().status_code for _ in range(9)] == [429] * 9

    assert [ask(f"+49151234{n}6789").status_code for n in range(4)] == [202] * 4


def test_a_code_that_was_not_sent_may_be_asked_for_again(ask: Ask, phones: SmsService) -> None:
    phones.mood = "broken"
    known, unknown = ask(), ask("+4915123416789")
    phones.mood = "taken"

    assert (known.status_code, unknown.status_code) == (503, 503)
    assert known.json is not None
    assert unknown.json is not None
    assert known.json["code"] == "unavailable"
    assert known.json["detail"] == unknown.json["detail"]
    assert ask().status_code == 202


def test_ten_wrong_codes_a_day_are_the_last(
    ask: Ask, client: FlaskClient, phones: SmsService
) -> None:
    def log_in(otp: str) -> TestResponse:
        return client.post("/api/auth/customer/login/", json={"mobile_number": NUMBER, "otp": otp})

    for hour in (10, 12):
        set_clock(f"2026-05-01T{hour}:00:00Z")
        ask()
        wrong = f"{(int(phones.messages[-1]['text'][:6]) + 1) % 1_000_000:06d}"
        assert [log_in(wrong).status_code for _ in range(5)] == [401] * 5
    set_clock("2026-05-01T14:00:00Z")

    assert waits(ask()) == 20 * 3600
    assert waits(log_in("123456")) == 20 * 3600
    set_clock("2026-05-02T10:00:01Z")
    ask()
    assert log_in(phones.messages[-1]["text"][:6]).status_code == 200


def test_ten_logins_in_five_minutes_for_a_number_and_from_an_address(
    ask: Ask, client: FlaskClient
) -> None:
    def log_in(number: str, address: str) -> int:
        return client.post(
            "/api/auth/customer/login/",
            json={"mobile_number": number, "otp": "123456"},
            environ_base={"REMOTE_ADDR": address},
        ).status_code

    same_number = [log_in(NUMBER, f"192.0.2.{n}") for n in range(11)]
    same_address = [log_in(f"+4915123456{n:03d}", "198.51.100.7") for n in range(11)]

    assert same_number == [401] * 10 + [429]
    assert same_address == [401] * 10 + [429]
