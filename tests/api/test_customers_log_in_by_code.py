from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from clocks import set_clock
from factories import make_person, make_store
from flask import Flask
from flask.testing import FlaskClient
from sms_service import SmsService
from werkzeug.test import TestResponse

from shop_admin.db import transaction
from shop_admin.models.accounts import OneTimeCode, User
from shop_admin.permissions import command

NUMBER = "+4915123456789"


def ask(client: FlaskClient, number: str = NUMBER) -> TestResponse:
    return client.post("/api/auth/customer/request-otp/", json={"mobile_number": number})


def log_in(client: FlaskClient, otp: str, number: str = NUMBER) -> TestResponse:
    return client.post("/api/auth/customer/login/", json={"mobile_number": number, "otp": otp})


def code_sent(phones: SmsService) -> str:
    return str(phones.messages[-1]["text"][:6])


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def bare(answer: TestResponse) -> tuple[int, bytes]:
    return answer.status_code, answer.data.replace(answer.headers["X-Request-Id"].encode(), b"")


def write(**values: Any) -> None:
    with transaction(command().db_context()) as session:
        session.execute(sa.update(User).where(User.mobile_number == NUMBER).values(**values))


def test_the_first_login_makes_the_customer_and_the_next_finds_them(
    client: FlaskClient, phones: SmsService
) -> None:
    asked = ask(client, "0049 (151) 234-567 89")
    first = log_in(client, code_sent(phones), "+49 151 23456789")
    ask(client)
    second = log_in(client, code_sent(phones))

    assert asked.status_code == 202
    assert asked.json is not None
    assert (asked.json["expires_in"], asked.json["retry_after"]) == (300, 60)
    assert code_sent(phones) not in asked.text
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json is not None
    assert second.json is not None
    assert first.json["token_type"] == "Bearer"
    assert first.json["user"]["mobile_number"] == NUMBER
    assert first.json["user"] == second.json["user"]
    assert set(first.json["user"]) == {"id", "mobile_number", "name"}
    token = {"Authorization": f"Bearer {first.json['token']}"}
    assert client.get("/api/orders/", headers=token).json == {
        "results": [],
        "next": None,
        "previous": None,
    }


def test_the_answer_is_the_same_whether_or_not_the_number_is_known(
    client: FlaskClient, phones: SmsService, customer: Callable[..., dict[str, str]]
) -> None:
    customer(NUMBER)

    known, unknown = ask(client), ask(client, "+4915123456780")

    assert known.data == unknown.data
    assert list(known.headers.keys()) == list(unknown.headers.keys())
    assert [one["to"] for one in phones.messages] == [NUMBER, "+4915123456780"]


def test_what_is_kept_is_no_code(client: FlaskClient, phones: SmsService) -> None:
    ask(client)

    with transaction(command().db_context()) as session:
        kept = session.scalars(sa.select(OneTimeCode.code_hmac)).all()
    assert len(kept) == 1
    assert len(kept[0]) == 64
    assert code_sent(phones) not in kept[0]


def test_wrong_used_dead_replaced_unknown_and_expired_are_one_answer(
    client: FlaskClient, phones: SmsService
) -> None:
    ask(client)
    replaced = code_sent(phones)
    ask(client)
    right = code_sent(phones)
    refused = [log_in(client, replaced if replaced != right else other_than(right))]
    refused.append(log_in(client, other_than(right)))
    assert log_in(client, right).status_code == 200
    refused.append(log_in(client, right))
    refused.append(log_in(client, right, "+4915123456780"))
    ask(client)
    dead = code_sent(phones)
    refused += [log_in(client, other_than(dead)) for _ in range(5)]
    refused.append(log_in(client, dead))
    ask(client)
    set_clock("2099-01-01T00:00:00Z")
    refused.append(log_in(client, code_sent(phones)))

    assert {bare(one) for one in refused} == {bare(refused[0])}
    assert refused[0].status_code == 401
    assert refused[0].json is not None
    assert refused[0].json["code"] == "invalid_otp"


def test_a_code_lives_five_minutes(client: FlaskClient, phones: SmsService) -> None:
    set_clock("2026-05-01T10:00:00Z")
    ask(client)
    set_clock("2026-05-01T10:04:59Z")
    in_time = log_in(client, code_sent(phones))
    set_clock("2026-05-01T11:00:00Z")
    ask(client)
    set_clock("2026-05-01T11:05:00Z")
    late = log_in(client, code_sent(phones))

    assert (in_time.status_code, late.status_code) == (200, 401)


def test_a_code_is_good_for_its_own_number_only(client: FlaskClient, phones: SmsService) -> None:
    ask(client)
    first = code_sent(phones)
    ask(client, "+4915123456780")

    assert log_in(client, first, "+4915123456780").status_code == 401 or first == code_sent(phones)
    assert log_in(client, first).status_code == 200


@pytest.mark.parametrize(
    "blocked",
    [
        {"is_active": False},
        {"is_suspended": True},
        {"is_deleted": True},
        {"status_flag": "INACTIVE"},
        {"active_to": sa.text("shop_now() - interval '1 hour'")},
    ],
    ids=lambda blocked: next(iter(blocked)),
)
def test_whoever_is_blocked_is_told_what_a_wrong_code_is_told(
    client: FlaskClient,
    phones: SmsService,
    customer: Callable[..., dict[str, str]],
    blocked: dict[str, Any],
) -> None:
    token = customer(NUMBER)
    assert client.get("/api/me/", headers=token).status_code == 200
    write(**blocked)
    ask(client)
    code = code_sent(phones)

    wrong, right = log_in(client, other_than(code)), log_in(client, code)

    assert bare(right) == bare(wrong)
    assert right.status_code == 401
    assert client.get("/api/me/", headers=token).status_code == 401


def test_a_number_that_has_a_new_owner_opens_the_new_account(
    client: FlaskClient, phones: SmsService, customer: Callable[..., dict[str, str]]
) -> None:
    customer(NUMBER)
    write(is_deleted=True)
    with transaction(command().db_context()) as session:
        new = User(mobile_number=NUMBER, name="New owner")
        session.add(new)
    ask(client)

    answer = log_in(client, code_sent(phones))

    assert answer.json is not None
    assert answer.json["user"]["id"] == str(new.id)


def test_staff_with_this_number_come_in_as_customers_only(
    app: Flask, client: FlaskClient, phones: SmsService
) -> None:
    person = make_person(make_store(), "MANAGER")
    with transaction(command().db_context()) as session:
        session.execute(
            sa.update(User).where(User.id == person.user_id).values(mobile_number=NUMBER)
        )
    ask(client)

    answer = log_in(client, code_sent(phones))

    assert answer.json is not None
    assert answer.json["user"]["id"] == str(person.user_id)
    token = {"Authorization": f"Bearer {answer.json['token']}"}
    assert client.post("/api/products/", json={}, headers=token).status_code == 403
    assert client.get("/api/orders/", headers=token).json == {
        "results": [],
        "next": None,
        "previous": None,
    }


def test_after_logout_the_token_opens_nothing(
    client: FlaskClient, customer: Callable[..., dict[str, str]]
) -> None:
    token = customer(NUMBER)

    assert client.post("/api/auth/logout/", headers=token).status_code == 204
    assert client.get("/api/me/", headers=token).status_code == 401
